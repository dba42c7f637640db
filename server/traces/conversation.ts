import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import type { ConversationInput, ToldExchange } from "./conversation-schema";
import * as store from "./conversation-store";
import { Allowance } from "./core/abridge";
import { type Message, readContent } from "./core/content";
import { type Exchange, tellNews } from "./core/conversation";
import { readKept } from "./core/kept-span";
import type { StepKind } from "./core/step";
import { findTrace } from "./trace-store";

/**
 * What was said in these calls of a model, each told to someone who has read the calls before it: a conversation that every
 * call is given again stands here once.
 */
export async function readConversation(
  actor: PersonActor,
  { traceId, before, spanIds }: ConversationInput,
): Promise<Result<readonly ToldExchange[]>> {
  if (!access.readPayloads(actor)) return refuse("forbidden", "What agents took in and gave back is not shown to your role.");
  const trace = await findTrace(traceId);
  if (trace === null) return refuse("not_found", "There is no such trace.");
  const rows = new Map((await store.listPayloads(trace, [...before, ...spanIds])).map((row) => [row.spanId, row]));
  const said = await listSaid(trace, [...rows.values()]);
  const known = [...before, ...spanIds].flatMap((spanId) => rows.get(spanId) ?? []);
  const told = new Map(tellNews(known.map((row) => exchangeOf(row, said))).map((news) => [news.spanId, news]));
  return ok(
    spanIds.flatMap((spanId) => {
      const news = told.get(spanId);
      if (news === undefined) return [];
      const allowance = new Allowance();
      // What it said comes first: of a long exchange that is what is looked for.
      const output = allowance.messages(news.output);
      const fresh = allowance.messages(news.fresh);
      const instructions = news.instructions.map((part) => allowance.part(part));
      return [{ ...news, instructions, fresh, output, isKept: rows.get(spanId)?.span !== null }];
    }),
  );
}

/** What these steps took in and gave back, by step. */
export async function exchangesOf(
  trace: Parameters<typeof store.listPayloads>[0],
  spanIds: readonly string[],
): Promise<ReadonlyMap<string, Exchange>> {
  const rows = await store.listPayloads(trace, spanIds);
  const said = await listSaid(trace, rows);
  return new Map(rows.map((row) => [row.spanId, exchangeOf(row, said)]));
}

type Said = { readonly asked: ReadonlyMap<string, Message[]>; readonly answered: ReadonlyMap<string, Message[]> };

/** Some agents tell what was said in log records, apart from their spans: the question with the turn, the answer with the request. */
async function listSaid(trace: Parameters<typeof store.listSaid>[0], rows: readonly store.SpokenRow[]): Promise<Said> {
  const spanIds = rows.flatMap(({ spanId, parentId }) => [spanId, parentId]).filter((id) => id !== null);
  const requestIds = rows.flatMap(({ responseId }) => responseId ?? []);
  const told = await store.listSaid(trace, spanIds, requestIds);
  const messagesBy = (name: string, role: string, field: string, keyOf: (row: store.SaidRow) => string | null) => {
    const spoken = told.filter((row) => row.name === name).map((row) => ({ key: keyOf(row) ?? "", text: wordsOf(row.content, field) }));
    const heard = spoken
      .filter(({ text }) => text !== "")
      .map(({ key, text }) => ({ key, role, parts: [{ type: "text" as const, text }] }));
    return Map.groupBy(heard, ({ key }) => key);
  };
  return {
    asked: messagesBy("user_prompt", "user", "prompt", ({ spanId }) => spanId),
    answered: messagesBy("assistant_response", "assistant", "response", ({ requestId }) => requestId),
  };
}

function wordsOf(content: string, field: string): string {
  const { attributes } = JSON.parse(content) as { readonly attributes?: { readonly [name: string]: unknown } };
  const words = attributes?.[field];
  return typeof words === "string" ? words : "";
}

function exchangeOf({ spanId, kind, parentId, responseId, span }: store.SpokenRow, { asked, answered }: Said): Exchange {
  const { input, output } = readContent(span === null ? {} : readKept(span).attributes, kind as StepKind);
  return {
    spanId,
    input: input.length > 0 ? input : (asked.get(spanId) ?? asked.get(parentId ?? "") ?? []),
    output: output.length > 0 ? output : (answered.get(responseId ?? "") ?? []),
  };
}

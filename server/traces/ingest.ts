import { ok, type Result, refuse } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { decodeOpenAiAgents, isOpenAiAgents, type TraceItem } from "./core/dialects/openai-agents";
import { admit, count } from "./core/otlp/admit";
import type { Encoding } from "./core/otlp/answer";
import * as json from "./core/otlp/json";
import { type RawSpan, type Rejected, type Rejection, Undecodable } from "./core/otlp/model";
import * as protobuf from "./core/otlp/protobuf";
import type { Redactor } from "./core/redaction/compile";
import { joinAtOnce } from "./event-runs";
import { ingestFacts } from "./ingest-facts";
import { type Prepared, storeBatch } from "./ingest-queue";
import { windowAt } from "./partitions";
import { prepareRows } from "./prepare";
import { freshRedactor, knownRedactor } from "./redaction-in-force";
import type { Outcome } from "./source-store";
import { outcomesOf, sourceOf } from "./sources";

/** An export as it came in, decompressed. */
export type Export = { readonly encoding: Encoding; readonly bytes: Uint8Array };

const MOST_SPANS = 50_000;

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

type Found = { readonly spans: readonly RawSpan[]; readonly strangers: number; readonly traces: readonly TraceItem[] };

function decode({ encoding, bytes }: Export): Found {
  if (encoding === "application/x-protobuf") return { spans: protobuf.decodeSpans(bytes), strangers: 0, traces: [] };
  const text = textOf(bytes);
  if (isOpenAiAgents(text)) return { ...decodeOpenAiAgents(text), strangers: 0 };
  return { spans: json.decodeSpans(text), strangers: json.countOfOthers(text, "traces"), traces: [] };
}

/** Reads an export, or says that it cannot be read at all. */
export function decoded<T>(read: () => T): Result<T> {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof Undecodable) return refuse("invalid_request", `The export cannot be read: ${error.message}.`);
    throw error;
  }
}

/** What was rejected, as notes under the service of whoever sent it. */
async function notesOf(actor: KeyActor, rejected: Rejected, service: string | null, now: Date): Promise<readonly Outcome[]> {
  if (rejected.size === 0) return [];
  return outcomesOf(await sourceOf(actor, service, "unknown", now), "traces", {}, rejected);
}

const serviceOf = (spans: readonly RawSpan[]): string | null => {
  const service = spans[0]?.resource["service.name"];
  return typeof service === "string" ? service : null;
};

/** The conversations among these steps of which events may tell, too. */
const conversationsOf = (rows: Prepared["rows"]): string[] => [
  ...new Set(rows.flatMap(({ dialect, conversationId }) => (dialect === "claude_code" ? (conversationId ?? []) : []))),
];

/**
 * Takes an export of spans. When it answers, what was accepted is stored durably, once however often it is sent; what was
 * rejected is counted by reason, in the answer and for the source.
 */
export async function ingestTraces(actor: KeyActor, sent: Export, now: Date = clock.now()): Promise<Result<Rejected>> {
  const read = decoded(() => decode(sent));
  if (!read.ok) return read;
  const { items, rejected } = admit(read.value.spans, await windowAt(now, "payloads"), BigInt(now.getTime()) * 1_000_000n, MOST_SPANS);
  const refused = new Map<Rejection, number>(rejected);
  count(refused, "wrong_signal", read.value.strangers);
  const prepareBy = async (redactor: Redactor): Promise<Prepared> => ({
    rows: await prepareRows(actor, items, now, redactor),
    rulesVersion: redactor.version,
  });
  await ingestFacts(read.value.traces, now);
  const prepared = await prepareBy(await knownRedactor());
  const notes = await notesOf(actor, refused, serviceOf(read.value.spans), now);
  const stored = await storeBatch({ ...prepared, notes, now, renewed: () => freshRedactor().then(prepareBy) });
  if (!stored.ok) return stored;
  await joinAtOnce(conversationsOf(prepared.rows));
  return ok(refused);
}

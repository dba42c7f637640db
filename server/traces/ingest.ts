import { ok, type Result, refuse } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { decodeOpenAiAgents, isOpenAiAgents } from "./core/dialects/openai-agents";
import { mergeCopies } from "./core/merge";
import { admit, count } from "./core/otlp/admit";
import type { Encoding } from "./core/otlp/answer";
import * as json from "./core/otlp/json";
import { type RawSpan, type Rejected, type Rejection, Undecodable } from "./core/otlp/model";
import * as protobuf from "./core/otlp/protobuf";
import type { StepRow } from "./core/row";
import { listCosts, lockTracesOfEvents } from "./event-store";
import { around, ensureDays, windowAt } from "./partitions";
import { prepareRows } from "./prepare";
import { insertOutcomes, type Outcome } from "./source-store";
import { outcomesOf, sourceOf } from "./sources";
import { storeSteps } from "./step-store";

/** An export as it came in, decompressed. */
export type Export = { readonly encoding: Encoding; readonly bytes: Uint8Array };

const MOST_SPANS = 50_000;
/** Steps a statement: what is more goes in several transactions, each of them whole. */
const PER_BATCH = 2_000;

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

type Found = { readonly spans: readonly RawSpan[]; readonly strangers: number };

function decode({ encoding, bytes }: Export): Found {
  if (encoding === "application/x-protobuf") return { spans: protobuf.decodeSpans(bytes), strangers: 0 };
  const text = textOf(bytes);
  if (isOpenAiAgents(text)) return { spans: decodeOpenAiAgents(text), strangers: 0 };
  return { spans: json.decodeSpans(text), strangers: json.countOfOthers(text, "traces") };
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

const counted = (rows: readonly StepRow[]) => {
  const bySource = new Map<string, { rows: number; truncated: number }>();
  for (const { sourceId, marks } of rows) {
    const sums = bySource.get(sourceId) ?? { rows: 0, truncated: 0 };
    bySource.set(sourceId, { rows: sums.rows + 1, truncated: sums.truncated + (marks.includes("truncated") ? 1 : 0) });
  }
  return bySource;
};

/** What became of the rows, by source. Only the whole is known of duplicates; they are laid to the largest source. */
function outcomes(rows: readonly StepRow[], duplicates: number): Outcome[] {
  let left = duplicates;
  const bySize = [...counted(rows)].sort(([, a], [, b]) => b.rows - a.rows);
  return bySize.flatMap(([source, { rows: all, truncated }]) => {
    const duplicate = Math.min(left, all);
    left -= duplicate;
    return outcomesOf(source, "traces", { accepted: all - duplicate, duplicate, truncated });
  });
}

/** Claude Code tells in events what its requests cost; those that came before their steps are waited for here. */
async function withCosts(tx: Parameters<typeof listCosts>[0], rows: readonly StepRow[]): Promise<readonly StepRow[]> {
  const own = rows.filter(({ dialect }) => dialect === "claude_code");
  if (own.length === 0) return rows;
  const traceIds = own.map(({ traceId }) => traceId);
  await lockTracesOfEvents(tx, traceIds);
  const costs = new Map(
    (await listCosts(tx, traceIds, around(own.map(({ startedAt }) => startedAt)))).map(({ traceId, requestId, cost }) => [
      `${traceId} ${requestId}`,
      cost,
    ]),
  );
  return rows.map((row) => {
    const cost = row.kind === "llm" && row.reportedCostPicoUsd === null ? costs.get(`${row.traceId} ${row.responseId}`) : undefined;
    return cost === undefined ? row : { ...row, reportedCostPicoUsd: cost };
  });
}

async function store(rows: readonly StepRow[], now: Date): Promise<void> {
  const { spans: unique } = mergeCopies(rows);
  await inPgTransaction(async (tx) => {
    const stored = await storeSteps(tx, await withCosts(tx, unique), now);
    tx.withCommit(insertOutcomes(tx, outcomes(rows, rows.length - stored), now));
  });
}

/** Notes what was rejected, under the service of whoever sent it. */
async function noteRejected(actor: KeyActor, rejected: Rejected, service: string | null, now: Date): Promise<void> {
  if (rejected.size === 0) return;
  const source = await sourceOf(actor, service, "unknown", now);
  await inPgTransaction(async (tx) => {
    await insertOutcomes(tx, outcomesOf(source, "traces", {}, rejected), now);
  });
}

const serviceOf = (spans: readonly RawSpan[]): string | null => {
  const service = spans[0]?.resource["service.name"];
  return typeof service === "string" ? service : null;
};

/**
 * Takes an export of spans. When it answers, what was accepted is stored durably, once however often it is sent; what was
 * rejected is counted by reason, in the answer and for the source.
 */
export async function ingestTraces(actor: KeyActor, sent: Export, now: Date = clock.now()): Promise<Result<Rejected>> {
  const read = decoded(() => decode(sent));
  if (!read.ok) return read;
  const { items, rejected } = admit(read.value.spans, windowAt(now), BigInt(now.getTime()) * 1_000_000n, MOST_SPANS);
  const refused = new Map<Rejection, number>(rejected);
  count(refused, "wrong_signal", read.value.strangers);
  const rows = await prepareRows(actor, items, now);
  await ensureDays(rows.map(({ startedAt }) => startedAt.slice(0, 10)));
  for (let at = 0; at < rows.length; at += PER_BATCH) await store(rows.slice(at, at + PER_BATCH), now);
  await noteRejected(actor, refused, serviceOf(read.value.spans), now);
  return ok(refused);
}

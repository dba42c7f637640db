import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { commitTo } from "./commitments";
import type { TraceItem } from "./core/dialects/openai-agents";
import { factsOf, withFacts } from "./core/dialects/trace-facts";
import type { Attributes } from "./core/otlp/model";
import { redactAttributes } from "./core/redaction/redact";
import { type StepRow, toMoment } from "./core/row";
import { insertEvents, lockTracesOfEvents } from "./event-store";
import { listTold, spreadFacts, TRACE_TOLD } from "./fact-store";
import { around, ensureDays } from "./partitions";
import { fingerprint } from "./prepare";
import { freshRedactor, knownRedactor } from "./redaction-in-force";
import { holdRules, insertRedactions } from "./redaction-store";

type Redactor = Awaited<ReturnType<typeof knownRedactor>>;

const toEvent = ({ traceId, attributes }: TraceItem, redactor: Redactor, now: Date) => {
  const { clean, taken } = redactAttributes(attributes, redactor);
  const at = toMoment(BigInt(now.getTime()) * 1_000_000n);
  const none = { spanId: null, requestId: null, toolCallId: null, costPicoUsd: null };
  const id = fingerprint([TRACE_TOLD, traceId, attributes]).slice(0, 32);
  return {
    event: { id, traceId, at, name: TRACE_TOLD, ...none, content: JSON.stringify(clean), redaction: commitTo(taken, redactor) },
    clean,
  };
};

/** Stores what was told of traces; false when the rules of redaction changed meanwhile. */
const store = (items: readonly TraceItem[], redactor: Redactor, now: Date): Promise<boolean> =>
  inPgTransaction(async (tx) => {
    if ((await holdRules(tx)) !== redactor.version) return false;
    const traceIds = items.map(({ traceId }) => traceId);
    await lockTracesOfEvents(tx, traceIds);
    const near = around([now.getTime()]);
    const known = new Set((await listTold(tx, traceIds, near)).map(({ traceId }) => traceId));
    const told = items.filter(({ traceId }) => !known.has(traceId)).map((item) => toEvent(item, redactor, now));
    if (told.length === 0) return true;
    await insertEvents(
      tx,
      told.map(({ event }) => event),
    );
    for (const { event, clean } of told) await spreadFacts(tx, event.traceId, factsOf(clean), near);
    await insertRedactions(
      tx,
      told.flatMap(({ event: { id, traceId, at, redaction } }) => (redaction === null ? [] : [{ traceId, itemId: id, at, redaction }])),
    );
    return true;
  });

/**
 * Takes what the OpenAI Agents SDK tells of traces apart from their spans, which come before it, with it or long after:
 * group, workflow and metadata are given to the steps that are there, and kept for those that come.
 */
export async function ingestFacts(items: readonly TraceItem[], now: Date): Promise<void> {
  if (items.length === 0) return;
  await ensureDays([now.getTime()]);
  for (let redactor = await knownRedactor(); !(await store(items, redactor, now)); ) redactor = await freshRedactor();
}

/** The rows with what was told of their traces before; their traces are locked against more of it until they are stored. */
export async function withToldFacts(tx: PgTx, rows: readonly StepRow[], now: Date): Promise<readonly StepRow[]> {
  const own = rows.filter(({ dialect }) => dialect === "openai_agents");
  if (own.length === 0) return rows;
  const traceIds = own.map(({ traceId }) => traceId);
  await lockTracesOfEvents(tx, traceIds);
  const told = await listTold(tx, traceIds, around([now.getTime(), ...own.map(({ startUs }) => startUs / 1_000)]));
  const facts = new Map(told.map(({ traceId, content }) => [traceId, factsOf(JSON.parse(content) as Attributes)]));
  return rows.map((row) => {
    const found = row.dialect === "openai_agents" ? facts.get(row.traceId) : undefined;
    return found === undefined ? row : withFacts(row, found);
  });
}

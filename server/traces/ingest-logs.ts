import { ok, type Result } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { commitTo } from "./commitments";
import { admitRecords, count, type Window } from "./core/otlp/admit";
import * as json from "./core/otlp/json";
import type { LogRecord, Rejected, Rejection } from "./core/otlp/model";
import * as protobuf from "./core/otlp/protobuf";
import type { Redactor } from "./core/redaction/compile";
import { redactAttributes, redactText } from "./core/redaction/redact";
import { toMoment } from "./core/row";
import { readCost } from "./core/usage";
import { begunIn, isPlaceable, joinAtOnce, keepRuns, type Placed, placeRecords, storeRuns } from "./event-runs";
import { type EventRow, insertEvents, lockTracesOfEvents, spreadCosts } from "./event-store";
import { decoded, type Export, textOf } from "./ingest";
import { around, ensureDays, windowAt } from "./partitions";
import { fingerprint } from "./prepare";
import { freshRedactor, knownRedactor } from "./redaction-in-force";
import { holdRules, insertRedactions } from "./redaction-store";
import { insertOutcomes, type Outcome } from "./source-store";
import { outcomesOf, sourceOf } from "./sources";

const MOST_RECORDS = 50_000;

const own = (record: LogRecord, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const value = record.attributes[name];
    if (typeof value === "string" && value !== "") return value.slice(0, 256);
  }
  return null;
};

/** The name of what happened: a field of its own, an attribute, or the body, as exporters have it. */
const nameOf = (record: LogRecord): string =>
  record.eventName || own(record, "event.name") || (typeof record.body === "string" ? record.body.slice(0, 256) : "log");

function rejectionOf(record: LogRecord, window: Window): Rejection | null {
  if (!isPlaceable(record)) return "not_an_agents";
  if (record.at === 0n) return "missing_start";
  return record.at < window.from || record.at >= window.to ? "outside_window" : null;
}

function toEvent({ record, traceId, spanId, about }: Placed, redactor: Redactor): EventRow {
  const tool = own(record, "tool_name", "gen_ai.tool.name");
  const said = { body: record.body, attributes: record.attributes };
  const { clean: content, taken } = redactAttributes(said, redactor, tool);
  const at = toMoment(record.at);
  const name = nameOf(record).replace(/^claude_code\./, "");
  return {
    id: fingerprint([...about, record.at.toString(), name, record.attributes, record.body]).slice(0, 32),
    traceId,
    at,
    spanId: spanId === "" ? null : spanId,
    name: redactText(name, redactor, tool),
    requestId: own(record, "request_id", "gen_ai.response.id"),
    toolCallId: own(record, "tool_use_id", "gen_ai.tool.call.id"),
    costPicoUsd: name === "api_request" ? readCost(record.attributes) : null,
    content: JSON.stringify(content),
    redaction: commitTo(taken, redactor),
  };
}

type Kept = { readonly placed: readonly Placed[]; readonly events: readonly EventRow[]; readonly rulesVersion: number };

/** Stores events, what was taken out of them and what became of all in one transaction; false when the rules changed meanwhile. */
const store = ({ placed, events, rulesVersion }: Kept, outcomes: (stored: number) => Outcome[], now: Date): Promise<boolean> =>
  inPgTransaction(async (tx) => {
    if ((await holdRules(tx)) !== rulesVersion) return false;
    const traceIds = events.map(({ traceId }) => traceId);
    if (events.length > 0) await lockTracesOfEvents(tx, traceIds);
    const fresh = new Set(events.length === 0 ? [] : (await insertEvents(tx, events)).map(({ id }) => id));
    if (events.some(({ costPicoUsd }) => costPicoUsd !== null))
      await spreadCosts(tx, traceIds, around(events.map(({ at }) => Date.parse(at))));
    const redacted = events.flatMap(({ id, traceId, at, redaction }) =>
      redaction === null || !fresh.has(id) ? [] : [{ traceId, itemId: id, at, redaction }],
    );
    await insertRedactions(tx, redacted);
    await keepRuns(tx, placed, now);
    await insertOutcomes(tx, outcomes(fresh.size), now);
    return true;
  });

/**
 * Takes an export of log records: what tells something about a trace is stored once, beside its steps, whichever came first.
 * What Claude Code tells of a turn without spans is read as the steps of one.
 */
export async function ingestLogs(actor: KeyActor, { encoding, bytes }: Export, now: Date = clock.now()): Promise<Result<Rejected>> {
  const isJson = encoding === "application/json";
  const read = decoded(() => (isJson ? json.decodeLogs(textOf(bytes)) : protobuf.decodeLogs(bytes)));
  if (!read.ok) return read;
  const window = await windowAt(now, "events");
  const { items, rejected } = admitRecords(read.value, (record) => rejectionOf(record, window), MOST_RECORDS);
  const refused = new Map<Rejection, number>(rejected);
  if (isJson) count(refused, "wrong_signal", json.countOfOthers(textOf(bytes), "logs"));
  const service = read.value[0]?.resource["service.name"];
  const source = await sourceOf(actor, typeof service === "string" ? service : null, "events", now);
  await ensureDays(items.map(({ at }) => Number(at / 1_000_000n)));
  const placed = await placeRecords(items);
  const begun = await begunIn(placed);
  const runs = await storeRuns(actor, placed, now);
  if (!runs.ok) return runs;
  for (let redactor = await knownRedactor(); ; redactor = await freshRedactor()) {
    const events = placed.map((one) => toEvent(one, redactor));
    const outcomes = (stored: number) => outcomesOf(source, "logs", { accepted: stored, duplicate: events.length - stored }, refused);
    if (!(await store({ placed, events, rulesVersion: redactor.version }, outcomes, now))) continue;
    await joinAtOnce(begun);
    return ok(refused);
  }
}

import { ok, type Result } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { admitRecords, count, type Window } from "./core/otlp/admit";
import * as json from "./core/otlp/json";
import type { LogRecord, Rejected, Rejection } from "./core/otlp/model";
import * as protobuf from "./core/otlp/protobuf";
import { redactAttributes } from "./core/redact";
import { toMoment } from "./core/row";
import { readCost } from "./core/usage";
import { type EventRow, insertEvents, lockTracesOfEvents, spreadCosts } from "./event-store";
import { decoded, type Export, textOf } from "./ingest";
import { around, ensureDays, windowAt } from "./partitions";
import { fingerprint } from "./prepare";
import { insertOutcomes } from "./source-store";
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
  if (record.traceId === "") return "not_an_agents";
  if (record.at === 0n) return "missing_start";
  return record.at < window.from || record.at >= window.to ? "outside_window" : null;
}

function toEvent(record: LogRecord): EventRow {
  const content = redactAttributes({ body: record.body, attributes: record.attributes });
  const at = toMoment(record.at);
  const name = nameOf(record).replace(/^claude_code\./, "");
  return {
    id: fingerprint([record.traceId, record.spanId, record.at.toString(), name, record.attributes, record.body]).slice(0, 32),
    traceId: record.traceId,
    at,
    spanId: record.spanId === "" ? null : record.spanId,
    name,
    requestId: own(record, "request_id", "gen_ai.response.id"),
    toolCallId: own(record, "tool_use_id", "gen_ai.tool.call.id"),
    costPicoUsd: name === "api_request" ? readCost(record.attributes) : null,
    content: JSON.stringify(content),
  };
}

/** Takes an export of log records: what tells something about a trace is stored once, beside its steps, whichever came first. */
export async function ingestLogs(actor: KeyActor, { encoding, bytes }: Export, now: Date = clock.now()): Promise<Result<Rejected>> {
  const isJson = encoding === "application/json";
  const read = decoded(() => (isJson ? json.decodeLogs(textOf(bytes)) : protobuf.decodeLogs(bytes)));
  if (!read.ok) return read;
  const { items, rejected } = admitRecords(read.value, (record) => rejectionOf(record, windowAt(now)), MOST_RECORDS);
  const refused = new Map<Rejection, number>(rejected);
  if (isJson) count(refused, "wrong_signal", json.countOfOthers(textOf(bytes), "logs"));
  const events = items.map(toEvent);
  const service = read.value[0]?.resource["service.name"];
  const source = await sourceOf(actor, typeof service === "string" ? service : null, "events", now);
  await ensureDays(events.map(({ at }) => Date.parse(at)));
  const traceIds = events.map(({ traceId }) => traceId);
  await inPgTransaction(async (tx) => {
    if (events.length > 0) await lockTracesOfEvents(tx, traceIds);
    const stored = events.length === 0 ? 0 : await insertEvents(tx, events);
    if (events.some(({ costPicoUsd }) => costPicoUsd !== null))
      await spreadCosts(tx, traceIds, around(events.map(({ at }) => Date.parse(at))));
    const counts = { accepted: stored, duplicate: events.length - stored };
    await insertOutcomes(tx, outcomesOf(source, "logs", counts, refused), now);
  });
  return ok(refused);
}

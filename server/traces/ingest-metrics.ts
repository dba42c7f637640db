import { ok, type Result } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { admitRecords, count } from "./core/otlp/admit";
import * as json from "./core/otlp/json";
import type { MetricPoint, Rejected, Rejection } from "./core/otlp/model";
import * as protobuf from "./core/otlp/protobuf";
import { redactAttributes } from "./core/redaction/redact";
import { toMoment } from "./core/row";
import { decoded, type Export, textOf } from "./ingest";
import { insertPoints } from "./metric-store";
import { ensureDays, windowAt } from "./partitions";
import { fingerprint } from "./prepare";
import { freshRedactor } from "./redaction-in-force";
import { insertOutcomes } from "./source-store";
import { outcomesOf, sourceOf } from "./sources";

const MOST_POINTS = 50_000;
/** What agents and the SDKs around them count; the metrics of anything else are not Reeve's. */
const READ = /^(?:claude_code|gen_ai|ai|traceloop|llm)[._]/;

function rejectionOf(point: MetricPoint, window: { readonly from: bigint; readonly to: bigint }): Rejection | null {
  if (!READ.test(point.metric) || !Number.isFinite(point.value)) return "other_metric";
  return point.at < window.from || point.at >= window.to ? "outside_window" : null;
}

/** Takes an export of metrics. They are kept as a check on what the steps add up to, and never added to them. */
export async function ingestMetrics(actor: KeyActor, { encoding, bytes }: Export, now: Date = clock.now()): Promise<Result<Rejected>> {
  const isJson = encoding === "application/json";
  const read = decoded(() => (isJson ? json.decodeMetrics(textOf(bytes)) : protobuf.decodeMetrics(bytes)));
  if (!read.ok) return read;
  const window = await windowAt(now, "metrics");
  const { items, rejected } = admitRecords(read.value, (point) => rejectionOf(point, window), MOST_POINTS);
  const refused = new Map<Rejection, number>(rejected);
  if (isJson) count(refused, "wrong_signal", json.countOfOthers(textOf(bytes), "metrics"));
  const service = read.value[0]?.resource["service.name"];
  const source = await sourceOf(actor, typeof service === "string" ? service : null, "metrics", now);
  await ensureDays(items.map(({ at }) => Number(at / 1_000_000n)));
  const redactor = await freshRedactor();
  const rows = items.map((point) => ({
    id: fingerprint([source, point.metric, point.attributes, point.start.toString(), point.at.toString()]),
    metric: point.metric,
    unit: point.unit,
    startAt: toMoment(point.start === 0n ? point.at : point.start),
    at: toMoment(point.at),
    value: point.value,
    isDelta: point.isDelta,
    attributes: JSON.stringify(redactAttributes(point.attributes, redactor).clean),
  }));
  await inPgTransaction(async (tx) => {
    const stored = rows.length === 0 ? 0 : await insertPoints(tx, rows, source);
    await insertOutcomes(tx, outcomesOf(source, "metrics", { accepted: stored, duplicate: rows.length - stored }, refused), now);
  });
  return ok(refused);
}

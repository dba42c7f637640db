import { append, entryActor } from "@/server/audit/service";
import { ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { type ChromeStep, chromeEvents } from "./core/chrome-trace";
import { readKept } from "./core/kept-span";
import { resourceSpansOf } from "./core/otlp-export";
import { type ExportRow, listExported } from "./export-store";
import { toAnswer } from "./present";
import type { StepAnswer } from "./schema";
import { loadTrace } from "./service";
import { findTrace, type TraceRow } from "./trace-store";

/** Spans are read and sent so many at a time: an export of any size takes the memory of one page. */
const PAGE = 500;

type Chunks = AsyncGenerator<string>;
export type Exported = { readonly chunks: Chunks; readonly fileName: string };

const notFound = () => refuse("not_found", "There is no such trace.");

const mayNot = (actor: Actor, needsPayloads: boolean): Refused | null => {
  if (!access.read(actor)) return refuse("forbidden", "You may not read traces: that takes a person, or a key with the scope traces:read.");
  if (actor.kind === "person" && needsPayloads && !access.readPayloads(actor)) {
    return refuse("forbidden", "What agents took in and gave back is not shown to your role.");
  }
  return null;
};

/** Every export of a trace is on the record: what was read in the product can be found there, what left it could not. */
export const noteExport = (actor: Actor, trace: Pick<TraceRow, "id" | "agentName" | "steps">, format: string, now: Date): Promise<void> =>
  inTransaction(async (tx) => {
    await append(tx, {
      kind: "trace.exported",
      actor: entryActor(actor),
      subject: { type: "trace", id: trace.id },
      actionId: null,
      agentName: trace.agentName,
      occurredAt: now,
      data: { format, steps: trace.steps },
    });
  });

/** A trace's file, by the day on which it began and its id. */
const fileName = ({ id, firstAt }: TraceRow, ending: string): string =>
  `trace-${firstAt.toISOString().slice(0, 10)}-${id.slice(0, 8)}.${ending}`;

/** A trace as the JSON of OTLP: the spans as they came, redacted, every one of them. Reeve's own ingest takes it again. */
export async function exportOtlp(actor: Actor, traceId: string, now: Date = clock.now()): Promise<Result<Exported>> {
  const refused = mayNot(actor, true);
  if (refused !== null) return refused;
  const trace = await findTrace(traceId);
  if (trace === null || (actor.kind === "key" && !access.see(actor, trace))) return notFound();
  await noteExport(actor, trace, "otlp", now);
  return ok({ chunks: otlpChunks(trace), fileName: fileName(trace, "otlp.json") });
}

async function* otlpChunks(trace: TraceRow): Chunks {
  yield '{"resourceSpans":[';
  let after: ExportRow | null = null;
  for (let isFirst = true; ; isFirst = false) {
    const rows: ExportRow[] = await listExported(trace, after, PAGE);
    const steps = rows.map((row) => ({ ...row, traceId: trace.id, span: row.span === null ? null : readKept(row.span) }));
    const entries = resourceSpansOf(steps).map((entry) => JSON.stringify(entry));
    if (entries.length > 0) yield `${isFirst ? "" : ","}${entries.join(",")}`;
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE || after === null) break;
  }
  yield "]}";
}

/** A trace as Chrome's Trace Event Format, without what agents took in and gave back. What is cut is said in `otherData`. */
export async function exportChrome(actor: Actor, traceId: string, now: Date = clock.now()): Promise<Result<Exported>> {
  const refused = mayNot(actor, false);
  if (refused !== null) return refused;
  const shaped = await loadTrace(traceId);
  if (shaped === null || (actor.kind === "key" && !access.see(actor, shaped.trace))) return notFound();
  const { trace } = shaped;
  await noteExport(actor, trace, "chrome", now);
  return ok({ chunks: chromeChunks(trace, toAnswer(shaped).steps), fileName: fileName(trace, "chrome.json") });
}

/** Microseconds of a moment that is finer than a `Date`. */
const microsOf = (iso: string): number => Date.parse(iso) * 1_000 + Number(/\.\d{3}(\d{3})Z$/.exec(iso)?.[1] ?? 0);

function toChromeStep(step: StepAnswer, beganUs: number): ChromeStep {
  const { spanId, parentId, kind, name, agent, startedAt, endedAt, status, errorType, model, tool, actionId, governed } = step;
  const start = microsOf(startedAt);
  const tokens = { inputTokens: step.inputTokens, outputTokens: step.outputTokens, costMicroUsd: step.costMicroUsd };
  const told = { spanId, status, errorType, model, tool, actionId, governed, ...tokens };
  return {
    spanId,
    parentId,
    kind,
    name,
    agent,
    startUs: start - beganUs,
    durationUs: endedAt === null ? null : Math.max(0, microsOf(endedAt) - start),
    args: Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)),
  };
}

async function* chromeChunks(trace: TraceRow, steps: readonly StepAnswer[]): Chunks {
  const began = steps.reduce((least, { startedAt }) => Math.min(least, microsOf(startedAt)), Number.POSITIVE_INFINITY);
  const slices = steps.map((step) => toChromeStep(step, began));
  const extent = slices.reduce((most, { startUs, durationUs }) => Math.max(most, startUs + (durationUs ?? 0)), 0);
  const cut = Math.max(0, trace.steps - steps.length);
  const about = { traceId: trace.id, startedAt: trace.firstAt.toISOString(), steps: steps.length, cut };
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify(about)},"traceEvents":[`;
  let chunk: string[] = [];
  let isFirst = true;
  for (const event of chromeEvents(slices, extent)) {
    chunk.push(JSON.stringify(event));
    if (chunk.length < PAGE) continue;
    yield `${isFirst ? "" : ","}${chunk.join(",\n")}`;
    [chunk, isFirst] = [[], false];
  }
  if (chunk.length > 0) yield `${isFirst ? "" : ","}${chunk.join(",\n")}`;
  yield "]}";
}

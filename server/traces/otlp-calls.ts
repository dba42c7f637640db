import { PROBLEMS, type ProblemCode } from "@/server/kernel/problems";
import { type Refusal, type Result, refuse } from "@/server/kernel/result";
import type { KeyActor } from "@/server/platform/actor";
import { logFailure } from "@/server/platform/database-away";
import { type ApiAnswer, type ApiRequest, keyedCall, responseOf } from "@/server/platform/rest";
import { takeSlot } from "@/server/platform/slots";
import { encodingOf, exportAnswer, type Signal, statusAnswer } from "./core/otlp/answer";
import type { Rejected } from "./core/otlp/model";
import { type Export, ingestTraces } from "./ingest";
import { ingestLogs } from "./ingest-logs";
import { ingestMetrics } from "./ingest-metrics";
import { readExport } from "./otlp-body";

/** Exports that one process works on at a time; whoever comes beyond is asked to come again, and loses nothing. */
const MOST_AT_ONCE = 32;
const RETRY_AFTER_SECONDS = 1;

/** The codes of `google.rpc.Code` for the refusals that an export can meet. */
const RPC_CODES: Partial<Record<ProblemCode, number>> = {
  invalid_request: 3,
  too_large: 8,
  unsupported: 3,
  rate_limited: 8,
  unavailable: 14,
};

function refusalAnswer(request: ApiRequest, { code, message, retryAfterSeconds }: Refusal): ApiAnswer {
  const encoding = encodingOf(request.headers.get("content-type")) ?? "application/json";
  const headers: Record<string, string> = { "content-type": encoding, "cache-control": "no-store" };
  if (code === "rate_limited" || code === "unavailable") headers["retry-after"] = String(retryAfterSeconds ?? RETRY_AFTER_SECONDS);
  return { status: PROBLEMS[code].http, headers, bytes: statusAnswer(encoding, RPC_CODES[code] ?? 2, message) };
}

type Ingest = (actor: KeyActor, sent: Export) => Promise<Result<Rejected>>;

async function take(request: ApiRequest, actor: KeyActor, signal: Signal, ingest: Ingest): Promise<ApiAnswer> {
  const sent = await readExport(request);
  if (!sent.ok) return refusalAnswer(request, sent.refusal);
  const taken = await ingest(actor, sent.value);
  if (!taken.ok) return refusalAnswer(request, taken.refusal);
  const { encoding } = sent.value;
  return {
    status: 200,
    headers: { "content-type": encoding, "cache-control": "no-store" },
    bytes: exportAnswer(encoding, signal, taken.value),
  };
}

/**
 * A call that takes OTLP over HTTP. It answers 200 only when what it accepted is stored durably, in the encoding of the
 * request; overload and a database that is away are 429 and 503, which exporters try again, and never 500, which they do not.
 */
const otlpCall = (signal: Signal, ingest: Ingest) =>
  keyedCall("traces:write", async ({ request, actor }) => {
    const leave = takeSlot("otlp", MOST_AT_ONCE);
    if (leave === null) return refusalAnswer(request, refuse("rate_limited", "Reeve is at its limit: send it again in a moment.").refusal);
    try {
      return await take(request, actor, signal, ingest);
    } catch (error) {
      if (!request.signal.aborted) logFailure(error, "an export was not stored", { signal });
      return refusalAnswer(request, refuse("unavailable", "Reeve cannot store this at the moment: send it again.").refusal);
    } finally {
      leave();
    }
  });

/** The three paths of OTLP: the door answers them with these, and so do the routes of Next.js. */
export const otlpCalls = {
  traces: otlpCall("traces", ingestTraces),
  logs: otlpCall("logs", ingestLogs),
  metrics: otlpCall("metrics", ingestMetrics),
} as const;

/** The same as a route of Next.js. */
export const otlpRoute = (signal: Signal) => async (request: Request) => responseOf(await otlpCalls[signal](request));

import type { CostBucket } from "@/server/kernel/cost";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor, KeyActor, PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { readContent } from "./core/content";
import { sessionPlace } from "./core/dialects/claude-events";
import { type KeptSpan, readKept } from "./core/kept-span";
import type { StepKind, UsageBasis } from "./core/step";
import { fingerprint } from "./prepare";
import { costOf, type Shaped, shape, toAnswer, toSkeleton } from "./present";
import type { PackedSkeleton, TraceAnswer } from "./schema";
import { listOutcomes } from "./source-store";
import * as store from "./trace-store";

const forbidden = refuse("forbidden", "Your role does not show you this.");
const notFound = () => refuse("not_found", "There is no such trace.");
const DAY_MS = 86_400_000;
/** As many steps as a trace is told with; beyond, it says how many it leaves out. */
const MOST_STEPS = 50_000;

/** A trace with its steps in order; null when there is none. */
export async function loadTrace(traceId: string): Promise<Shaped | null> {
  const trace = await store.findTrace(traceId);
  if (trace === null) return null;
  return shape(trace, await store.listSteps(trace, MOST_STEPS));
}

/** A whole trace without its payloads, as small as it can be told. */
export async function readSkeleton(actor: Actor, traceId: string): Promise<Result<PackedSkeleton>> {
  if (!access.read(actor)) return forbidden;
  const trace = await store.findTrace(traceId);
  return trace === null ? notFound() : ok(toSkeleton(shape(trace, await store.listBareSteps(trace, MOST_STEPS))));
}

/** A trace as the machine API tells it, step by step, parents before children. */
export async function readTrace(actor: KeyActor, traceId: string): Promise<Result<TraceAnswer>> {
  if (!access.read(actor)) return refuse("forbidden", "This key lacks the scope traces:read.");
  const shaped = await loadTrace(traceId);
  return shaped === null || !access.see(actor, shaped.trace) ? notFound() : ok(toAnswer(shaped));
}

export type StepDetail = ReturnType<typeof readContent> & {
  /** The span as it came, redacted; null once its payload is past retention. */
  readonly span: KeptSpan | null;
  /** What log records told of it, oldest first. */
  readonly told: readonly { readonly at: string; readonly name: string; readonly content: unknown }[];
  readonly about: StepAbout;
};

/** What is kept of a step beside its payload, and outlives it. */
export type StepAbout = Pick<
  store.PayloadRow,
  "errorType" | "errorMessage" | "provider" | "modelRequested" | "resource" | "dialect" | "sdk" | "marks" | "toolCallId" | "responseId"
> & {
  readonly receivedAt: string;
  /** Tokens by class: input with the cached ones, output with reasoning. Null is unknown. */
  readonly usage: {
    readonly input: number | null;
    readonly cacheRead: number | null;
    readonly cacheWrite: number | null;
    readonly cacheWrite1h: number | null;
    readonly output: number | null;
    readonly reasoning: number | null;
    readonly basis: UsageBasis | null;
  };
  readonly cost: {
    /** Where it stands; null where the step is not counted. */
    readonly bucket: CostBucket | null;
    readonly countedMicroUsd: string | null;
    readonly priceVersion: number | null;
    /** What its sender says. */
    readonly reportedMicroUsd: string | null;
  };
};

function aboutOf(row: store.PayloadRow): StepAbout {
  const { errorType, errorMessage, provider, modelRequested, resource, dialect, sdk, marks, toolCallId, responseId, receivedAt } = row;
  return {
    ...{ errorType, errorMessage, provider, modelRequested, resource, dialect, sdk, marks, toolCallId, responseId },
    receivedAt: receivedAt.toISOString(),
    usage: {
      input: row.inputTokens,
      cacheRead: row.cacheReadTokens,
      cacheWrite: row.cacheWriteTokens,
      cacheWrite1h: row.cacheWrite1hTokens,
      output: row.outputTokens,
      reasoning: row.reasoningTokens,
      basis: row.usageBasis as UsageBasis | null,
    },
    cost: {
      bucket: row.costBucket as CostBucket | null,
      countedMicroUsd: costOf(row.costPicoUsd),
      priceVersion: row.priceVersion,
      reportedMicroUsd: costOf(row.reportedPicoUsd),
    },
  };
}

/** The whole turn of a session: what was told of the session at large stands with it. */
const isTurn = ({ dialect, kind }: store.PayloadRow): boolean => dialect === "claude_code" && kind === "agent";

/** What one step took in and gave back. */
export async function readStep(actor: PersonActor, traceId: string, spanId: string): Promise<Result<StepDetail>> {
  if (!access.readPayloads(actor)) return refuse("forbidden", "What agents took in and gave back is not shown to your role.");
  const trace = await store.findTrace(traceId);
  const found = trace === null ? null : await store.findPayload(trace, spanId);
  if (trace === null || found === null) return refuse("not_found", "There is no such step.");
  const span = found.span === null ? null : readKept(found.span);
  const [own, ofSession] = await Promise.all([
    store.listTold(trace, { spanId, requestId: found.responseId, toolCallId: found.toolCallId }),
    isTurn(found) && trace.conversationId !== null ? store.listToldOfSession(sessionPlace(trace.conversationId, fingerprint), trace) : [],
  ]);
  const told = [...ofSession, ...own].sort((a, b) => a.at.getTime() - b.at.getTime());
  return ok({
    ...readContent(span?.attributes ?? {}, found.kind as StepKind),
    span,
    about: aboutOf(found),
    told: told.map(({ at, name, content }) => ({ at: at.toISOString(), name, content: JSON.parse(content) as unknown })),
  });
}

export type Ungoverned = { readonly agent: string | null; readonly tool: string; readonly steps: number; readonly lastAt: string };

/** Tool calls of the last days that never passed the gate, by agent and tool, the most first. */
export async function listUngoverned(actor: Actor, days: number): Promise<Result<readonly Ungoverned[]>> {
  if (!access.read(actor)) return forbidden;
  const rows = await store.countUngoverned(new Date(clock.now().getTime() - days * DAY_MS));
  return ok(rows.map(({ agent, tool, steps, lastAt }) => ({ agent, tool, steps: Number(steps), lastAt: lastAt.toISOString() })));
}

export type SourceCounts = {
  readonly id: string;
  readonly keyName: string;
  readonly service: string;
  readonly sdk: string;
  readonly lastAt: string;
  /** By signal and outcome: `accepted`, `duplicate`, `truncated`, or why it was rejected. */
  readonly counts: readonly { readonly signal: string; readonly outcome: string; readonly count: string }[];
};

/** What each source sent in the last days, and what became of it. */
export async function listSources(actor: Actor, days: number): Promise<Result<readonly SourceCounts[]>> {
  if (!access.readSources(actor)) return forbidden;
  const rows = await listOutcomes(new Date(clock.now().getTime() - days * DAY_MS));
  const byId = Map.groupBy(rows, ({ id }) => id);
  return ok(
    [...byId].flatMap(([id, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const lastAt = new Date(Math.max(...own.map((row) => row.lastAt.getTime()))).toISOString();
      const counts = own.map(({ signal, outcome, count }) => ({ signal, outcome, count: String(count) }));
      return [{ id, keyName: first.keyName, service: first.service, sdk: first.sdk, lastAt, counts }];
    }),
  );
}

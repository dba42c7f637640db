import { z } from "zod";
import type { Unpacked } from "./core/skeleton";
import { AUTHORITIES, type AuthorityKind, OUTCOMES, type RunOutcome } from "./core/standing";
import { DIALECTS, STEP_KINDS, STEP_STATUSES } from "./core/step";

const text = z.string().trim().min(1).max(256);
export const TraceId = z.string().regex(/^[0-9a-f]{32}$/, "is 32 hex digits in small letters");
export const SpanId = z.string().regex(/^[0-9a-f]{16}$/, "is 16 hex digits in small letters");
const microUsd = z.string().regex(/^\d{1,18}$/, "is a whole number of micro-USD");

export const TRACE_ORDERS = ["newest", "longest", "costliest"] as const;
export type TraceOrder = (typeof TRACE_ORDERS)[number];

/** What narrows the list of traces; all of it together. */
export const ListTracesInput = z.object({
  agent: text.optional(),
  team: text.optional(),
  taskClass: text.optional(),
  /** Who began it, as the agent said. */
  person: text.optional(),
  tool: text.optional(),
  model: text.optional(),
  /** How it stands, by what the gate made of it and else by its own end. */
  outcome: z.enum(OUTCOMES).optional(),
  /** On what the weightiest word of the gate in it rests; `none` where nothing was asked. */
  authority: z.enum([...AUTHORITIES, "none"]).optional(),
  /** Whether nobody registered the agent that it is of. */
  shadow: z.boolean().optional(),
  ungoverned: z.boolean().optional(),
  minCostMicroUsd: microUsd.optional(),
  minDurationMs: z.number().int().min(0).optional(),
  /** Words of its names, messages, arguments and results, in any order; or its id. */
  text: text.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  order: z.enum(TRACE_ORDERS).default("newest"),
  cursor: z.string().max(100).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListTracesInput = z.infer<typeof ListTracesInput>;

export const TraceInput = z.object({ traceId: TraceId });
export const CompareInput = z.object({ a: TraceId, b: TraceId });
export const StepInput = z.object({ traceId: TraceId, spanId: SpanId });
export const SourcesInput = z.object({ days: z.number().int().min(1).max(90).default(7) });

/** One line of the list. Durations and counts are of what has come so far. */
export type TraceLine = {
  readonly traceId: string;
  readonly name: string;
  readonly status: (typeof STEP_STATUSES)[number];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly agent: string | null;
  readonly agents: readonly string[];
  readonly tools: readonly string[];
  readonly models: readonly string[];
  readonly team: string | null;
  readonly taskClass: string | null;
  readonly runId: string | null;
  readonly conversationId: string | null;
  readonly initiator: { readonly type: string; readonly id: string } | null;
  readonly steps: number;
  readonly errors: number;
  readonly llmSteps: number;
  readonly toolSteps: number;
  readonly ungoverned: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  /** What its counted calls cost; null when that is known of none of them. */
  readonly costMicroUsd: string | null;
  /** Counted calls of which no cost is known: what it cost is then more than said. */
  readonly unpricedSteps: number;
  /** Whether its first step has come; without it the trace still waits for its beginning. */
  readonly hasRoot: boolean;
  /** How it stood and by what authority, some seconds ago; null until that is known. */
  readonly stood: { readonly outcome: RunOutcome; readonly authority: AuthorityKind | null } | null;
};
export type TracePage = {
  readonly items: readonly TraceLine[];
  readonly nextCursor: string | null;
  /** How far back was looked, where that is not to the end: older traces may fit, too. */
  readonly searchedTo: string | null;
};

/**
 * Of a step in a skeleton: bits of `flags`. What is odd about it: `early` began before the step that called it, `ring` is
 * its own ancestor by what was sent, `reversed` ends before it starts, `endless` lasts longer than a day.
 */
export const FLAGS = {
  ungoverned: 1,
  counted: 2,
  orphan: 4,
  marked: 8,
  inheritedAgent: 16,
  early: 32,
  ring: 64,
  reversed: 128,
  endless: 256,
  future: 512,
  truncated: 1_024,
  mismatch: 2_048,
  usage: 4_096,
  cachedResponse: 8_192,
} as const;

type SkeletonHead = {
  readonly trace: TraceLine;
  readonly startUs: string;
  readonly words: readonly string[];
  readonly kinds: readonly string[];
  readonly statuses: readonly string[];
  /** How many steps there are beyond those told here; 0 unless the trace is huge. */
  readonly cut: number;
};

/** A skeleton as it travels: its columns packed into bytes (`core/skeleton.ts`), as base64. */
export type PackedSkeleton = SkeletonHead & { readonly steps: number; readonly columns: string };

/**
 * A whole trace without its payloads, column by column, parents before children: as small as ten thousand steps can be
 * told. Numbers in `name`, `agent`, `tool`, `model`, `action` lead into `words`; -1 is none, and unknown among tokens and
 * costs. Times are microseconds since the start of the trace; a duration is -1 while the step runs, and a step that ends
 * before it starts took none.
 */
export type Skeleton = SkeletonHead & Unpacked;

const count = z.number().int().nullable();

/** One step as the machine API tells it. */
export const StepAnswer = z.object({
  spanId: z.string(),
  parentId: z.string().nullable(),
  kind: z.enum(STEP_KINDS),
  name: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  status: z.enum(STEP_STATUSES),
  errorType: z.string().nullable(),
  agent: z.string().nullable(),
  model: z.string().nullable(),
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  reasoningTokens: count,
  costMicroUsd: z.string().nullable(),
  counted: z.boolean(),
  tool: z.string().nullable(),
  actionId: z.string().nullable(),
  governed: z.boolean().nullable(),
  dialect: z.enum(DIALECTS),
  marks: z.array(z.string()),
});
export type StepAnswer = z.infer<typeof StepAnswer>;

/** A trace as the machine API tells it. */
export const TraceAnswer = z.object({
  traceId: z.string(),
  status: z.enum(STEP_STATUSES),
  costMicroUsd: z.string().nullable(),
  steps: z.array(StepAnswer),
});
export type TraceAnswer = z.infer<typeof TraceAnswer>;

/** How the machine API tells a trace: as steps, or as a file for OTLP or for viewers of Chrome traces. */
export const ReadTraceQuery = z.object({ format: z.enum(["steps", "otlp", "chrome"]).default("steps") });

/** How a person takes a trace along. */
export const EXPORT_FORMATS = ["markdown", "pdf", "otlp", "chrome"] as const;
export const ExportQuery = z.object({ format: z.enum(EXPORT_FORMATS) });

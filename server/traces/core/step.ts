import type { Mark } from "./otlp/model";

/** What a span is, read as part of an agent's work. */
export const STEP_KINDS = ["agent", "llm", "tool", "retrieval", "guardrail", "handoff", "approval", "other"] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** By whose conventions a span was written. */
export const DIALECTS = ["otel", "openinference", "openllmetry", "ai_sdk", "claude_code", "openai_agents", "unknown"] as const;
export type Dialect = (typeof DIALECTS)[number];

export const STEP_STATUSES = ["ok", "error", "running"] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/**
 * Whether the input tokens came with the cached ones in them: `inclusive` as reported, `exclusive` where the dialect
 * says so, `exclusive_inferred` where the numbers leave no other reading, `missing` where a model was called and nothing was told.
 */
export type UsageBasis = "inclusive" | "exclusive" | "exclusive_inferred" | "missing";

/** Tokens by class. `input` includes the cached ones, `output` includes reasoning; null is unknown, never zero. */
export type Usage = {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  /** Of `cacheWrite`, those that are kept for an hour. */
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly basis: UsageBasis | null;
};

/** A span as a step, in one form whichever dialect it was written in. Nanoseconds; texts as the agent wrote them. */
export type Step = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly kind: StepKind;
  readonly name: string;
  readonly start: bigint;
  readonly end: bigint | null;
  readonly status: StepStatus;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly agent: string | null;
  /** The service that sent it: who to name when no step says which agent it is of. */
  readonly service: string | null;
  readonly taskClass: string | null;
  readonly team: string | null;
  readonly runId: string | null;
  readonly conversationId: string | null;
  readonly initiatorType: string | null;
  readonly initiatorId: string | null;
  readonly provider: string | null;
  readonly modelRequested: string | null;
  readonly model: string | null;
  readonly responseId: string | null;
  /** At which tier of service the call was answered, in the provider's word. */
  readonly serviceTier: string | null;
  readonly environment: string | null;
  readonly usage: Usage;
  /** What the sender says it cost, in pico-USD (10^-12). */
  readonly reportedCostPicoUsd: string | null;
  readonly tool: string | null;
  readonly toolCallId: string | null;
  /** The action that the sender says the step carried out: a claim, until it was looked up. */
  readonly claimedActionId: string | null;
  readonly resource: string | null;
  readonly dialect: Dialect;
  readonly sdk: string;
  readonly marks: readonly Mark[];
};

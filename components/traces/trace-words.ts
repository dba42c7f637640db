import type { RunOutcome } from "@/server/traces/core/standing";
import type { StepKind, StepStatus } from "@/server/traces/core/step";
import { counted } from "@/server/traces/core/words";
import type { TraceLine } from "@/server/traces/schema";

export const STATUS_WORDS = { ok: "Done", error: "Failed", running: "Running" } as const satisfies Record<StepStatus, string>;

export const RUN_OUTCOME_WORDS = {
  done: "Done",
  failed: "Failed",
  running: "Running",
  waiting: "Waiting",
  denied: "Denied",
  rejected: "Rejected",
  expired: "Expired",
  stopped: "Stopped",
  killed: "Killed",
  withdrawn: "Withdrawn",
} as const satisfies Record<RunOutcome, string>;

export const KIND_WORDS = {
  agent: "agent",
  llm: "model",
  tool: "tool",
  retrieval: "retrieval",
  guardrail: "check",
  handoff: "hand-off",
  approval: "approval",
  other: "other",
} as const satisfies Record<StepKind, string>;

/** One sentence of state. */
export function traceSentence(trace: TraceLine): string {
  const ended = { ok: "It ended without a failure.", error: "It failed.", running: "It is still running, or its end has not come yet." };
  const marks = [
    trace.ungoverned > 0 ? `${counted(trace.ungoverned, "tool call")} never passed the gate.` : "",
    trace.hasRoot ? "" : "Its first step has not arrived.",
  ];
  return [ended[trace.status], ...marks].filter(Boolean).join(" ");
}

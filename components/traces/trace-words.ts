import type { RunOutcome, Standing } from "@/server/traces/core/standing";
import type { StepKind, StepStatus } from "@/server/traces/core/step";
import { counted, named } from "@/server/traces/core/words";
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

/** How instrumentations name the first step of a run by themselves: by what was called, which says nothing of the work. */
const NAMED_BY_INSTRUMENTATION = /^(invoke_agent|create_agent|chat|ai\.|claude_code\.|task$|Agent workflow$)|\.(agent|task|workflow)$/i;

/** What a run was about, in the words of whoever built it where there are any: its name, or else its task class. */
export const taskWords = ({ name, taskClass }: Pick<TraceLine, "name" | "taskClass">): string =>
  named(taskClass !== null && NAMED_BY_INSTRUMENTATION.test(name) ? taskClass : name);

/** What is told of it beside that: its task class, or the name that its instrumentation gave it; null where there is nothing more. */
export function asideWords(trace: Pick<TraceLine, "name" | "taskClass">): string | null {
  const [task, name] = [taskWords(trace), named(trace.name)];
  if (task !== name) return name;
  return trace.taskClass === null || named(trace.taskClass) === task ? null : named(trace.taskClass);
}

const ENDED = {
  done: "It ended without a failure",
  failed: "It failed",
  running: "It is still running, or its end has not come yet",
  waiting: "It waits for people",
  denied: "It was denied",
  rejected: "It was rejected",
  expired: "It expired",
  stopped: "It was stopped",
  killed: "It was killed",
  withdrawn: "It was withdrawn",
} as const satisfies Record<RunOutcome, string>;

function endWords({ outcome, note }: Pick<Standing, "outcome" | "note">): string {
  if (outcome === "waiting") return `It waits for ${note ?? "people"}.`;
  // What went wrong on the way does not go with an end that is told to be without a failure.
  if (outcome === "done" && note !== null) return `It came to its end: ${note}.`;
  return `${ENDED[outcome]}${note === null ? "" : `: ${note}`}.`;
}

/** How a run stands, in sentences; of how it ended nothing is said before that is known. */
export function traceSentence({ stood, ungoverned, hasRoot }: TraceLine, standing: Pick<Standing, "outcome" | "note"> | undefined): string {
  const end = standing ?? (stood === null ? undefined : { outcome: stood.outcome, note: null });
  const marks = [
    end === undefined ? "" : endWords(end),
    ungoverned > 0 ? `${counted(ungoverned, "tool call")} never passed the gate.` : "",
    hasRoot ? "" : "Its first step has not arrived.",
  ];
  return marks.filter(Boolean).join(" ");
}

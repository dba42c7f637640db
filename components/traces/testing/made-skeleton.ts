import { STEP_KINDS, STEP_STATUSES, type StepKind, type StepStatus } from "@/server/traces/core/step";
import type { Skeleton, TraceLine } from "@/server/traces/schema";

/** A step as a test tells it; what it leaves out is none. Without times, the steps follow each other by the second. */
export type MadeStep = {
  readonly id: string;
  readonly parent?: number;
  readonly kind?: StepKind;
  readonly name?: string;
  readonly tool?: string;
  readonly status?: StepStatus;
  readonly flags?: number;
  readonly offsetUs?: number;
  readonly durationUs?: number;
};

const LINE: TraceLine = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  name: "Renewal",
  status: "ok",
  startedAt: "2026-11-20T16:00:00.000Z",
  durationMs: 10_000,
  agent: "sales-agent",
  agents: ["sales-agent"],
  tools: [],
  models: [],
  team: null,
  taskClass: null,
  runId: null,
  conversationId: null,
  initiator: null,
  steps: 0,
  errors: 0,
  llmSteps: 0,
  toolSteps: 0,
  ungoverned: 0,
  inputTokens: "0",
  outputTokens: "0",
  costMicroUsd: null,
  unpricedSteps: 0,
  hasRoot: true,
  stood: null,
};

/** A skeleton of these steps, which must come with parents before children. */
export function madeSkeleton(steps: readonly MadeStep[]): Skeleton {
  const words: string[] = [];
  const word = (text: string | undefined) => {
    if (text === undefined) return -1;
    const known = words.indexOf(text);
    return known >= 0 ? known : words.push(text) - 1;
  };
  const depth: number[] = [];
  for (const { parent } of steps) depth.push(parent === undefined ? 0 : (depth[parent] ?? 0) + 1);
  const none = steps.map(() => -1);
  return {
    trace: { ...LINE, steps: steps.length },
    startUs: String(Date.parse(LINE.startedAt) * 1_000),
    words,
    kinds: STEP_KINDS,
    statuses: STEP_STATUSES,
    cut: 0,
    spanId: steps.map(({ id }) => id),
    parent: steps.map(({ parent }) => parent ?? -1),
    depth,
    offsetUs: steps.map(({ offsetUs }, i) => offsetUs ?? i * 1_000_000),
    durationUs: steps.map(({ durationUs }) => durationUs ?? 900_000),
    kind: steps.map(({ kind }) => STEP_KINDS.indexOf(kind ?? "tool")),
    status: steps.map(({ status }) => STEP_STATUSES.indexOf(status ?? "ok")),
    name: steps.map(({ id, name }) => word(name ?? id)),
    agent: none,
    tool: steps.map(({ tool }) => word(tool)),
    model: none,
    action: none,
    inputTokens: none,
    outputTokens: none,
    costMicroUsd: none,
    flags: steps.map(({ flags }) => flags ?? 0),
  };
}

import { STEP_KINDS, STEP_STATUSES, type StepKind } from "@/server/traces/core/step";
import type { Skeleton } from "@/server/traces/schema";

/** A step by what it did; agents and models have their names from here, too. */
export type Told = {
  readonly kind: StepKind;
  readonly name: string;
  readonly agent?: string;
  readonly parent?: number;
  readonly at: number;
  readonly lasts?: number;
  readonly failed?: boolean;
  readonly flags?: number;
  readonly tokens?: number;
  readonly cost?: number;
};

/** A skeleton as the server tells it, from steps in the order of the tree. */
export function skeletonOf(steps: readonly Told[]): Skeleton {
  const words: string[] = [];
  const places = new Map<string, number>();
  const word = (text: string) => {
    const place = places.get(text) ?? words.push(text) - 1;
    places.set(text, place);
    return place;
  };
  const column = (of: (step: Told) => number) => steps.map(of);
  const named = (kind: StepKind) => column((step) => (step.kind === kind ? word(step.name) : -1));
  return {
    trace: {} as Skeleton["trace"],
    startUs: "0",
    words,
    kinds: STEP_KINDS,
    statuses: STEP_STATUSES,
    spanId: steps.map((_, i) => String(i)),
    parent: column(({ parent = -1 }) => parent),
    depth: column(() => 0),
    offsetUs: column(({ at }) => at),
    durationUs: column(({ lasts = 1 }) => lasts),
    kind: column(({ kind }) => STEP_KINDS.indexOf(kind)),
    status: column(({ failed }) => STEP_STATUSES.indexOf(failed ? "error" : "ok")),
    name: column(({ name }) => word(name)),
    agent: column(({ agent = "sales" }) => word(agent)),
    tool: named("tool"),
    model: named("llm"),
    action: column(() => -1),
    inputTokens: column(({ tokens = -1 }) => tokens),
    outputTokens: column(() => -1),
    costMicroUsd: column(({ cost = -1 }) => cost),
    flags: column(({ flags = 0 }) => flags),
    cut: 0,
  };
}

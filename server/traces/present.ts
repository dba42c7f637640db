import { clock } from "@/server/platform/clock";
import { packColumns } from "./core/skeleton";
import type { AuthorityKind, RunOutcome } from "./core/standing";
import type { Dialect, StepKind, StepStatus } from "./core/step";
import { STEP_KINDS, STEP_STATUSES } from "./core/step";
import { inherited, layOut, type Placed } from "./core/tree";
import { FLAGS, type PackedSkeleton, type StepAnswer, type TraceAnswer, type TraceLine } from "./schema";
import type { BareStep, StepView, TraceRow } from "./trace-store";

const PICO_PER_MICRO = 1_000_000n;

/** Pico-USD rounded to the nearest micro-USD. */
export const toMicroUsd = (pico: bigint): string => ((pico + PICO_PER_MICRO / 2n) / PICO_PER_MICRO).toString();

/** The same of what may be unknown, as the database tells it. */
export const costOf = (pico: string | null): string | null => (pico === null ? null : toMicroUsd(BigInt(pico)));

function statusOf({ isFailed, running }: Pick<TraceRow, "isFailed" | "running">): StepStatus {
  if (isFailed) return "error";
  return running > 0 ? "running" : "ok";
}

const OF_STATUS = { ok: "done", error: "failed", running: "running" } as const satisfies Record<StepStatus, RunOutcome>;

/** So long after its last steps came it is known of a trace whether the gate has a word on it. */
const UNTOLD_FOR_MS = 20_000;

function stoodOf({ stoodAt, gateOutcome, authority, receivedAt, ...run }: TraceRow): TraceLine["stood"] {
  if (stoodAt === null && clock.now().getTime() - receivedAt.getTime() < UNTOLD_FOR_MS) return null;
  return { outcome: (gateOutcome as RunOutcome | null) ?? OF_STATUS[statusOf(run)], authority: authority as AuthorityKind | null };
}

/** A trace as a line of the list. */
export const toLine = (row: TraceRow): TraceLine => ({
  traceId: row.id,
  name: row.name,
  status: statusOf(row),
  startedAt: row.firstAt.toISOString(),
  durationMs: row.lastAt.getTime() - row.firstAt.getTime(),
  agent: row.agentName,
  agents: row.agents,
  tools: row.tools,
  models: row.models,
  team: row.team,
  taskClass: row.taskClass,
  runId: row.runId,
  conversationId: row.conversationId,
  initiator: row.initiatorId === null ? null : { type: row.initiatorType ?? "user", id: row.initiatorId },
  steps: row.steps,
  errors: row.errors,
  llmSteps: row.llmSteps,
  toolSteps: row.toolSteps,
  ungoverned: row.ungoverned,
  inputTokens: String(row.inputTokens),
  outputTokens: String(row.outputTokens),
  costMicroUsd: row.pricedSteps === 0 ? null : toMicroUsd(BigInt(row.costPicoUsd)),
  unpricedSteps: row.unpricedSteps,
  hasRoot: row.hasRoot,
  stood: stoodOf(row),
});

/** A trace with its steps in the order of the tree, and what the tree tells of each. */
export type Shaped<T extends BareStep = StepView> = {
  readonly trace: TraceRow;
  readonly steps: readonly T[];
  readonly placed: readonly Placed[];
  readonly counted: readonly boolean[];
  readonly agents: readonly (string | null)[];
};

/** Puts the steps of a trace in order. */
export function shape<T extends BareStep>(trace: TraceRow, steps: readonly T[]): Shaped<T> {
  const placed = layOut(steps.map(({ spanId, parentId, startedUs }) => ({ spanId, parentId, startedUs: Number(startedUs) })));
  const agents = inherited(placed, (index) => steps[index]?.agent ?? null);
  return { trace, steps, placed, counted: placed.map(({ index }) => (steps[index]?.costBucket ?? null) !== null), agents };
}

type Told<T extends BareStep> = { readonly step: T; readonly place: Placed; readonly isCounted: boolean; readonly agent: string | null };

function inOrder<T extends BareStep>({ steps, placed, counted, agents, trace }: Shaped<T>): readonly Told<T>[] {
  const told: Told<T>[] = [];
  placed.forEach((place, i) => {
    const step = steps[place.index];
    if (step !== undefined) told.push({ step, place, isCounted: counted[i] === true, agent: agents[i] ?? trace.agentName });
  });
  return told;
}

const moment = (us: string): string => {
  const ms = BigInt(us) / 1_000n;
  return `${new Date(Number(ms)).toISOString().slice(0, -1)}${(BigInt(us) % 1_000n).toString().padStart(3, "0")}Z`;
};

const toStep = ({ step, isCounted, agent }: Told<StepView>): StepAnswer => ({
  spanId: step.spanId,
  parentId: step.parentId,
  kind: step.kind as StepKind,
  name: step.name,
  startedAt: moment(step.startedUs),
  endedAt: step.endedUs === null ? null : moment(step.endedUs),
  status: step.status as StepStatus,
  errorType: step.errorType,
  agent,
  model: step.model,
  inputTokens: step.inputTokens,
  outputTokens: step.outputTokens,
  cacheReadTokens: step.cacheReadTokens,
  cacheWriteTokens: step.cacheWriteTokens,
  reasoningTokens: step.reasoningTokens,
  costMicroUsd: costOf(step.costPicoUsd),
  counted: isCounted,
  tool: step.tool,
  actionId: step.actionId,
  governed: step.governed,
  dialect: step.dialect as Dialect,
  marks: [...step.marks],
});

/** What the counted steps cost together; null as long as one of them has no cost, since a part is not the whole. */
function totalOf(told: readonly Told<StepView>[]): string | null {
  const costs = told.filter(({ isCounted }) => isCounted).map(({ step }) => step.costPicoUsd);
  if (costs.length === 0) return null;
  let sum = 0n;
  for (const cost of costs) {
    if (cost === null) return null;
    sum += BigInt(cost);
  }
  return toMicroUsd(sum);
}

/** A trace as the machine API tells it. */
export function toAnswer(shaped: Shaped): TraceAnswer {
  const told = inOrder(shaped);
  return { traceId: shaped.trace.id, status: statusOf(shaped.trace), costMicroUsd: totalOf(told), steps: told.map(toStep) };
}

/** Words that come again and again, told once. */
class Words {
  readonly list: string[] = [];
  private readonly places = new Map<string, number>();

  at(word: string | null): number {
    if (word === null) return -1;
    const known = this.places.get(word);
    if (known !== undefined) return known;
    this.places.set(word, this.list.length);
    return this.list.push(word) - 1;
  }
}

const MARK_FLAGS: { readonly [mark: string]: number } = {
  ends_before_start: FLAGS.reversed,
  very_long: FLAGS.endless,
  from_the_future: FLAGS.future,
  truncated: FLAGS.truncated,
  action_mismatch: FLAGS.mismatch,
  own_parent: FLAGS.ring,
  usage_unreadable: FLAGS.usage,
  cached_response: FLAGS.cachedResponse,
};

/** Clocks of one machine agree to less than this. */
const SKEW_US = 1_000;

const flagsOf = ({ step, place, isCounted }: Told<BareStep>, parentUs: number): number =>
  (step.governed === false ? FLAGS.ungoverned : 0) |
  (isCounted ? FLAGS.counted : 0) |
  (place.isOrphan ? FLAGS.orphan : 0) |
  (place.isRing ? FLAGS.ring : 0) |
  (Number(step.startedUs) < parentUs - SKEW_US ? FLAGS.early : 0) |
  (step.marks.length > 0 ? FLAGS.marked : 0) |
  (step.marks.length === 0 ? 0 : step.marks.reduce((flags, mark) => flags | (MARK_FLAGS[mark] ?? 0), 0)) |
  (step.agent === null ? FLAGS.inheritedAgent : 0);

const lasted = ({ startedUs, endedUs }: BareStep): number => (endedUs === null ? -1 : Math.max(0, Number(endedUs) - Number(startedUs)));

/** A trace column by column. */
export function toSkeleton(shaped: Shaped<BareStep>): PackedSkeleton {
  const told = inOrder(shaped);
  const words = new Words();
  const startUs = Number(shaped.steps[0]?.startedUs ?? 0); // they come by start
  const column = (value: (one: Told<BareStep>) => number | null): readonly number[] => told.map((one) => value(one) ?? -1);
  const starts = Float64Array.from(told, ({ step }) => Number(step.startedUs));
  const packed = packColumns(
    told.map(({ step }) => step.spanId),
    {
      parent: column(({ place }) => place.parent),
      offsetUs: starts.map((us) => us - startUs),
      durationUs: column(({ step }) => lasted(step)),
      kind: column(({ step }) => STEP_KINDS.indexOf(step.kind as StepKind)),
      status: column(({ step }) => STEP_STATUSES.indexOf(step.status as StepStatus)),
      name: column(({ step }) => words.at(step.name)),
      agent: column(({ agent }) => words.at(agent)),
      tool: column(({ step }) => words.at(step.tool)),
      model: column(({ step }) => words.at(step.model)),
      action: column(({ step }) => words.at(step.actionId)),
      inputTokens: column(({ step }) => step.inputTokens),
      outputTokens: column(({ step }) => step.outputTokens),
      costMicroUsd: column(({ step }) => (step.costPicoUsd === null ? null : Math.round(Number(step.costPicoUsd) / 1e6))),
      flags: column((one) => flagsOf(one, starts[one.place.parent] ?? startUs)),
    },
  );
  return {
    trace: toLine(shaped.trace),
    startUs: String(startUs),
    words: words.list,
    kinds: STEP_KINDS,
    statuses: STEP_STATUSES,
    steps: told.length,
    columns: Buffer.from(packed).toString("base64"),
    cut: Math.max(0, shaped.trace.steps - shaped.steps.length),
  };
}

import type { StepRow } from "./row";

/** What a trace takes from some of its steps. Each part is a sum, a smallest or a largest, or a set: any order of steps gives the same. */
export type TraceSums = {
  readonly id: string;
  firstUs: number;
  lastUs: number;
  /** The step that names the trace, and the one that says whose it is: the best witness, told by a key whose smallest wins. */
  name: string;
  nameKey: string;
  agent: string | null;
  agentKey: string | null;
  hasRoot: boolean;
  isFailed: boolean;
  team: string | null;
  taskClass: string | null;
  runId: string | null;
  conversationId: string | null;
  initiatorType: string | null;
  initiatorId: string | null;
  readonly agents: Set<string>;
  readonly tools: Set<string>;
  readonly models: Set<string>;
  steps: number;
  running: number;
  errors: number;
  llmSteps: number;
  toolSteps: number;
  ungoverned: number;
  inputTokens: number;
  outputTokens: number;
  /** As senders say, and as counted. */
  reportedPicoUsd: bigint;
  costPicoUsd: bigint;
  pricedSteps: number;
  unpricedSteps: number;
};

const begin = (id: string): TraceSums => ({
  id,
  firstUs: Number.POSITIVE_INFINITY,
  lastUs: Number.NEGATIVE_INFINITY,
  name: "",
  nameKey: "~",
  agent: null,
  agentKey: null,
  hasRoot: false,
  isFailed: false,
  team: null,
  taskClass: null,
  runId: null,
  conversationId: null,
  initiatorType: null,
  initiatorId: null,
  agents: new Set(),
  tools: new Set(),
  models: new Set(),
  steps: 0,
  running: 0,
  errors: 0,
  llmSteps: 0,
  toolSteps: 0,
  ungoverned: 0,
  inputTokens: 0,
  outputTokens: 0,
  reportedPicoUsd: 0n,
  costPicoUsd: 0n,
  pricedSteps: 0,
  unpricedSteps: 0,
});

const ASCII = /^[\0-\x7f]*$/;

/** The smaller of two texts as PostgreSQL compares bytes, which UTF-16 does not beyond the first plane. */
function least(one: string | null, other: string | null): string | null {
  if (one === null || other === null || one === other) return one ?? other;
  if (ASCII.test(one) && ASCII.test(other)) return one < other ? one : other;
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0 ? one : other;
}

function addWitness(sums: TraceSums, row: StepRow): void {
  const nameKey = `${row.parentId === null ? 0 : 1}${row.order}`;
  if (nameKey < sums.nameKey) [sums.name, sums.nameKey] = [row.name, nameKey];
  const lead = row.agent ?? row.service;
  if (lead === null) return;
  const agentKey = `${row.agent === null ? 1 : 0}${row.order}`;
  if (sums.agentKey === null || agentKey < sums.agentKey) [sums.agent, sums.agentKey] = [lead, agentKey];
}

function addUsage(sums: TraceSums, row: StepRow): void {
  sums.llmSteps += 1;
  sums.inputTokens += row.usage.input ?? 0;
  sums.outputTokens += row.usage.output ?? 0;
  if (row.reportedCostPicoUsd !== null) sums.reportedPicoUsd += BigInt(row.reportedCostPicoUsd);
}

function addCost(sums: TraceSums, { cost }: StepRow): void {
  if (cost === null || cost.bucket === "failed") return;
  if (cost.costPicoUsd === null) sums.unpricedSteps += 1;
  else sums.pricedSteps += 1;
  sums.costPicoUsd += cost.costPicoUsd ?? 0n;
}

function addStep(sums: TraceSums, row: StepRow, latestUs: number): void {
  sums.firstUs = Math.min(sums.firstUs, row.startUs);
  // An end far ahead is the mistake of a clock: it must not stretch the trace, which holds its own starts in any case.
  sums.lastUs = Math.max(sums.lastUs, row.startUs, Math.min(row.endUs ?? row.startUs, latestUs));
  addWitness(sums, row);
  if (row.parentId === null) sums.hasRoot = true;
  sums.team = least(sums.team, row.team);
  sums.taskClass = least(sums.taskClass, row.taskClass);
  sums.runId = least(sums.runId, row.runId);
  sums.conversationId = least(sums.conversationId, row.conversationId);
  sums.initiatorType = least(sums.initiatorType, row.initiatorType);
  sums.initiatorId = least(sums.initiatorId, row.initiatorId);
  if (row.agent !== null) sums.agents.add(row.agent);
  if (row.tool !== null) sums.tools.add(row.tool);
  if (row.model !== null) sums.models.add(row.model);
  sums.steps += 1;
  if (row.endUs === null) sums.running += 1;
  if (row.status === "error") {
    sums.errors += 1;
    if (row.parentId === null) sums.isFailed = true;
  }
  if (row.governed === false) sums.ungoverned += 1;
  addCost(sums, row);
  if (row.kind === "llm") addUsage(sums, row);
  else if (row.kind === "tool") sums.toolSteps += 1;
}

const DAY_US = 86_400_000_000;
/** Hostile names must not make a set grow without end. */
const MOST_IN_SET = 200;

/** A set as it is stored: in one order, and not endless. */
export const listed = (set: ReadonlySet<string>): string[] => [...set].sort().slice(0, MOST_IN_SET);

/** What each trace takes from these steps, by the order of its id. */
export function rollUp(rows: readonly StepRow[], now: Date): TraceSums[] {
  const latestUs = now.getTime() * 1_000 + DAY_US;
  const byTrace = new Map<string, TraceSums>();
  for (const row of rows) {
    const sums = byTrace.get(row.traceId) ?? begin(row.traceId);
    byTrace.set(row.traceId, sums);
    addStep(sums, row, latestUs);
  }
  return [...byTrace.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

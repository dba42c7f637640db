import { agentPlaces } from "@/server/fleet/places";
import type { Call, CostBucket } from "@/server/kernel/cost";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { type PriceTable, priceTable, priceTableAt } from "@/server/pricing/table";
import { assignUnclaimed } from "./attribution";
import { countedOf } from "./booking";
import { type Around, type Bookable, bookCalls, personOf } from "./core/book-calls";
import { type Counted, costsLike, type Dimension, deltasOf } from "./core/cost";
import { type Changed, insertDeltas, updateCosts } from "./cost-store";
import { type CostStep, listCostSteps, settleCosts, type TraceCost, takeUnsettled, type Unsettled } from "./settle-store";

/** A trace of which nothing came for so long has closed. */
const QUIET_MS = 10 * 60_000;
const TRACES_AT_A_TIME = 100;
/** Beyond this many steps a trace is settled by its first ones: it has run wild, and its calls were counted as they came. */
const MOST_STEPS = 50_000;

const toBookable = (step: CostStep): Bookable => ({
  ...step,
  startedUs: Number(step.startedUs),
  endedUs: step.endedUs === null ? null : Number(step.endedUs),
  person: personOf(step.initiatorType, step.initiatorId),
});

type Told = Pick<CostStep, "status" | "provider" | "model" | "serviceTier"> &
  Pick<CostStep, "inputTokens" | "outputTokens" | "cacheRead" | "cacheWrite" | "cacheWrite1h" | "reasoning"> & {
    readonly startedUs: string | number;
  };

/** A step as a call to price. One that names no model was counted under that of the steps below it. */
export function callOf(step: Told, counted: Pick<Dimension, "model" | "provider"> | null): Call {
  const { cacheRead, cacheWrite, cacheWrite1h, reasoning, serviceTier } = step;
  const { provider = null, model = null } = step.model === null ? (counted ?? {}) : step;
  const usage = { input: step.inputTokens, output: step.outputTokens, cacheRead, cacheWrite, cacheWrite1h, reasoning };
  return {
    ...usage,
    provider,
    model,
    serviceTier,
    startedMs: Math.floor(Number(step.startedUs) / 1_000),
    hasFailed: step.status === "error",
  };
}

type Kept = {
  readonly bucket: string;
  readonly dimensionId: number;
  readonly priceVersion: number;
  readonly costPicoUsd: string | null;
  readonly reportedPicoUsd: string | null;
};

/** What a step was counted with up to now: by the version of the table that counted it, to the last unit. */
export function countedBy({ bucket, dimensionId, priceVersion, ...kept }: Kept, call: Call, { price }: PriceTable): Counted {
  const { tokens, costs } = price(call);
  const costPicoUsd = kept.costPicoUsd === null ? null : BigInt(kept.costPicoUsd);
  return {
    bucket: bucket as CostBucket,
    dimensionId,
    priceVersion,
    tokens,
    costs: costsLike(costs, costPicoUsd ?? 0n),
    costPicoUsd,
    reportedPicoUsd: BigInt(kept.reportedPicoUsd ?? 0),
    startedMs: call.startedMs,
  };
}

/** What a step was counted with up to now; null where it was not counted. */
export async function countedBefore(step: CostStep): Promise<Counted | null> {
  const { bucket, dimensionId, priceVersion, costPicoUsd, reportedPicoUsd } = step;
  if (bucket === null || dimensionId === null || priceVersion === null) return null;
  const call = callOf(step, { model: step.countedModel, provider: step.countedProvider });
  return countedBy({ bucket, dimensionId, priceVersion, costPicoUsd, reportedPicoUsd }, call, await priceTableAt(priceVersion));
}

const isSame = (before: Counted | null, after: Counted | null): boolean =>
  before === null || after === null
    ? before === after
    : before.bucket === after.bucket && before.dimensionId === after.dimensionId && before.costPicoUsd === after.costPicoUsd;

const changeOf = ({ traceId, spanId, startedAt }: CostStep, after: Counted | null): Changed => ({
  traceId,
  spanId,
  startedAt,
  bucket: after?.bucket ?? null,
  costPicoUsd: after?.costPicoUsd?.toString() ?? null,
  priceVersion: after?.priceVersion ?? null,
  dimensionId: after?.dimensionId ?? null,
});

type Correction = { readonly was: Counted | null; readonly is: Counted | null };
type Settled = { readonly changed: readonly Changed[]; readonly corrections: readonly Correction[]; readonly cost: TraceCost };

/** Whether a correction only says whose the call was: what was counted of it stays. */
const isMoved = ({ was, is }: Correction): boolean =>
  was !== null && is !== null && was.bucket === is.bucket && was.costPicoUsd === is.costPicoUsd;

const deltasOfAll = (corrections: readonly Correction[]) =>
  deltasOf(
    corrections.flatMap(({ is }) => is ?? []),
    corrections.flatMap(({ was }) => was ?? []),
  );

const aroundOf = (trace: Unsettled, placeOf: Around["placeOf"]): Around => ({
  ...trace,
  person: personOf(trace.initiatorType, trace.initiatorId),
  placeOf,
});

async function settleOne(trace: Unsettled, steps: readonly CostStep[], table: PriceTable): Promise<Settled> {
  const places = await agentPlaces();
  const said = bookCalls(
    steps.map(toBookable),
    aroundOf(trace, (agent) => places.get(agent)),
    table.price,
    true,
  );
  const booked = await assignUnclaimed(said, steps);
  const told = steps.map(({ startedUs, reportedPicoUsd }) => ({
    startedUs: Number(startedUs),
    reportedPicoUsd: BigInt(reportedPicoUsd ?? 0),
  }));
  const after = await countedOf(booked, told, table);
  const changed: Changed[] = [];
  const corrections: Correction[] = [];
  for (const [i, step] of steps.entries()) {
    const [was, is] = [await countedBefore(step), after[i] ?? null];
    if (isSame(was, is)) continue;
    changed.push(changeOf(step, is));
    corrections.push({ was, is });
  }
  const costs = after.flatMap((one) => (one === null ? [] : [one]));
  const priced = costs.filter(({ costPicoUsd }) => costPicoUsd !== null);
  const sum = priced.reduce((all, { costPicoUsd }) => all + (costPicoUsd ?? 0n), 0n);
  const unpriced = costs.filter(({ bucket }) => bucket === "unpriced" || bucket === "missing").length;
  const cost = { id: trace.id, costPicoUsd: sum.toString(), pricedSteps: priced.length, unpricedSteps: unpriced };
  return { changed, corrections, cost };
}

async function settleSome(tx: PgTx, now: Date): Promise<number> {
  const traces = await takeUnsettled(tx, new Date(now.getTime() - QUIET_MS), TRACES_AT_A_TIME);
  if (traces.length === 0) return 0;
  const table = await priceTable();
  const stepsOf = Map.groupBy(await listCostSteps(tx, traces, MOST_STEPS), ({ traceId }) => traceId);
  const settled = await Promise.all(traces.map((trace) => settleOne(trace, stepsOf.get(trace.id) ?? [], table)));
  const changed = settled.flatMap((one) => one.changed);
  const corrections = settled.flatMap((one) => one.corrections);
  const { moved = [], counted = [] } = Object.groupBy(corrections, (one) => (isMoved(one) ? "moved" : "counted"));
  if (changed.length > 0) await updateCosts(tx, changed);
  await insertDeltas(tx, deltasOfAll(counted), "settled");
  await insertDeltas(tx, deltasOfAll(moved), "attributed");
  await settleCosts(
    tx,
    settled.map(({ cost }) => cost),
    now,
  );
  return traces.length;
}

/**
 * Looks at traces that have closed as a whole: counts each call once, whatever parents and second instrumentations told,
 * under the agent, team and task that it turned out to be of. What was counted otherwise before is corrected by deltas.
 */
export async function settleTraces(now: Date): Promise<void> {
  while ((await inPgTransaction((tx) => settleSome(tx, now))) === TRACES_AT_A_TIME);
}

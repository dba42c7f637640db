import { append, entryActor } from "@/server/audit/service";
import { invariant } from "@/server/kernel/result";
import { systemActor } from "@/server/platform/actor";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { beginRepricing, endRepricing, noteProgress, type Repricing, takeRepricing } from "@/server/pricing/repricings";
import { type PriceTable, priceTable, priceTableAt, STALE_MS } from "@/server/pricing/table";
import { type Counted, type Dimension, deltasOf } from "./core/cost";
import { dimensionId, insertDeltas } from "./cost-store";
import {
  type CountedStep,
  changeTraces,
  countCounted,
  dimensionsById,
  firstCountedDay,
  listCounted,
  lockTracesById,
  repriceCosts,
  type TraceChange,
} from "./reprice-store";
import { callOf, countedBy } from "./settle";

const DAY_MS = 86_400_000;
const STEPS_AT_A_TIME = 5_000;
/** Until then a process may still count by the table before; what it stores so late must be found. */
const WAIT_MS = 3 * STALE_MS;

type Priced = { readonly step: CountedStep; readonly was: Counted; readonly is: Counted };
type Named = Pick<Dimension, "model" | "provider">;

/** The tables that counted these steps, by their versions. */
async function tablesOf(steps: readonly CountedStep[]): Promise<ReadonlyMap<number, PriceTable>> {
  const versions = [...new Set(steps.map(({ priceVersion }) => priceVersion))];
  return new Map(await Promise.all(versions.map(async (version) => [version, await priceTableAt(version)] as const)));
}

/** The numbers of dimensions that differ from others in the model alone; few are asked for, each once. */
async function renamed(dimensions: ReadonlyMap<number, Dimension>, wanted: ReadonlyMap<string, readonly [number, Named]>) {
  const ids = [...wanted].map(async ([key, [id, { model, provider }]]) => {
    const dimension = dimensions.get(id);
    invariant(dimension !== undefined, `steps are counted under the dimension ${id}, which is not there`);
    return [key, await dimensionId({ ...dimension, model, provider })] as const;
  });
  return new Map(await Promise.all(ids));
}

const nameKey = (id: number, { model, provider }: Named): string => `${id}\n${model}\n${provider}`;

/** What steps are counted with by the table as it is now, under who and what they were counted before, where that is something else. */
async function repriced(tx: PgTx, steps: readonly CountedStep[], table: PriceTable): Promise<Priced[]> {
  const old = steps.filter(({ priceVersion }) => priceVersion !== table.version);
  const [tables, dimensions] = await Promise.all([tablesOf(old), dimensionsById(tx, old)]);
  const wanted = new Map<string, readonly [number, Named]>();
  const looked = old.map((step) => {
    const call = callOf(step, dimensions.get(step.dimensionId) ?? null);
    const now = table.price(call);
    const key = nameKey(step.dimensionId, now);
    if (!wanted.has(key)) wanted.set(key, [step.dimensionId, now]);
    return { step, call, now, key };
  });
  const ids = await renamed(dimensions, wanted);
  return looked.flatMap(({ step, call, now, key }) => {
    const id = ids.get(key) ?? step.dimensionId;
    const costPicoUsd = step.costPicoUsd === null ? null : BigInt(step.costPicoUsd);
    if (step.bucket === now.bucket && costPicoUsd === now.costPicoUsd && step.dimensionId === id) return [];
    const before = tables.get(step.priceVersion);
    invariant(before !== undefined, `the version ${step.priceVersion} of the price table is not there`);
    const was = countedBy(step, call, before);
    const { bucket, tokens, costs } = now;
    const is = { ...was, bucket, tokens, costs, costPicoUsd: now.costPicoUsd, priceVersion: table.version, dimensionId: id };
    return [{ step, was, is }];
  });
}

const isUnknown = ({ bucket }: Counted): number => (bucket === "unpriced" || bucket === "missing" ? 1 : 0);
const isPriced = ({ costPicoUsd }: Counted): number => (costPicoUsd === null ? 0 : 1);
const differenceOf = ({ was, is }: Priced): bigint => (is.costPicoUsd ?? 0n) - (was.costPicoUsd ?? 0n);

function changesOf(done: readonly Priced[]): TraceChange[] {
  return [...Map.groupBy(done, ({ step }) => step.traceId)].map(([id, own]) => ({
    id,
    costPicoUsd: own.reduce((sum, one) => sum + differenceOf(one), 0n).toString(),
    priced: own.reduce((sum, { was, is }) => sum + isPriced(is) - isPriced(was), 0),
    unpriced: own.reduce((sum, { was, is }) => sum + isUnknown(is) - isUnknown(was), 0),
  }));
}

async function apply(tx: PgTx, steps: readonly CountedStep[], table: PriceTable): Promise<readonly Priced[]> {
  const wanted = await repriced(tx, steps, table);
  if (wanted.length === 0) return [];
  await lockTracesById(
    tx,
    wanted.map(({ step }) => step.traceId),
  );
  const changed = await repriceCosts(tx, wanted, table.version);
  const done = changed === "all" ? wanted : wanted.filter((_, i) => changed.has(i));
  const deltas = deltasOf(
    done.map(({ is }) => is),
    done.map(({ was }) => was),
  );
  await insertDeltas(tx, deltas, "repriced", table.version);
  await changeTraces(tx, changesOf(done));
  return done;
}

async function end(tx: PgTx, version: number, now: Date): Promise<void> {
  const done = await endRepricing(tx, version, now);
  if (done === null) return;
  await append(tx, {
    kind: "prices.repriced",
    actor: entryActor(systemActor),
    subject: { type: "price_version", id: String(version) },
    occurredAt: now,
    data: { version, steps: done.changed, differencePicoUsd: done.difference },
  });
}

/** The day to look at: the one it stands at, or the first of which anything is counted. */
async function dayOf(tx: PgTx, { day, startsAt }: Repricing): Promise<string | null> {
  return day === null ? firstCountedDay(tx, startsAt) : day;
}

/** Works on what a change of prices does to earlier steps: some thousands of them. Answers whether there is more to do. */
async function repriceSome(tx: PgTx, now: Date): Promise<boolean> {
  const open = await takeRepricing(tx, new Date(now.getTime() - WAIT_MS));
  if (open === null) return false;
  const { version, startsAt } = open;
  if (open.state === "waiting") await beginRepricing(tx, version, await countCounted(tx, startsAt));
  const day = await dayOf(tx, open);
  if (day === null) {
    await end(tx, version, now);
    return true;
  }
  const dayMs = Date.parse(day);
  const from = new Date(Math.max(dayMs, startsAt?.getTime() ?? dayMs));
  const after = { traceId: open.lastTraceId, spanId: open.lastSpanId };
  const steps = await listCounted(tx, from, new Date(dayMs + DAY_MS), after, STEPS_AT_A_TIME);
  const last = steps.at(-1);
  if (last === undefined) {
    const next = await firstCountedDay(tx, new Date(dayMs + DAY_MS));
    if (next === null) await end(tx, version, now);
    else await noteProgress(tx, version, { day: next, lastTraceId: "", lastSpanId: "", seen: 0, changed: 0, differencePicoUsd: "0" });
    return true;
  }
  const done = await apply(tx, steps, await priceTable());
  const difference = done.reduce((sum, one) => sum + differenceOf(one), 0n);
  const progress = { seen: steps.length, changed: done.length, differencePicoUsd: difference.toString() };
  await noteProgress(tx, version, { day, lastTraceId: last.traceId, lastSpanId: last.spanId, ...progress });
  return true;
}

/** Counts steps again that were priced before the table changed, day by day, until all are. */
export async function repriceSteps(now: Date): Promise<void> {
  while (await inPgTransaction((tx) => repriceSome(tx, now)));
}

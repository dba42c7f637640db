import { append, entryActor } from "@/server/audit/service";
import { invariant } from "@/server/kernel/result";
import { systemActor } from "@/server/platform/actor";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import {
  beginRepricing,
  type Cuts,
  endRepricing,
  listCuts,
  nextCut,
  noteProgress,
  type Reached,
  type Repricing,
  takeRepricing,
} from "@/server/pricing/repricings";
import { type PriceTable, priceTable, priceTableAt, STALE_MS } from "@/server/pricing/table";
import type { Dimension } from "./core/cost";
import { deltasOfWays, type Group, otherwise, type Way } from "./core/recount";
import { dimensionId, insertDeltas } from "./cost-store";
import {
  type CountedHour,
  countCounted,
  dimensionsById,
  groupCounted,
  nextCountedHours,
  placeOf,
  recount,
  type Window,
} from "./reprice-store";

const HOUR_MS = 3_600_000;
const STEPS_AT_A_TIME = 10_000;
/** Until then a process may still count by the table before; what it stores so late must be found. */
const WAIT_MS = 3 * STALE_MS;
/** Of the time that a transaction took, so much is waited after it, and no longer: telemetry that waits for a core or for a trace comes first. */
const [REST, LONGEST_REST_MS] = [0.5, 100];

type Named = Pick<Dimension, "model" | "provider">;

/** The tables that counted these steps, by their versions. */
async function tablesOf(groups: readonly Group[]): Promise<ReadonlyMap<number, PriceTable>> {
  const versions = [...new Set(groups.map(({ priceVersion }) => priceVersion))];
  return new Map(await Promise.all(versions.map(async (version) => [version, await priceTableAt(version)] as const)));
}

/** The number of a dimension that differs from another in the model alone. */
function renamed(dimension: Dimension, id: number, { model, provider }: Named): number | Promise<number> {
  return dimension.model === model && dimension.provider === provider ? id : dimensionId({ ...dimension, model, provider });
}

/** The steps that the table as it is now counts otherwise than the one that counted them. */
async function waysOf(tx: PgTx, groups: readonly Group[], table: PriceTable): Promise<Way[]> {
  const old = groups.filter(({ priceVersion }) => priceVersion !== table.version);
  if (old.length === 0) return [];
  const dimensionIds = old.map((group) => group.dimensionId);
  const [tables, dimensions] = await Promise.all([tablesOf(old), dimensionsById(tx, dimensionIds)]);
  const ways = await Promise.all(
    old.map(async (group): Promise<Way> => {
      const [before, dimension] = [tables.get(group.priceVersion), dimensions.get(group.dimensionId)];
      invariant(before !== undefined, `the version ${group.priceVersion} of the price table is not there`);
      invariant(dimension !== undefined, `steps are counted under the dimension ${group.dimensionId}, which is not there`);
      // Those that name no model were counted under that of the steps below them.
      const calls = group.model === null ? { ...group, model: dimension.model, provider: dimension.provider } : group;
      const is = table.priceTogether(calls);
      return { group, was: before.priceTogether(calls), is, dimensionId: await renamed(dimension, group.dimensionId, is), isAny: false };
    }),
  );
  return otherwise(ways);
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

/**
 * The next steps to look at, of some hours of a day: up to the next moment at which prices change, and about as many as a transaction
 * should hold.
 */
async function nextWindow(
  tx: PgTx,
  hours: readonly [CountedHour, ...CountedHour[]],
  from: Reached | null,
  cuts: Cuts,
  most: number,
): Promise<Window> {
  const [{ hour, calls }] = hours;
  let [endMs, sum] = [hour.getTime(), 0];
  for (const one of hours) {
    sum += one.calls;
    if (sum > most && endMs > hour.getTime()) break;
    endMs = one.hour.getTime() + HOUR_MS;
  }
  const isWithin = from !== null && Date.parse(from.at) >= hour.getTime();
  const after = isWithin ? from : { at: hour.toISOString(), traceId: "", spanId: "" };
  const cutMs = nextCut(cuts, Date.parse(after.at), endMs);
  const whole = { after, to: { at: new Date(cutMs).toISOString(), traceId: "", spanId: "" } };
  const last = calls > most ? await placeOf(tx, whole, most) : null;
  return last === null ? whole : { after, to: last };
}

const stepsOf = (counts: readonly { readonly steps: number }[]): number => counts.reduce((sum, { steps }) => sum + steps, 0);

const beginOf = ({ reached, startsAt }: Repricing): Reached | null =>
  reached ?? (startsAt === null ? null : { at: startsAt.toISOString(), traceId: "", spanId: "" });

type Known = { version: number; cuts: Cuts } | null;
let known: Known = null;

/** Where prices change; looked up once for each change of the table. */
async function cutsOf(tx: PgTx, version: number): Promise<Cuts> {
  if (known?.version !== version) known = { version, cuts: await listCuts(tx) };
  return known.cuts;
}

/** Works on what a change of prices does to earlier steps: some thousands of them. Answers whether there is more to do. */
async function repriceSome(tx: PgTx, now: Date, most: number): Promise<boolean> {
  const open = await takeRepricing(tx, new Date(now.getTime() - WAIT_MS));
  if (open === null) return false;
  const { version } = open;
  if (open.state === "waiting") await beginRepricing(tx, version, await countCounted(tx, open.startsAt));
  const from = beginOf(open);
  const [first, ...others] = await nextCountedHours(tx, from?.at ?? null);
  if (first === undefined) {
    await end(tx, version, now);
    return true;
  }
  const table = await priceTable();
  const cuts = await cutsOf(tx, table.version);
  const window = await nextWindow(tx, [first, ...others], from, cuts, most);
  const groups = await groupCounted(tx, window, cuts.lengths);
  const ways = await waysOf(tx, groups, table);
  const done = ways.length === 0 ? [] : await recount(tx, window, cuts.lengths, ways, table.version);
  const { deltas, differencePicoUsd } = deltasOfWays(done);
  const changed = stepsOf(done.map(([, one]) => one));
  // What somebody else wrote meanwhile is looked at once more.
  const isAll = changed >= stepsOf(ways.map(({ group }) => group));
  const progress = { seen: isAll ? stepsOf(groups) : 0, changed, differencePicoUsd: differencePicoUsd.toString() };
  await Promise.all([
    insertDeltas(tx, deltas, "repriced", table.version),
    noteProgress(tx, version, { reached: isAll ? window.to : window.after, ...progress }),
  ]);
  return true;
}

/** Counts steps again that were priced before the table changed, hour by hour, until all are. Each transaction is whole: whoever dies meanwhile has lost nothing. */
export async function repriceSteps(now: Date, most = STEPS_AT_A_TIME): Promise<void> {
  for (;;) {
    const began = performance.now();
    if (!(await inPgTransaction((tx) => repriceSome(tx, now, most)))) return;
    const restMs = Math.min(LONGEST_REST_MS, (performance.now() - began) * REST);
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}

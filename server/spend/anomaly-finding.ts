import { organisation } from "@/server/identity/service";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import * as store from "./anomaly-store";
import { tellAnomaly } from "./anomaly-telling";
import { causeInWords, type Factors, factorsOf, type HourSum, isUnusual, mainCause, NO_HOUR, type Unusual, usualDay } from "./core/anomaly";

const HOUR_MS = 3_600_000;
const PAST_WEEKS = 9;
const HOURS_A_WEEK = 168;
/** How far back a round looks: what comes late, or while no worker ran, is found all the same. */
const LOOK_BACK_HOURS = 6;
/** Runs of the past are counted over so many hours in which it worked: enough to say what is usual. */
const PAST_HOURS = 12;

const DIMENSIONS = ["agent", "team", "model"] as const;
type Dimension = (typeof DIMENSIONS)[number];
type Rows = readonly store.HourRow[];

const plus = (a: HourSum, b: HourSum): HourSum => ({
  microUsd: a.microUsd + b.microUsd,
  calls: a.calls + b.calls,
  tokens: a.tokens + b.tokens,
});

function byHour(rows: Rows): Map<number, HourSum> {
  const hours = new Map<number, HourSum>();
  for (const row of rows) hours.set(row.hour, plus(hours.get(row.hour) ?? NO_HOUR, row));
  return hours;
}

type Candidate = {
  readonly dimension: Dimension;
  readonly key: string;
  readonly rows: Rows;
  readonly hours: ReadonlyMap<number, HourSum>;
  readonly found: Map<number, Unusual>;
};

function unusualHours(hours: ReadonlyMap<number, HourSum>, from: number, to: number, usualDayMicroUsd: number): Map<number, Unusual> {
  const first = Math.min(...hours.keys());
  const found = new Map<number, Unusual>();
  for (let at = from; at < to; at++) {
    const unusual = isUnusual(hours, at, first, usualDayMicroUsd);
    if (unusual !== null) found.set(at, unusual);
  }
  return found;
}

function candidates(rows: Rows, from: number, to: number): Candidate[] {
  const usual = usualDay(byHour(rows), from);
  return DIMENSIONS.flatMap((dimension) =>
    [...Map.groupBy(rows, (row) => row[dimension])].flatMap(([key, own]): Candidate[] => {
      if (key === null) return [];
      const hours = byHour(own);
      const found = unusualHours(hours, from, to, usual);
      return found.size === 0 ? [] : [{ dimension, key, rows: own, hours, found }];
    }),
  );
}

/** A team or a model is news only where no single agent is: one rise is told once. */
function told(all: readonly Candidate[]): Candidate[] {
  const hoursOfAgents = new Set(all.flatMap(({ dimension, found }) => (dimension === "agent" ? [...found.keys()] : [])));
  const hoursOfTeams = new Set(all.flatMap(({ dimension, found }) => (dimension === "team" ? [...found.keys()] : [])));
  const isTold = (dimension: Dimension, at: number) =>
    dimension === "agent" || (!hoursOfAgents.has(at) && (dimension === "team" || !hoursOfTeams.has(at)));
  return all.flatMap((candidate) => {
    const found = new Map([...candidate.found].filter(([at]) => isTold(candidate.dimension, at)));
    return found.size === 0 ? [] : [{ ...candidate, found }];
  });
}

/** Hours one after the other, with at most one between them, as one stretch. */
function stretches(hours: readonly number[]): number[][] {
  const all: number[][] = [];
  for (const at of hours.toSorted((a, b) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && at - (last.at(-1) ?? 0) <= 2) last.push(at);
    else all.push([at]);
  }
  return all;
}

const most = (rows: Rows, of: "model" | "taskClass"): string | null => {
  const sums = new Map<string, number>();
  for (const row of rows) if (row[of] !== null) sums.set(row[of], (sums.get(row[of]) ?? 0) + row.microUsd);
  const [first] = [...sums].sort((a, b) => b[1] - a[1]);
  const all = rows.reduce((sum, { microUsd }) => sum + microUsd, 0);
  return first !== undefined && first[1] * 2 > all ? first[0] : null;
};

async function factors({ dimension, key, hours }: Candidate, stretch: readonly number[]): Promise<Factors> {
  const [first = 0] = stretch;
  const past = [...hours]
    .filter(([at, { microUsd }]) => at < first && microUsd > 0)
    .toSorted((a, b) => b[0] - a[0])
    .slice(0, PAST_HOURS);
  const pastHours = past.map(([at]) => at);
  const [runsNow, runsBefore] = await Promise.all([
    store.countRunsOf(dimension, key, stretch),
    store.countRunsOf(dimension, key, pastHours),
  ]);
  const sum = (some: readonly number[]) => some.reduce((all, at) => plus(all, hours.get(at) ?? NO_HOUR), NO_HOUR);
  return factorsOf(
    { now: { ...sum(stretch), runs: runsNow }, before: { ...sum(pastHours), runs: runsBefore } },
    { now: stretch.length, before: pastHours.length },
  );
}

async function keep(candidate: Candidate, stretch: readonly number[], now: Date): Promise<boolean> {
  const [first = 0, last = first] = [stretch[0], stretch.at(-1)];
  const { dimension, key } = candidate;
  const within = candidate.rows.filter(({ hour }) => stretch.includes(hour));
  const parts = { model: dimension === "model" ? null : most(within, "model"), taskClass: most(within, "taskClass") };
  const why = await factors(candidate, stretch);
  const sum = (of: (unusual: Unusual) => number) =>
    BigInt(Math.round(stretch.reduce((all, at) => all + of(candidate.found.get(at) as Unusual), 0)));
  const found: store.Found = {
    id: newId("anomaly"),
    dimension,
    key,
    fromHour: new Date(first * HOUR_MS),
    untilHour: new Date((last + 1) * HOUR_MS),
    costMicroUsd: sum((unusual) => unusual.sum.microUsd),
    usualMicroUsd: sum((unusual) => unusual.usual.microUsd),
    cause: mainCause(why),
    words: causeInWords(why, parts),
    ...parts,
  };
  const [known] = (await store.listAnomalies(new Date(found.fromHour.getTime() - HOUR_MS), found.untilHour)).filter(
    (one) => one.dimension === dimension && one.key === key,
  );
  if (known !== undefined) {
    await inTransaction((tx) => store.growAnomaly(tx, { ...found, id: known.id }));
    return false;
  }
  const { timeZone } = await organisation();
  return inTransaction(async (tx) => {
    const isNew = await store.insertAnomaly(tx, found, now);
    if (isNew) await tellAnomaly(tx, found, timeZone, now);
    return isNew;
  });
}

/**
 * Looks through the last hours, the running one included, for what costs far more than these hours of past weeks. Each is
 * kept and told once, whoever looks and however often; one that lasts grows. Answers how many are new.
 */
export async function findAnomalies(now: Date, hoursBack = LOOK_BACK_HOURS): Promise<number> {
  const to = Math.floor(now.getTime() / HOUR_MS) + 1;
  const from = to - hoursBack;
  const rows = await store.listHours(new Date((from - PAST_WEEKS * HOURS_A_WEEK) * HOUR_MS), new Date(to * HOUR_MS));
  let added = 0;
  for (const candidate of told(candidates(rows, from, to)))
    for (const stretch of stretches([...candidate.found.keys()])) if (await keep(candidate, stretch, now)) added += 1;
  return added;
}

import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access, rightsOf } from "./access";
import { changeBetween, type KeptCard } from "./core/change";
import { dayOf } from "./core/days";
import { shortestPath } from "./core/path";
import { CORE_DIMENSIONS, DIMENSIONS, type Dimension, type Level } from "./core/rubric";
import { scoredOf } from "./core/snapshot";
import { isIntact } from "./evaluating";
import { limitsOf, readFigures } from "./figures";
import { type Known, readNewest } from "./newest";
import { listTargets } from "./plan-store";
import { CRITERIA, RUBRIC } from "./rubrics";
import type { DimensionRow, History, MoveRow, PathStep, Scorecard, SnapshotRow, Standing, Target } from "./schema";
import * as store from "./snapshot-store";

const DAY_MS = 86_400_000;
const FORBIDDEN = refuse("forbidden", "Your role does not show you the maturity scorecard.");

type Snapshot = Known["snapshot"];

const toSnapshot = ({ id, at, day, rubricVersion, origin, level, score, dimensions }: Snapshot): SnapshotRow => ({
  id,
  at: at.toISOString(),
  day,
  rubricVersion,
  isInvented: origin !== null,
  level: level as Level,
  score,
  dimensions: dimensions.map((one) => ({ id: one.dimension, level: one.level, score: one.score })),
});

/** The organisation's own targets and those of its teams and risk tiers. */
export async function readTargets(): Promise<Target[]> {
  const rows = await listTargets();
  return rows.map(({ subject, scope, level, dueOn }) => ({ subject: subject as Target["subject"], scope, level: level as Level, dueOn }));
}

/** The highest level that the organisation as a whole aims at in a dimension. */
export const targetOf = (targets: readonly Target[], dimension: Dimension): Target | null =>
  targets.filter(({ subject, scope }) => subject === dimension && scope === "").toSorted((a, b) => b.level - a.level)[0] ?? null;

const toDimension = (
  { dimension: id, level, score, weight, levels }: Snapshot["dimensions"][number],
  targets: readonly Target[],
): DimensionRow => ({
  id,
  name: DIMENSIONS[id],
  isCore: CORE_DIMENSIONS.includes(id),
  level,
  score,
  weight,
  levels,
  target: targetOf(targets, id),
});

/** The criteria that lift the overall level with the least effort. */
export function pathOf({ rows }: Known): Standing["path"] {
  const { to, steps } = shortestPath([...rows.values()]);
  return { to, steps: steps.map(({ id, dimension, level, isCore, effort }): PathStep => ({ id, dimension, level, isCore, effort })) };
}

const toStanding = (known: Known, targets: readonly Target[]): Standing => ({
  ...toSnapshot(known.snapshot),
  digest: known.snapshot.digest,
  measuredAt: (known.snapshot.measuredAt ?? known.snapshot.at).toISOString(),
  tookMs: known.snapshot.tookMs,
  states: known.snapshot.states,
  rows: known.snapshot.dimensions.map((one) => toDimension(one, targets)),
  criteria: [...known.rows.values()],
  path: pathOf(known),
});

/** Where the organisation stands by the newest snapshot, what it aims at, and the shortest path to the next level. */
export async function readScorecard(actor: PersonActor): Promise<Result<Scorecard>> {
  if (!access.read(actor)) return FORBIDDEN;
  const [{ name, timeZone }, known, targets, figures] = await Promise.all([organisation(), readNewest(), readTargets(), readFigures()]);
  return ok({
    organisation: name,
    timeZone,
    rubricVersion: known?.snapshot.rubricVersion ?? RUBRIC.version,
    standing: known === null ? null : toStanding(known, targets),
    targets,
    limits: limitsOf(figures),
    can: rightsOf(actor),
  });
}

function cardOf({ rubricVersion, dimensions }: Snapshot, rows: readonly store.CardRow[]): KeptCard {
  const definitions = new Map(rows.map(({ criterion, definition }) => [criterion, definition]));
  const criteria = scoredOf(CRITERIA, rows).map((one) => ({ ...one, definition: definitions.get(one.id) ?? "" }));
  return { rubricVersion, criteria, weights: Object.fromEntries(dimensions.map(({ dimension, weight }) => [dimension, weight])) };
}

function levelsMoved(before: Snapshot, after: Snapshot): MoveRow["levels"] {
  const was = new Map<Dimension | "ALL", number>([
    ["ALL", before.level],
    ...before.dimensions.map((one) => [one.dimension, one.level] as const),
  ]);
  const is = [{ id: "ALL" as const, level: after.level }, ...after.dimensions.map((one) => ({ id: one.dimension, level: one.level }))];
  return is.flatMap(({ id, level }) => {
    const from = was.get(id);
    return from === undefined || from === level ? [] : [{ id, from: from as Level, to: level as Level }];
  });
}

type Pair = { readonly before: Snapshot; readonly after: Snapshot };

const weightsOf = ({ dimensions }: Snapshot): string => dimensions.map(({ dimension, weight }) => `${dimension} ${weight}`).join();

/** Two days between which something was defined otherwise are scored again; otherwise all that moved is the world. */
async function moveBetween({ before, after }: Pair, changed: readonly store.ChangedRow[]): Promise<MoveRow> {
  const base = { from: before.day, to: after.day, levels: levelsMoved(before, after) };
  const isRedefined = changed.some((row) => row.isRedefined) || weightsOf(before) !== weightsOf(after);
  if (!isRedefined && before.rubricVersion === after.rubricVersion) {
    const criteria = changed.map(({ criterion: id, from, to }) => ({ id, from, to, by: "world" as const }));
    return { ...base, byWorld: after.score - before.score, byDefinition: 0, criteria };
  }
  const cards = Map.groupBy(await store.listCards([before.id, after.id]), ({ snapshotId }) => snapshotId);
  const { byWorld, byDefinition, moved } = changeBetween(
    cardOf(before, cards.get(before.id) ?? []),
    cardOf(after, cards.get(after.id) ?? []),
  );
  return { ...base, byWorld, byDefinition, criteria: moved };
}

const hasMoved = (before: Snapshot, after: Snapshot): boolean =>
  before.score !== after.score || before.level !== after.level || before.rubricVersion !== after.rubricVersion;

/** The last snapshot of each day, oldest first. */
export async function readTrend(days: number, now: Date): Promise<SnapshotRow[]> {
  const { timeZone } = await organisation();
  return (await store.listDays(dayOf(new Date(now.getTime() - days * DAY_MS), timeZone))).map(toSnapshot);
}

/** The last snapshot of each day, and what moved the score where it moved: the world, or a definition. */
export async function readHistory(actor: PersonActor, days: number, now: Date = clock.now()): Promise<Result<History>> {
  if (!access.read(actor)) return FORBIDDEN;
  const { timeZone } = await organisation();
  const snapshots = await store.listDays(dayOf(new Date(now.getTime() - days * DAY_MS), timeZone));
  const pairs = snapshots.flatMap((after, i): Pair[] => {
    const before = snapshots[i - 1];
    return before !== undefined && hasMoved(before, after) ? [{ before, after }] : [];
  });
  const changed = Map.groupBy(pairs.length === 0 ? [] : await store.listChanged(snapshots.map(({ id }) => id)), (row) => row.snapshotId);
  const moves = (await Promise.all(pairs.map((pair) => moveBetween(pair, changed.get(pair.after.id) ?? [])))).reverse();
  return ok({ snapshots: snapshots.map(toSnapshot), moves });
}

/** Whether a snapshot still is what was taken: everything that it holds against its digest, which stands in the record. */
export async function verifySnapshot(actor: PersonActor, id: string): Promise<Result<{ isIntact: boolean; digest: string }>> {
  if (!access.read(actor)) return FORBIDDEN;
  const snapshot = await store.findSnapshot(id);
  if (snapshot === null) return refuse("not_found", "There is no such snapshot.");
  return ok({ isIntact: await isIntact(id), digest: snapshot.digest });
}

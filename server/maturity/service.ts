import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access, rightsOf } from "./access";
import { shortestPath } from "./core/path";
import { CORE_DIMENSIONS, DIMENSIONS, type Dimension, type Level } from "./core/rubric";
import { limitsOf, readFigures } from "./figures";
import { type Known, readNewest } from "./newest";
import { listTargets } from "./plan-store";
import { RUBRIC } from "./rubrics";
import type { DimensionRow, PathStep, Scorecard, SnapshotRow, Standing, Target } from "./schema";

const FORBIDDEN = refuse("forbidden", "Your role does not show you the maturity scorecard.");

type Snapshot = Known["snapshot"];

/** A snapshot in brief. */
export const toSnapshot = ({ id, at, day, rubricVersion, origin, level, score, dimensions }: Snapshot): SnapshotRow => ({
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

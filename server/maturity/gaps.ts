import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access, rightsOf } from "./access";
import { rankGaps } from "./core/gaps";
import { DIMENSION_IDS, type Dimension, type Level } from "./core/rubric";
import { type Known, readNewest } from "./newest";
import { listItems } from "./plan-store";
import type { GapRow, Gaps, Target } from "./schema";
import { pathOf, readTargets, targetOf } from "./service";

const levelsOf = ({ snapshot }: Known): Map<Dimension, Level> =>
  new Map(snapshot.dimensions.map(({ dimension, level }) => [dimension, level]));

function aimsOf(targets: readonly Target[]): Map<Dimension, Level> {
  return new Map(
    DIMENSION_IDS.flatMap((id) => {
      const target = targetOf(targets, id);
      return target === null ? [] : [[id, target.level] as const];
    }),
  );
}

/** What to close first, most worth first; nothing above a dimension's target is named. */
export async function readGaps(actor: PersonActor): Promise<Result<Gaps>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the maturity scorecard.");
  const [known, targets, items] = await Promise.all([readNewest(), readTargets(), listItems()]);
  const can = rightsOf(actor);
  if (known === null) return ok({ at: null, rows: [], can });
  const steps = new Map(pathOf(known).steps.map(({ id }, i) => [id, i + 1]));
  const planned = new Set(items.filter(({ outcome }) => outcome === null).map(({ criterion }) => criterion));
  const gaps = rankGaps([...known.rows.values()], { levels: levelsOf(known), targets: aimsOf(targets) });
  const rows = gaps.flatMap(({ id, ...gap }, i): GapRow[] => {
    const criterion = known.rows.get(id);
    return criterion === undefined ? [] : [{ rank: i + 1, criterion, ...gap, step: steps.get(id) ?? null, isPlanned: planned.has(id) }];
  });
  return ok({ at: known.snapshot.at.toISOString(), rows, can });
}

import { CORE_DIMENSIONS, CRITERIA_LEVELS, type CriteriaLevel, type Dimension, type Level } from "./rubric";
import { type Scored, scoreAll } from "./score";

/** A criterion with what it takes. */
export type Costed = Scored & { readonly effort: number };

const isOpen = ({ state }: Scored): boolean => state !== "met" && state !== "not_applicable";
const sumOf = (some: readonly Costed[], figure: "weight" | "effort"): number => some.reduce((sum, one) => sum + one[figure], 0);

/** The cheapest of `some` that weigh `needed`: least effort, then fewest, then the first ones. Levels have few criteria, so all are tried. */
function cheapest(some: readonly Costed[], needed: number): readonly Costed[] {
  let best: readonly Costed[] = some;
  for (let mask = 0; mask < 2 ** some.length; mask += 1) {
    const chosen = some.filter((_, i) => (mask >> i) % 2 === 1);
    if (sumOf(chosen, "weight") < needed) continue;
    const effort = sumOf(chosen, "effort") - sumOf(best, "effort");
    if (effort < 0 || (effort === 0 && chosen.length < best.length)) best = chosen;
  }
  return best;
}

/** What must become met for one level of one dimension: its open core criteria, and the cheapest others up to four fifths. */
function missingAt(here: readonly Costed[], level: CriteriaLevel): readonly Costed[] {
  const applying = here.filter((one) => one.level === level && one.state !== "not_applicable");
  const open = applying.filter(isOpen);
  const cores = open.filter(({ isCore }) => isCore);
  const metWeight = sumOf(
    applying.filter(({ state }) => state === "met"),
    "weight",
  );
  const needed = (sumOf(applying, "weight") * 4) / 5 - metWeight - sumOf(cores, "weight");
  return needed <= 0
    ? cores
    : [
        ...cores,
        ...cheapest(
          open.filter(({ isCore }) => !isCore),
          needed,
        ),
      ];
}

/** The criteria that lift a dimension to a level with the least effort; lower levels first, within them what costs least. */
export function pathOfDimension(all: readonly Costed[], dimension: Dimension, to: Level): readonly Costed[] {
  const here = all.filter((one) => one.dimension === dimension);
  return CRITERIA_LEVELS.filter((level) => level <= to).flatMap((level) =>
    missingAt(here, level).toSorted((a, b) => a.effort - b.effort || Number(b.isCore) - Number(a.isCore)),
  );
}

/** The shortest path to the next overall level, through every core dimension that stands below it. Empty at the top. */
export function shortestPath(all: readonly Costed[]): { readonly to: Level | null; readonly steps: readonly Costed[] } {
  const { level } = scoreAll(all);
  if (level === 5) return { to: null, steps: [] };
  const to = (level + 1) as Level;
  const steps = CORE_DIMENSIONS.flatMap((dimension) => pathOfDimension(all, dimension, to));
  return { to, steps: steps.toSorted((a, b) => a.level - b.level || a.effort - b.effort) };
}

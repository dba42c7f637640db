import { CORE_DIMENSIONS, CRITERIA_LEVELS, type CriteriaLevel, type Criterion, DIMENSION_IDS, type Dimension, type Level } from "./rubric";
import { STATES, type State } from "./state";

/** A criterion with what is said of it, and how much it weighs among those of its level. */
export type Scored = Pick<Criterion, "id" | "dimension" | "level" | "isCore"> & { readonly state: State; readonly weight: number };

/** What one level of one dimension holds. What does not apply is left out of all but `notApplicable`. */
export type LevelShare = {
  readonly level: CriteriaLevel;
  readonly metWeight: number;
  readonly allWeight: number;
  readonly coresMet: number;
  readonly cores: number;
  readonly notApplicable: number;
  /** All core criteria, and four fifths of the weight. */
  readonly isReached: boolean;
};

export type DimensionScore = {
  readonly dimension: Dimension;
  readonly level: Level;
  /** The level, and the share of the next one that is met. */
  readonly score: number;
  readonly levels: readonly LevelShare[];
};

export type Scorecard = {
  /** The lowest of the core dimensions. */
  readonly level: Level;
  /** The mean of all dimensions by their weights. */
  readonly score: number;
  readonly dimensions: readonly DimensionScore[];
};

export type DimensionWeights = Partial<Readonly<Record<Dimension, number>>>;

const weigh = (some: readonly Scored[]): number => some.reduce((sum, { weight }) => sum + weight, 0);

function shareOf(all: readonly Scored[], level: CriteriaLevel): LevelShare {
  const here = all.filter((one) => one.level === level);
  const applying = here.filter(({ state }) => state !== "not_applicable");
  const met = applying.filter(({ state }) => state === "met");
  const [metWeight, allWeight] = [weigh(met), weigh(applying)];
  const cores = applying.filter(({ isCore }) => isCore).length;
  const coresMet = met.filter(({ isCore }) => isCore).length;
  const notApplicable = here.length - applying.length;
  // Weights are whole numbers, so four fifths are compared without rounding. A level of which nothing applies is not shown by anything.
  const isReached = met.length > 0 && coresMet === cores && metWeight * 5 >= allWeight * 4;
  return { level, metWeight, allWeight, coresMet, cores, notApplicable, isReached };
}

/** The level and the score of one dimension: each level needs every one below it. */
export function scoreDimension(dimension: Dimension, all: readonly Scored[]): DimensionScore {
  const here = all.filter((one) => one.dimension === dimension);
  const levels = CRITERIA_LEVELS.map((level) => shareOf(here, level));
  const open = levels.find(({ isReached }) => !isReached);
  if (open === undefined) return { dimension, level: 5, score: 5, levels };
  const level = (open.level - 1) as Level;
  return { dimension, level, score: level + (open.allWeight === 0 ? 0 : open.metWeight / open.allWeight), levels };
}

/** All dimensions, and what they come to. Both are said, so that a high mean does not hide a weak core. */
export function scoreAll(all: readonly Scored[], weights: DimensionWeights = {}): Scorecard {
  const dimensions = DIMENSION_IDS.map((dimension) => scoreDimension(dimension, all));
  const level = dimensions.reduce<Level>(
    (lowest, one) => (CORE_DIMENSIONS.includes(one.dimension) && one.level < lowest ? one.level : lowest),
    5,
  );
  const weightOf = (dimension: Dimension) => weights[dimension] ?? 1;
  const sum = dimensions.reduce((total, { dimension, score }) => total + score * weightOf(dimension), 0);
  const weight = dimensions.reduce((total, { dimension }) => total + weightOf(dimension), 0);
  return { level, score: sum / weight, dimensions };
}

/** What would be if some criteria were met. */
export const withMet = (all: readonly Scored[], ids: ReadonlySet<string>): Scored[] =>
  all.map((one) => (ids.has(one.id) ? { ...one, state: "met" } : one));

/** How many criteria are in which state. */
export function countStates(all: readonly Pick<Scored, "state">[]): Readonly<Record<State, number>> {
  const count = (state: State) => all.filter((one) => one.state === state).length;
  return Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<State, number>;
}

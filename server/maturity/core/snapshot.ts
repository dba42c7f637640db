import type { Sample } from "./measurement";
import { type Criterion, DIMENSION_IDS, type Dimension, type Rubric } from "./rubric";
import { countStates, type DimensionScore, type DimensionWeights, type Scored, scoreAll } from "./score";
import { type State, stateOf } from "./state";
import { type Finding, findingOf, type Held } from "./verdict";

/** What a check found of one criterion, before anything that people said of it. */
export type Found = {
  readonly criterion: string;
  readonly queryVersion: number;
  readonly windowDays: number | null;
  readonly n: number;
  readonly minSample: number;
  readonly held: readonly Held[];
  readonly samples: readonly Sample[];
  readonly lack: number | null;
  readonly missing: string | null;
  readonly tookMs: number;
};

/** What people said that counts at a moment, by criterion. */
export type Records = {
  /** The newest assessment in which both verdicts are in. */
  readonly attested: ReadonlyMap<string, { readonly id: string; readonly finding: Finding | "expired"; readonly validUntil: Date | null }>;
  readonly waivers: ReadonlyMap<string, { readonly id: string; readonly until: Date }>;
  readonly exclusions: ReadonlyMap<string, { readonly id: string }>;
  readonly weights: ReadonlyMap<string, number>;
};

/** One criterion as a snapshot keeps it. */
export type Result = {
  readonly criterion: string;
  readonly state: State;
  readonly weight: number;
  readonly queryVersion: number | null;
  readonly windowDays: number | null;
  readonly n: number | null;
  readonly minSample: number | null;
  readonly held: readonly Held[] | null;
  readonly samples: readonly Sample[] | null;
  readonly lack: number | null;
  readonly missing: string | null;
  readonly tookMs: number | null;
  readonly basisId: string | null;
  readonly validUntil: string | null;
};

export type KeptDimension = DimensionScore & { readonly weight: number };

/** A snapshot before it has an id; its digest is over all of it. */
export type SnapshotContent = {
  readonly at: string;
  /** When the figures were measured, where that was before. */
  readonly measuredAt: string | null;
  readonly day: string;
  readonly isDaily: boolean;
  /** `demo` where nothing was measured: the demo made it up. */
  readonly origin: "demo" | null;
  readonly rubricVersion: string;
  readonly level: number;
  readonly score: number;
  readonly dimensions: readonly KeptDimension[];
  readonly states: Readonly<Record<State, number>>;
  readonly tookMs: number;
  readonly results: readonly Result[];
};

const NOT_ASSESSED = "Nobody has said yet whether this holds: two people assess it, each without knowing the other's verdict.";
const NOT_COMPUTED = "Reeve has no check for this yet.";

const nothingFound = {
  queryVersion: null,
  windowDays: null,
  n: null,
  minSample: null,
  held: null,
  samples: null,
  lack: null,
  tookMs: null,
};

/** What the figures say, or else what people attested. */
function evidenceOf(criterion: Criterion, found: Found | undefined, { attested }: Records) {
  if (criterion.check.type === "attest") {
    const said = attested.get(criterion.id);
    const base = { ...nothingFound, missing: said === undefined ? NOT_ASSESSED : null };
    return { finding: said?.finding ?? ("insufficient_data" as const), basisId: said?.id ?? null, until: said?.validUntil ?? null, base };
  }
  if (found === undefined) {
    return { finding: "insufficient_data" as const, basisId: null, until: null, base: { ...nothingFound, missing: NOT_COMPUTED } };
  }
  const { criterion: _, ...base } = found;
  return { finding: findingOf(found.held), basisId: null, until: null, base };
}

function resultOf(criterion: Criterion, found: Found | undefined, records: Records): Result {
  const { finding, basisId, until, base } = evidenceOf(criterion, found, records);
  const [waiver, exclusion] = [records.waivers.get(criterion.id), records.exclusions.get(criterion.id)];
  const state = stateOf({ finding, isWaived: waiver !== undefined, isNotApplicable: exclusion !== undefined });
  const basis = { waived: waiver?.id, not_applicable: exclusion?.id }[state as string] ?? basisId;
  const validUntil = (state === "waived" ? waiver?.until : until) ?? null;
  const weight = records.weights.get(criterion.id) ?? 1;
  return { ...base, criterion: criterion.id, state, weight, basisId: basis, validUntil: validUntil?.toISOString() ?? null };
}

/** Results as the core scores them; those of criteria that the rubric does not know are left out. */
export function scoredOf(
  criteria: ReadonlyMap<string, Criterion>,
  results: readonly Pick<Result, "criterion" | "state" | "weight">[],
): Scored[] {
  return results.flatMap(({ criterion: id, state, weight }) => {
    const criterion = criteria.get(id);
    if (criterion === undefined) return [];
    return [{ id, dimension: criterion.dimension, level: criterion.level, isCore: criterion.isCore, state, weight }];
  });
}

export const dimensionWeights = (weights: ReadonlyMap<string, number>): DimensionWeights =>
  Object.fromEntries(DIMENSION_IDS.flatMap((id): [Dimension, number][] => [[id, weights.get(id) ?? 1]]));

type Moment = Pick<SnapshotContent, "day" | "isDaily" | "origin" | "tookMs" | "measuredAt"> & { readonly at: Date };

/** Everything that is known at a moment, as one snapshot. */
export function snapshotOf(rubric: Rubric, found: ReadonlyMap<string, Found>, records: Records, moment: Moment): SnapshotContent {
  const results = rubric.criteria.map((criterion) => resultOf(criterion, found.get(criterion.id), records));
  const criteria = new Map(rubric.criteria.map((criterion) => [criterion.id, criterion]));
  const weights = dimensionWeights(records.weights);
  const card = scoreAll(scoredOf(criteria, results), weights);
  return {
    ...moment,
    at: moment.at.toISOString(),
    rubricVersion: rubric.version,
    level: card.level,
    score: card.score,
    dimensions: card.dimensions.map((one) => ({ ...one, weight: weights[one.dimension] ?? 1 })),
    states: countStates(results),
    results,
  };
}

/** What a check found, out of a result that was kept; null where it was not computed. */
export function foundOf(result: Result): Found | null {
  const { criterion, queryVersion, windowDays, n, minSample, held, samples, lack, missing, tookMs } = result;
  if (queryVersion === null || n === null || minSample === null || held === null) return null;
  return { criterion, queryVersion, windowDays, n, minSample, held, samples: samples ?? [], lack, missing, tookMs: tookMs ?? 0 };
}

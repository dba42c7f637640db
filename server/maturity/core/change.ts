import { type DimensionWeights, type Scorecard, type Scored, scoreAll } from "./score";
import type { State } from "./state";

/** A criterion as a snapshot kept it: what was said, and by which definition. */
export type Kept = Scored & {
  /** Everything that defines how it was judged: query version, window, conditions, sample. Equal texts are one definition. */
  readonly definition: string;
};
export type KeptCard = { readonly rubricVersion: string; readonly criteria: readonly Kept[]; readonly weights: DimensionWeights };

export type Moved = {
  readonly id: string;
  readonly from: State | null;
  readonly to: State | null;
  /** `definition` where it was judged otherwise than before, whatever the world did meanwhile. */
  readonly by: "world" | "definition";
};

export type Change = {
  /** Both together are the difference of the two scores. */
  readonly byWorld: number;
  readonly byDefinition: number;
  readonly moved: readonly Moved[];
};

const isSameDefinition = (a: Kept, b: Kept): boolean =>
  a.definition === b.definition && a.weight === b.weight && a.level === b.level && a.isCore === b.isCore;

/**
 * What moved the score between two snapshots. The earlier one is scored once more with what the world did to criteria whose
 * definition stayed: so far it was the world. All the rest is new criteria, queries, thresholds and weights.
 */
export function changeBetween(before: KeptCard, after: KeptCard): Change {
  const now = new Map(after.criteria.map((one) => [one.id, one]));
  const then = new Map(before.criteria.map((one) => [one.id, one]));
  const score = ({ criteria, weights }: Pick<KeptCard, "criteria" | "weights">): Scorecard => scoreAll(criteria, weights);
  const onlyWorld = before.criteria.map((one) => {
    const next = now.get(one.id);
    return next !== undefined && isSameDefinition(one, next) ? { ...one, state: next.state } : one;
  });
  const middle = score({ criteria: onlyWorld, weights: before.weights }).score;
  const moved = [...new Set([...then.keys(), ...now.keys()])].flatMap((id): Moved[] => {
    const [from, to] = [then.get(id), now.get(id)];
    const isSame = from !== undefined && to !== undefined && isSameDefinition(from, to);
    if (isSame && from.state === to.state) return [];
    return [{ id, from: from?.state ?? null, to: to?.state ?? null, by: isSame ? "world" : "definition" }];
  });
  return { byWorld: middle - score(before).score, byDefinition: score(after).score - middle, moved };
}

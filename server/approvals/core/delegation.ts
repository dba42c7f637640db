/** One person stands in for another, for a while. */
export type Spell = { readonly fromId: string; readonly toId: string; readonly startsAt: Date; readonly endsAt: Date };

const overlap = (a: Spell, b: Spell): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

/**
 * The people of the circle that `added` would close (A stands in for B, who stands in for A at some moment, over any
 * number of people), first and last the same; null when there is none.
 */
export function circleOf(added: Spell, spells: readonly Spell[]): string[] | null {
  const walk = (at: Spell, path: readonly string[], during: Spell): string[] | null => {
    if (at.toId === added.fromId) return [...path, at.toId];
    if (path.includes(at.toId)) return null;
    for (const next of spells) {
      if (next.fromId !== at.toId || !overlap(during, next)) continue;
      const common = {
        ...next,
        startsAt: during.startsAt > next.startsAt ? during.startsAt : next.startsAt,
        endsAt: during.endsAt < next.endsAt ? during.endsAt : next.endsAt,
      };
      const found = walk(next, [...path, at.toId], common);
      if (found !== null) return found;
    }
    return null;
  };
  return walk(added, [added.fromId], added);
}

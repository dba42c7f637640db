/** One person stands in for another, for a while. */
export type Spell = { readonly fromId: string; readonly toId: string; readonly startsAt: Date; readonly endsAt: Date };

const later = (a: Date, b: Date): Date => (a > b ? a : b);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

/** The part of `next` that lies within `spell`; null when there is none. */
function within(spell: Spell, next: Spell): Spell | null {
  const common = { ...next, startsAt: later(spell.startsAt, next.startsAt), endsAt: earlier(spell.endsAt, next.endsAt) };
  return common.startsAt < common.endsAt ? common : null;
}

type Path = { readonly at: Spell; readonly people: readonly string[] };

const stepsFrom = ({ at, people }: Path, spells: readonly Spell[]): Path[] =>
  spells
    .filter((spell) => spell.fromId === at.toId)
    .map((spell) => within(at, spell))
    .filter((next) => next !== null)
    .map((next) => ({ at: next, people: [...people, at.toId] }));

/**
 * The people of the circle that `added` would close (A stands in for B, who stands in for A at some moment, over any
 * number of people), first and last the same; null when there is none.
 */
export function circleOf(added: Spell, spells: readonly Spell[]): string[] | null {
  const paths: Path[] = [{ at: added, people: [added.fromId] }];
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    const { at, people } = path;
    if (at.toId === added.fromId) return [...people, at.toId];
    if (!people.includes(at.toId)) paths.push(...stepsFrom(path, spells));
  }
  return null;
}

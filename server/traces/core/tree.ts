/** What the shape of a trace is made from. */
export type Node = { readonly spanId: string; readonly parentId: string | null; readonly startedUs: number };

export type Placed = {
  /** Where the step stands among the others, parents before their children. */
  readonly index: number;
  /** The place of its parent in this order; -1 at the top. */
  readonly parent: number;
  readonly depth: number;
  /** Its parent has not come (yet), or is one of its own descendants: it stands at the top for want of another place. */
  readonly isOrphan: boolean;
  /** It stands at the top because its parents lead back to itself. */
  readonly isRing: boolean;
};

function childrenOf(nodes: readonly Node[]): ReadonlyMap<number, readonly number[]> {
  const at = new Map(nodes.map(({ spanId }, i) => [spanId, i]));
  const children = new Map<number, number[]>();
  nodes.forEach(({ parentId }, i) => {
    const parent = parentId === null ? -1 : (at.get(parentId) ?? -1);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [i]);
    else siblings.push(i);
  });
  return children;
}

/**
 * The steps in the order of a tree: parents before children, siblings by start. Every step has a place, whatever the
 * parents say: a ring of parents is broken at its earliest step.
 */
export function layOut(nodes: readonly Node[]): readonly Placed[] {
  const children = childrenOf(nodes);
  const isEarlier = (a: number, b: number) =>
    (nodes[a]?.startedUs ?? 0) - (nodes[b]?.startedUs ?? 0) || ((nodes[a]?.spanId ?? "") < (nodes[b]?.spanId ?? "") ? -1 : 1);
  const placed: Placed[] = [];
  const seen = new Set<number>();
  const walk = (top: number, isRing: boolean) => {
    const stack = [{ index: top, parent: -1, depth: 0 }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (seen.has(next.index)) continue;
      seen.add(next.index);
      const { index, parent, depth } = next;
      placed.push({ index, parent, depth, isOrphan: depth === 0 && nodes[index]?.parentId !== null, isRing: depth === 0 && isRing });
      const here = placed.length - 1;
      const below = [...(children.get(index) ?? [])].sort((a, b) => isEarlier(b, a));
      for (const child of below) stack.push({ index: child, parent: here, depth: depth + 1 });
    }
  };
  for (const top of [...(children.get(-1) ?? [])].sort(isEarlier)) walk(top, false);
  if (seen.size < nodes.length) for (const left of nodes.map((_, i) => i).sort(isEarlier)) if (!seen.has(left)) walk(left, true);
  return placed;
}

/** Of each step the name that it says itself, or that the nearest step above it says. */
export function inherited(placed: readonly Placed[], own: (index: number) => string | null): readonly (string | null)[] {
  const names: (string | null)[] = [];
  for (const { index, parent } of placed) names.push(own(index) ?? (parent >= 0 ? (names[parent] ?? null) : null));
  return names;
}

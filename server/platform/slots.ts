type Places = { readonly counts: Map<string, number>; readonly held: Map<string, Set<AbortController>> };

// Next.js loads modules once a bundle; the process must still count once.
const shared = globalThis as typeof globalThis & { reevePlaces?: Places };

function places(): Places {
  shared.reevePlaces ??= { counts: new Map(), held: new Map() };
  return shared.reevePlaces;
}

/**
 * Takes one of `limit` places that this holder may have in this process at a time; null when all are taken. Calling
 * the answer gives the place back, once however often it is called.
 */
export function takeSlot(holder: string, limit: number): (() => void) | null {
  const { counts } = places();
  const count = counts.get(holder) ?? 0;
  if (count >= limit) return null;
  counts.set(holder, count + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (counts.get(holder) ?? 1) - 1;
    if (left === 0) counts.delete(holder);
    else counts.set(holder, left);
  };
}

export type Place = { readonly signal: AbortSignal; readonly leave: () => void };

/**
 * Takes a place among the `limit` that this holder may have in this process at a time. It is always given: when all
 * are taken, the one that is held longest is taken away, which its signal says.
 */
export function displaceOldest(holder: string, limit: number): Place {
  const { held } = places();
  const own = held.get(holder) ?? new Set();
  held.set(holder, own);
  const mine = new AbortController();
  for (const oldest of own) {
    if (own.size < limit) break;
    own.delete(oldest);
    oldest.abort();
  }
  own.add(mine);
  const leave = () => {
    own.delete(mine);
    if (own.size === 0 && held.get(holder) === own) held.delete(holder);
  };
  return { signal: mine.signal, leave };
}

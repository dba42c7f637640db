/** An element that shows a line of the tree. */
export type Slot = { readonly key: number; readonly row: number };

/** The elements that are there, in the order of the lines that they show. */
export type Slots = {
  readonly slots: readonly Slot[];
  /** The line of the first of them. */
  readonly first: number;
  /** Whether all of them show what they are for: after a leap those out of view follow later. */
  readonly isSettled: boolean;
  /** How many were ever made. */
  readonly made: number;
};

export const NO_SLOTS: Slots = { slots: [], first: 1, isSettled: true, made: 0 };

/** The lines to draw, and those of them that are in view. */
export type Wanted = { readonly first: number; readonly count: number; readonly from: number; readonly to: number };

/**
 * Lays lines out over the elements that are there, since to change one is cheaper than to make one, and in the order of the
 * lines, since assistive technology reads them in it. Scrolled by less than all, those that left at one end come in again at
 * the other; after a leap each takes another line where it stands, those in view first.
 */
export function arrange(before: Slots, wanted: Wanted): Slots {
  const { first, count } = wanted;
  const by = first - before.first;
  const isNear = before.isSettled && before.slots.length === count && Math.abs(by) < count;
  if (!isNear) return leap(before, wanted);
  if (by === 0) return before;
  return by > 0 ? onward(before, by) : back(before, -by);
}

function onward({ slots, first, made }: Slots, by: number): Slots {
  const last = first + slots.length;
  const again = slots.slice(0, by).map(({ key }, i) => ({ key, row: last + i }));
  return { slots: [...slots.slice(by), ...again], first: first + by, isSettled: true, made };
}

/** New ones at the beginning: React would move all others behind one that it knows. */
function back({ slots, first, made }: Slots, by: number): Slots {
  const fresh = Array.from({ length: by }, (_, i) => ({ key: made + i, row: first - by + i }));
  return { slots: [...fresh, ...slots.slice(0, slots.length - by)], first: first - by, isSettled: true, made: made + by };
}

function leap(before: Slots, { first, count, from, to }: Wanted): Slots {
  let { made } = before;
  let isSettled = true;
  const slots = Array.from({ length: count }, (_, i) => {
    const row = first + i;
    const known = before.slots[i];
    if (known === undefined) return { key: made++, row };
    // What it shows is far away, and stays drawn there for a moment; no line is shown twice.
    const mayWait = (row < from || row > to) && (known.row < first || known.row >= first + count);
    if (mayWait) isSettled = false;
    return mayWait ? known : { key: known.key, row };
  });
  return { slots, first, isSettled, made };
}

/** The same with all of them showing what they are for. */
export function settled({ slots, first, made }: Slots): Slots {
  return { slots: slots.map(({ key }, i) => ({ key, row: first + i })), first, isSettled: true, made };
}

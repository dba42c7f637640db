import type { Found } from "./snapshot";
import { findingOf, type Held } from "./verdict";

/** A value within what a condition asks for, in its unit. */
function within({ op, bound, value }: Held): number {
  if (op === ">") return bound + 1;
  return op === ">=" ? Math.max(bound, value ?? bound) : bound;
}

/** A value beyond what a condition asks for, in its unit. */
function beyond({ op, bound, of }: Held): number {
  if (op === "<=") return bound * 2 + 1;
  if (op === "=" && bound === 0) return 2;
  return of === null && bound >= 1 ? Math.floor(bound / 2) : bound * 0.75;
}

/** A share is a whole number of rows of all. */
function turned(held: Held, isHeld: boolean): Held {
  const value = isHeld ? within(held) : beyond(held);
  const base = { ...held, low: null, high: null, isHeld };
  if (held.of === null) return { ...base, value };
  const hits = isHeld ? Math.ceil(value * held.of) : Math.floor(value * held.of);
  return { ...base, value: held.of === 0 ? value : hits / held.of, hits };
}

/** What a check might have found on another day: the other way round, without the rows behind it, which are of today. */
export function invert(found: Found): Found {
  const isMet = findingOf(found.held) === "met";
  return { ...found, held: found.held.map((one) => turned(one, !isMet)), samples: [], missing: null, lack: null, tookMs: 0 };
}

/** From the first day on, when each criterion that is met today became so: spread evenly, in the order given. */
export const becameMet = (ids: readonly string[], from: number, to: number): ReadonlyMap<string, number> =>
  new Map(ids.map((id, i) => [id, from + ((i + 1) / (ids.length + 1)) * (to - from)]));

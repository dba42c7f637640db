const taken = new Map<string, number>();

/**
 * Takes one of `limit` places that this holder may have in this process at a time; null when all are taken. Calling
 * the answer gives the place back, once however often it is called.
 */
export function takeSlot(holder: string, limit: number): (() => void) | null {
  const count = taken.get(holder) ?? 0;
  if (count >= limit) return null;
  taken.set(holder, count + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (taken.get(holder) ?? 1) - 1;
    if (left === 0) taken.delete(holder);
    else taken.set(holder, left);
  };
}

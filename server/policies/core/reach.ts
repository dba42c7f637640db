/** Whom one stage can reach, and how many of them must approve. */
export type StageReach = {
  readonly quorum: number;
  /** Approvers who are asked whenever the stage opens. */
  readonly always: readonly string[];
  /** Lists of which one person at a time is asked: the rotation of an on-call schedule, the managers of owners. */
  readonly oneOf: readonly (readonly string[])[];
};

/** The most people who can decide a stage at one moment. */
export function reachOf({ always, oneOf }: Omit<StageReach, "quorum">): number {
  const fixed = new Set(always);
  const turns = oneOf.map((people) => people.filter((id) => !fixed.has(id))).filter((people) => people.length > 0);
  return fixed.size + Math.min(turns.length, new Set(turns.flat()).size);
}

/**
 * The first stage that cannot be filled because whoever decides one stage decides no later one, or null. Answers a
 * stage only when no choice of people would do.
 */
export function stageWithoutOthers(stages: readonly StageReach[]): number | null {
  const slotOf = new Map<string, number>();
  const candidates: string[][] = [];
  /** Finds a person for a slot, moving others to another slot that can take them. */
  const fill = (slot: number, seen: Set<string>): boolean => {
    for (const id of candidates[slot] ?? []) {
      if (seen.has(id)) continue;
      seen.add(id);
      const held = slotOf.get(id);
      if (held !== undefined && !fill(held, seen)) continue;
      slotOf.set(id, slot);
      return true;
    }
    return false;
  };
  for (const [index, { quorum, always, oneOf }] of stages.entries()) {
    const people = [...new Set([...always, ...oneOf.flat()])];
    for (let needed = 0; needed < quorum; needed++) {
      candidates.push(people);
      if (!fill(candidates.length - 1, new Set())) return index;
    }
  }
  return null;
}

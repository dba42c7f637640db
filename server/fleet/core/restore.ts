/** How long someone's wish to restore an agent waits for a second person. */
export const RESTORE_LAPSES_MS = 24 * 60 * 60_000;

const RESTORE_OUTCOMES = ["restored", "withdrawn", "void", "lapsed"] as const;
export type RestoreOutcome = (typeof RESTORE_OUTCOMES)[number];

type Asked = { readonly askedById: string; readonly lapsesAt: Date; readonly killedAt: Date };

export type ConfirmBlock = "lapsed" | "killed_since" | "same_person";

/**
 * Why `personId` may not agree to a restore now, or null when they may: stopping takes one person, starting again two.
 * What was asked about one kill says nothing about another.
 */
export function confirmBlockOf(asked: Asked, stoppedAt: Date, person: { readonly id: string; readonly isAlone: boolean }, now: Date) {
  if (asked.lapsesAt <= now) return "lapsed" satisfies ConfirmBlock;
  if (asked.killedAt.getTime() !== stoppedAt.getTime()) return "killed_since" satisfies ConfirmBlock;
  return asked.askedById === person.id && !person.isAlone ? ("same_person" satisfies ConfirmBlock) : null;
}

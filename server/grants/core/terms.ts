import type { FieldError } from "@/server/kernel/result";

const DAY_MS = 86_400_000;
/** How far ahead a grant may end when one person gives it, and by how much two may extend it at a time. */
export const MAX_DAYS = 7;
export const MAX_EXTENSION_DAYS = 30;
/** An end is chosen a moment before it is sent. */
const SLACK_MS = 60_000;

const NO_END = `Say when it ends: a standing grant always has an end, at most ${MAX_DAYS} days away.`;

type Asked = { readonly endsAt: Date | null; readonly isThisRun: boolean };

/** What is wrong with the bounds of a grant that somebody is about to give, in words, by field. */
export function faultsOf({ endsAt, isThisRun }: Asked, runId: string | null, now: Date): FieldError[] {
  const faults: FieldError[] = [];
  const ahead = endsAt === null ? null : endsAt.getTime() - now.getTime();
  if (ahead === null) faults.push({ path: "grant.endsAt", message: NO_END });
  else if (ahead <= 0) faults.push({ path: "grant.endsAt", message: "That moment is past: choose an end that is still to come." });
  else if (ahead > MAX_DAYS * DAY_MS + SLACK_MS)
    faults.push({ path: "grant.endsAt", message: `At most ${MAX_DAYS} days away. Longer takes an operator's confirmation, later.` });
  if (isThisRun && runId === null)
    faults.push({ path: "grant.isThisRun", message: "This request names no run, so nothing can be bound to it." });
  return faults;
}

/** What is wrong with a later end that somebody asks for, or null. */
export function extensionFault(until: Date, endsAt: Date, now: Date): string | null {
  if (until <= endsAt) return "Choose a later end than the one it has.";
  if (until.getTime() - now.getTime() > MAX_EXTENSION_DAYS * DAY_MS + SLACK_MS) return `At most ${MAX_EXTENSION_DAYS} days from now.`;
  return null;
}

export const END_CAUSES = ["expired", "used_up", "revoked", "killed", "retired", "tool_changed", "agent_changed"] as const;
export type EndCause = (typeof END_CAUSES)[number];

import type { QueueRow } from "@/server/approvals/schema";

/** The server decides at most so many in one go. */
export const MOST = 100;

export type Selected = ReadonlySet<string>;

/** At most as many as can be decided in one go: the first ones in the order of the list. */
export const capped = (ids: readonly string[]): Selected => new Set(ids.slice(0, MOST));

/** With this one in, or out; one too many stays out. */
export function toggled(selected: Selected, id: string): Selected {
  if (selected.has(id)) return new Set([...selected].filter((one) => one !== id));
  return capped([...selected, id]);
}

/** With everything from one row to another, whichever comes first in the list. */
export function ranged(selected: Selected, ids: readonly string[], from: string, to: string): Selected {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a === -1 || b === -1) return toggled(new Set([...selected].filter((one) => one !== to)), to);
  return capped([...new Set([...selected, ...ids.slice(Math.min(a, b), Math.max(a, b) + 1)])]);
}

/** Where to go on once these were decided: the row that is open if it stays, else the next one that does. */
export function nextAfter(ids: readonly string[], openId: string | null, gone: Selected): string | null {
  const stays = (id: string) => !gone.has(id);
  const at = openId === null ? -1 : ids.indexOf(openId);
  if (openId !== null && stays(openId)) return openId;
  return ids.slice(at + 1).find(stays) ?? ids.slice(0, Math.max(0, at)).findLast(stays) ?? null;
}

/** What to say before sending of those that will be refused; null when there are none. */
export function highWords(rows: readonly QueueRow[]): string | null {
  const high = rows.filter((row) => row.riskTier === "high").length;
  if (high === 0) return null;
  if (rows.length === 1) return "It is high risk: decide it on its own card.";
  const which = high === rows.length ? "All of them are" : `${high} of them ${high === 1 ? "is" : "are"}`;
  return `${which} high risk: ${high === 1 ? "it is" : "they are"} refused here, and decided one by one.`;
}

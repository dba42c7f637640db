// Reasons that were begun: the form goes away when the window gets too small for it, and with the next card.
const drafts = new Map<string, string>();

/** What was written so far of the reason to reject this request. */
export const draftOf = (id: string): string => drafts.get(id) ?? "";

/** Keeps it for as long as the page is open; an empty one is forgotten. */
export function keepDraft(id: string, text: string): void {
  if (text === "") drafts.delete(id);
  else drafts.set(id, text);
}

import { cleanLine, cleanText } from "@/server/kernel/untrusted";

export type UntrustedTextProps = {
  readonly text: string;
  /** Who wrote it: an agent's name, as it was sent. */
  readonly writer: string;
  /** Characters that were already taken out on the way here. */
  readonly removedCharacters?: number;
};

const removedWords = (count: number) => `${count} unreadable ${count === 1 ? "character" : "characters"} removed.`;
const LONGEST_NAME = 160;

const isLong = (text: string) => text.length > 400 || text.split("\n").length > 8;

/** What an agent wrote: apart from facts, never active content, in the one dashed outline there is. */
export function UntrustedText({ text, writer, removedCharacters = 0 }: UntrustedTextProps) {
  const plain = cleanText(text);
  const removed = plain.removed + removedCharacters;
  return (
    <figure className="rounded-sm border border-dashed border-line-strong px-3 pt-2 pb-2.5">
      <figcaption className="text-xs text-ink-3">
        Written by {cleanLine(writer, LONGEST_NAME)}. Not a fact of the record.{removed > 0 && ` ${removedWords(removed)}`}
      </figcaption>
      <blockquote
        // What scrolls must be reachable by keyboard.
        tabIndex={isLong(plain.text) ? 0 : undefined}
        dir="auto"
        className="mt-0.5 max-h-64 overflow-y-auto text-sm whitespace-pre-wrap text-ink-2 wrap-anywhere"
      >
        {plain.text}
      </blockquote>
    </figure>
  );
}

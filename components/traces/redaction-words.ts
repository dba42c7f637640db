import { listWords } from "@/server/kernel/list-words";
import { ROLE_NAMES } from "@/server/kernel/roles";
import type { Finder, Part, Revealer, What } from "@/server/traces/core/redaction/rule";
import type { Change } from "@/server/traces/redaction-schema";

export const FINDER_NAMES: Readonly<Record<Finder, string>> = {
  secrets: "Keys and tokens",
  cards: "Card numbers",
  ibans: "Bank accounts (IBAN)",
  emails: "E-mail addresses",
};
const FINDER_WORDS: Readonly<Record<Finder, string>> = {
  secrets: "API keys, bearer tokens, private keys, passwords within addresses",
  cards: "Numbers of those who issue cards, with a right check digit",
  ibans: "Accounts with right check digits, with or without spaces",
  emails: "Whatever is written like name@host.example",
};
export const PART_WORDS: Readonly<Record<Part, string>> = { args: "arguments", result: "result", both: "arguments and result" };
export const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  added: "added",
  changed: "changed",
  moved: "moved",
  switched_on: "switched on",
  switched_off: "switched off",
  removed: "removed",
};

const SHOWN_NAMES = 4;

/** What a rule takes out, in words. */
export function whatWords(what: What): string {
  switch (what.kind) {
    case "names": {
      const shown = what.names.slice(0, SHOWN_NAMES).join(", ");
      const more = what.names.length - SHOWN_NAMES;
      return `Values under ${shown}${more > 0 ? ` and ${more} more names` : ""}`;
    }
    case "found":
      return FINDER_WORDS[what.finder];
    case "pattern":
      return `What fits ${what.pattern}${what.ignoreCase ? ", in capitals or not" : ""}`;
    case "tool":
      return `The whole ${PART_WORDS[what.part]}`;
  }
}

/** Where a rule looks, in words. */
export const whereWords = (tools: readonly string[]): string =>
  tools.length === 0 ? "everywhere" : `calls of ${listWords([...tools], "and")}`;

/** What becomes of the original, in words. */
export const originalWords = (revealTo: readonly Revealer[]): string =>
  revealTo.length === 0
    ? "gone for good"
    : `encrypted; ${listWords(
        revealTo.map((role) => ROLE_NAMES[role].toLowerCase()),
        "or",
      )} may reveal`;

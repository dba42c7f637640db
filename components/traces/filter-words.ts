import type { AuthorityKind } from "@/server/traces/core/standing";
import type { Span } from "./trace-address";

export const SPAN_WORDS = { today: "Today", week: "Last 7 days", month: "Last 30 days", quarter: "Last 90 days" } as const satisfies Record<
  Span,
  string
>;

/** On what the weightiest word of the gate in a run rests. */
export const AUTHORITY_WORDS = {
  person: "A person",
  grant: "A standing grant",
  rule: "A rule",
  gate: "A limit or a stop",
  open: "None yet",
  none: "Nothing was asked",
} as const satisfies Record<AuthorityKind | "none", string>;

/** What a list may be narrowed to by cost, in US dollars. */
export const COSTS = { "0.01": "1 cent or more", "0.1": "10 cents or more", "1": "$1 or more", "10": "$10 or more" } as const;

/** What a list may be narrowed to by how long it took, in seconds. */
export const LASTINGS = {
  "10": "10 s or longer",
  "60": "1 minute or longer",
  "600": "10 minutes or longer",
  "3600": "1 hour or longer",
} as const;

export const ORDER_WORDS = { longest: "Longest first", costliest: "Costliest first" } as const;

const wordsFor = (words: Readonly<Record<string, string>>, value: number, otherwise: string): string => words[value] ?? otherwise;

/** A cost that the address asks for, in words, whether it is one of the choices or not. */
export const costFilterWords = (usd: number): string => wordsFor(COSTS, usd, `$${usd} or more`);

/** The same for a duration. */
export const lastingFilterWords = (seconds: number): string => wordsFor(LASTINGS, seconds, `${seconds} s or longer`);

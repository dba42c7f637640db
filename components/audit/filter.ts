import { createLoader, parseAsIsoDate, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { ListEntriesInput } from "@/server/audit/schema";

const PAGE_LENGTH = 50;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Spans that end today, by how many days they hold. An address with one of them means them anew every day. */
export const SPANS = { today: 1, week: 7, month: 30 } as const;
export type Span = keyof typeof SPANS;
export const SPAN_NAMES = Object.keys(SPANS) as Span[];

/** What of the list stands in the address. Days are of UTC, as the record is. */
export const AUDIT_PARAMS = {
  kind: parseAsString,
  who: parseAsString,
  agent: parseAsString,
  action: parseAsString,
  span: parseAsStringLiteral(SPAN_NAMES),
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  entry: parseAsString,
};

export const loadAuditParams = createLoader(AUDIT_PARAMS);

export type AuditParams = Awaited<ReturnType<typeof loadAuditParams>>;

/** The day that a person wrote as 2026-11-22; undefined when there is no such day. */
export function parseDay(text: string): Date | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && formatDay(day) === text ? day : undefined;
}

/** A day as the address has it: 2026-11-22. */
export const formatDay = (day: Date): string => day.toISOString().slice(0, 10);

/** The first moment of a span: a midnight of UTC, so that a query stays the same for a day. */
const startOf = (span: Span, nowMs: number): Date => new Date(Math.floor(nowMs / DAY_MS) * DAY_MS - (SPANS[span] - 1) * DAY_MS);

/** The query that the address asks for. The last day counts whole; a span wins over days. */
export function filterOf({ kind, who, agent, action, span, from, to }: AuditParams, nowMs: number): Omit<ListEntriesInput, "cursor"> {
  const first = span === null ? from : startOf(span, nowMs);
  const last = span === null ? to : null;
  return {
    kind: kind ?? undefined,
    who: who ?? undefined,
    agent: agent ?? undefined,
    actionId: action ?? undefined,
    from: first?.toISOString(),
    to: last === null ? undefined : new Date(last.getTime() + DAY_MS).toISOString(),
    limit: PAGE_LENGTH,
  };
}

/** Whether anything narrows the list. */
export const isNarrowed = ({ kind, who, agent, action, span, from, to }: AuditParams): boolean =>
  [kind, who, agent, action, span, from, to].some((part) => part !== null);

export const NOTHING_NARROWED = { kind: null, who: null, agent: null, action: null, span: null, from: null, to: null } as const;

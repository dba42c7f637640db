import { createLoader, parseAsIsoDate, parseAsString } from "nuqs/server";
import type { ListEntriesInput } from "@/server/audit/schema";

const PAGE_LENGTH = 50;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** What of the list stands in the address. Days are of UTC, as the record is. */
export const AUDIT_PARAMS = {
  kind: parseAsString,
  who: parseAsString,
  agent: parseAsString,
  action: parseAsString,
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  entry: parseAsString,
};

export const loadAuditParams = createLoader(AUDIT_PARAMS);

export type AuditParams = Awaited<ReturnType<typeof loadAuditParams>>;

/** The query that the address asks for. The last day counts whole. */
export function filterOf({ kind, who, agent, action, from, to }: AuditParams): Omit<ListEntriesInput, "cursor"> {
  return {
    kind: kind ?? undefined,
    who: who ?? undefined,
    agent: agent ?? undefined,
    actionId: action ?? undefined,
    from: from?.toISOString(),
    to: to === null ? undefined : new Date(to.getTime() + DAY_MS).toISOString(),
    limit: PAGE_LENGTH,
  };
}

/** Whether anything narrows the list. */
export const isNarrowed = ({ kind, who, agent, action, from, to }: AuditParams): boolean =>
  [kind, who, agent, action, from, to].some((part) => part !== null);

export const NOTHING_NARROWED = { kind: null, who: null, agent: null, action: null, from: null, to: null } as const;

import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What of the ledger stands in the address. */
export const GRANT_PARAMS = {
  show: parseAsStringLiteral(["live", "past"] as const).withDefault("live"),
  agent: parseAsString,
  tool: parseAsString,
  /** The grant whose uses are open. */
  open: parseAsString,
};

export const loadGrantParams = createLoader(GRANT_PARAMS);
export type GrantParams = Awaited<ReturnType<typeof loadGrantParams>>;

export const GRANTS_HREF = "/queue/grants";
export const grantHref = (id: string): string => `${GRANTS_HREF}?open=${encodeURIComponent(id)}`;
/** Where a decision is explained, and what became of it. */
export const actionHref = (id: string): string => `/policies?action=${encodeURIComponent(id)}`;

/** The query that the address asks for. */
export const grantFilterOf = ({ show, agent, tool }: GrantParams) => ({ show, agent, tool });

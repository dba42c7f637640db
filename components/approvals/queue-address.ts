import type { QueueInput, RiskTier } from "@/server/approvals/schema";

export const TABS = ["forMe", "heldByMe", "all"] as const satisfies readonly QueueInput["tab"][];
export const SORTS = ["urgency", "newest"] as const satisfies readonly QueueInput["sort"][];
export const RISKS = ["high", "medium", "low"] as const satisfies readonly RiskTier[];

/** How many rows a page of the list holds. */
const PAGE_SIZE = 100;

/** What the address of the queue says of the list. Which request is open stands beside it, as `open`. */
export type QueueFilter = {
  readonly tab: QueueInput["tab"];
  readonly sort: QueueInput["sort"];
  readonly risk: RiskTier | null;
  readonly agent: string | null;
  readonly q: string;
};

type Params = { readonly [key: string]: string | readonly string[] | null | undefined };

const one = (value: Params[string]): string | null => (typeof value === "string" && value.trim() !== "" ? value : null);
const oneOf = <T extends string>(choices: readonly T[], value: string | null): T | null =>
  choices.find((choice) => choice === value) ?? null;

/** Reads the address; what it says wrongly counts as not said. Nothing ever waits for who decides nothing: they see all of it. */
export const readQueueFilter = (params: Params, isDecider: boolean): QueueFilter => ({
  tab: isDecider ? (oneOf(TABS, one(params.tab)) ?? "forMe") : "all",
  sort: oneOf(SORTS, one(params.sort)) ?? "urgency",
  risk: oneOf(RISKS, one(params.risk)),
  agent: one(params.agent)?.slice(0, 200) ?? null,
  q: one(params.q)?.slice(0, 200) ?? "",
});

/** The query of the list, the same on the server and in the browser. */
export const queueQuery = ({ tab, sort, risk, agent, q }: QueueFilter) => ({
  tab,
  sort,
  risk: risk === null ? [] : [risk],
  ...(agent === null ? {} : { agent }),
  ...(q.trim() === "" ? {} : { text: q.trim() }),
  limit: PAGE_SIZE,
});

/** How the list goes on, the same on the server and in the browser. */
export const queuePaging = { getNextPageParam: (page: { readonly nextCursor: string | null }) => page.nextCursor };

/** Whether fewer are shown than the tab holds. */
export const isNarrowed = ({ risk, agent, q }: QueueFilter): boolean => risk !== null || agent !== null || q.trim() !== "";

/** The filter as the part of an address after `?`, without what goes without saying; empty when nothing is left. */
function search(filter: QueueFilter, open: string | null): string {
  const params = new URLSearchParams();
  if (filter.tab !== "forMe") params.set("tab", filter.tab);
  if (filter.q !== "") params.set("q", filter.q);
  if (filter.risk !== null) params.set("risk", filter.risk);
  if (filter.agent !== null) params.set("agent", filter.agent);
  if (filter.sort !== "urgency") params.set("sort", filter.sort);
  if (open !== null) params.set("open", open);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** The list, with a request open beside it or none. */
export const queueHref = (filter: QueueFilter, open: string | null = null): string => `/queue${search(filter, open)}`;
/** A request on its own page, which knows the list that it was opened from. */
export const requestHref = (filter: QueueFilter, id: string): string => `/queue/${id}${search(filter, null)}`;

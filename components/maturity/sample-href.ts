import { isId } from "@/server/kernel/ids";
import type { SampleRow } from "@/server/maturity/schema";

const HREFS: Readonly<Record<string, (id: string) => string>> = {
  // Why it was decided so is open to everyone who reads the scorecard; the record itself is not.
  action: (id) => `/policies?view=explain&action=${encodeURIComponent(id)}`,
  approval: (id) => `/queue/${encodeURIComponent(id)}`,
  trace: (id) => `/traces/${encodeURIComponent(id)}`,
  person: () => "/settings/people",
  group: () => "/settings/groups",
  grant: () => "/queue/grants",
  key: () => "/settings/keys",
  stream: () => "/traces/retention",
  policy: () => "/policies",
  rule: () => "/policies",
  statement: () => "/spend/statements",
  model: () => "/spend/prices",
  team: () => "/agents/teams",
};

/** The page on which a row behind a figure can be looked at; null where it has none. */
export function sampleHref({ kind, id, label }: SampleRow): string | null {
  if (kind === "record" && isId("governanceRecord", id)) return `/maturity/records?id=${id}`;
  if (kind === "agent") return `/agents/${encodeURIComponent(label)}`;
  if (kind === "tool") return `/agents/tools/${encodeURIComponent(label)}`;
  if (kind === "budget") return `/spend/budgets/${encodeURIComponent(id)}`;
  return HREFS[kind]?.(id) ?? null;
}

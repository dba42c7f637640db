import { createLoader, parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { BREAKDOWNS, type Breakdown, WITHIN } from "@/server/spend/core/explore";
import { RUN_ORDERS } from "@/server/spend/runs-schema";
import { type ExploreInput, SPANS, UNATTRIBUTED } from "@/server/spend/schema";
import { UNATTRIBUTED_LABEL } from "./prepare-spend";

/** By what the table of who spends can be ordered. */
export const WHO_SORTS = ["name", "spend", "share", "change", "runs", "run", "success", "calls", "call", "tokens", "end"] as const;
export type WhoSort = (typeof WHO_SORTS)[number];

const OPENED = parseAsArrayOf(parseAsString);

/** What of the page stands in the address. */
export const SPEND_PARAMS = {
  span: parseAsStringLiteral(SPANS),
  from: parseAsString,
  to: parseAsString,
  vsFrom: parseAsString,
  vsTo: parseAsString,
  by: parseAsStringLiteral(BREAKDOWNS),
  team: parseAsString,
  agent: parseAsString,
  task: parseAsString,
  model: parseAsString,
  provider: parseAsString,
  environment: parseAsString,
  person: parseAsString,
  centre: parseAsString,
  tool: parseAsString,
  /** Which rows of who spends are open, and how they are ordered. */
  open: OPENED,
  sort: parseAsStringLiteral(WHO_SORTS),
  dir: parseAsStringLiteral(["asc", "desc"]),
  /** How many runs are listed, and in which order. */
  runs: parseAsInteger,
  order: parseAsStringLiteral(RUN_ORDERS),
};

export const loadSpendParams = createLoader(SPEND_PARAMS);
export type SpendParams = Awaited<ReturnType<typeof loadSpendParams>>;

/** Which parameter narrows by which dimension. */
export const PARAM_OF = {
  team: "team",
  agent: "agent",
  taskClass: "task",
  model: "model",
  provider: "provider",
  environment: "environment",
  person: "person",
  costCentre: "centre",
  tool: "tool",
} as const satisfies Record<Breakdown, keyof SpendParams>;

export const DIMENSION_WORDS: Readonly<Record<Breakdown, string>> = {
  team: "Team",
  agent: "Agent",
  taskClass: "Task class",
  model: "Model",
  provider: "Provider",
  environment: "Environment",
  person: "Person",
  costCentre: "Cost centre",
  tool: "Tool",
};

/** How what has no key is called: what is nobody's, or what no tool was called for. */
export const noneLabel = (by: Breakdown): string => (by === "tool" ? "No tool" : UNATTRIBUTED_LABEL);

const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
const said = (text: string | null): string | undefined => text?.slice(0, 256) || undefined;

/** By what it is broken down: by team, until someone says otherwise. */
export const byOf = ({ by }: Pick<SpendParams, "by">): Breakdown => by ?? "team";

/** The query that the address asks for; days that are none count as not said. */
export function queryOf(params: SpendParams): ExploreInput {
  const { from, to, vsFrom, vsTo, span } = params;
  const days = isDay(from) && isDay(to) && from <= to ? { from, to } : {};
  const against = isDay(vsFrom) && isDay(vsTo) && vsFrom <= vsTo ? { vsFrom, vsTo } : {};
  const filters = Object.fromEntries(
    BREAKDOWNS.flatMap((name) => {
      const value = said(params[PARAM_OF[name]]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { span: span ?? "month", by: byOf(params), ...days, ...against, ...filters };
}

/** The dimensions that the address narrows by, with what each is narrowed to. */
export const narrowedBy = (params: SpendParams): readonly { readonly dimension: Breakdown; readonly value: string }[] =>
  BREAKDOWNS.flatMap((dimension) => {
    const value = said(params[PARAM_OF[dimension]]);
    return value === undefined ? [] : [{ dimension, value }];
  });

/** The address of the page with some of it changed. */
export function spendHref(params: SpendParams, change: Partial<SpendParams>): string {
  const all = { ...params, ...change };
  const query = new URLSearchParams(
    Object.entries(all).flatMap(([name, value]) =>
      value === null || value === "" ? [] : [[name, Array.isArray(value) ? OPENED.serialize(value) : String(value)]],
    ),
  ).toString();
  return query === "" ? "/spend" : `/spend?${query}`;
}

/** The address of what a row is made of. */
export const drillHref = (params: SpendParams, dimension: Breakdown, key: string): string =>
  spendHref(params, { [PARAM_OF[dimension]]: key, by: WITHIN[dimension], runs: null, open: null });

/** Where the runs stand that the page is narrowed to. */
export const RUNS_ID = "runs";
/** The address of the runs that a row is of. */
export const runsHref = (params: SpendParams, dimension: Breakdown, key: string): string =>
  `${spendHref(params, { [PARAM_OF[dimension]]: key, runs: null })}#${RUNS_ID}`;

/** Which parameter of the list of traces narrows by which dimension; by the others it cannot be narrowed. */
const TRACE_PARAM = {
  team: "team",
  agent: "agent",
  taskClass: "task",
  model: "model",
  person: "person",
  provider: null,
  environment: null,
  costCentre: null,
  tool: "tool",
} as const satisfies Record<Breakdown, string | null>;

type Between = { readonly from: string; readonly until: string };

/** The traces that a row is of, in the same days, the dearest first; null where the list of traces cannot be narrowed so. */
export function tracesHref(params: SpendParams, { from, until }: Between, dimension: Breakdown, key: string | null): string | null {
  const name = TRACE_PARAM[dimension];
  if (key === null || name === null) return null;
  const query = new URLSearchParams({ [name]: key });
  for (const { dimension: other, value } of narrowedBy(params)) {
    const beside = TRACE_PARAM[other];
    if (beside === null || value === UNATTRIBUTED) return null;
    if (!query.has(beside)) query.set(beside, value);
  }
  query.set("from", from);
  query.set("to", until);
  query.set("sort", "costliest");
  return `/traces?${query.toString()}`;
}

type Pricing = { readonly model?: string | null; readonly provider?: string | null };

/** Where a model is given a price, or a name its model. */
export function pricesHref({ model, provider }: Pricing = {}): string {
  const query = new URLSearchParams();
  if (model) query.set("price", model);
  if (provider) query.set("of", provider);
  return query.size === 0 ? "/spend/prices" : `/spend/prices?${query.toString()}`;
}

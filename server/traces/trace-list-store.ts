import type pg from "pg";
import { pool } from "@/server/platform/db";
import type { AuthorityKind, RunOutcome } from "./core/standing";
import { TRACE_COLUMNS, type TraceRow } from "./trace-store";

export type Filter = {
  readonly agent?: string | undefined;
  readonly team?: string | undefined;
  readonly taskClass?: string | undefined;
  readonly person?: string | undefined;
  readonly tool?: string | undefined;
  readonly model?: string | undefined;
  readonly outcome?: RunOutcome | undefined;
  readonly authority?: AuthorityKind | "none" | undefined;
  /** Any of these agents, instead of one. */
  readonly agents?: readonly string[] | undefined;
  readonly ungoverned?: boolean | undefined;
  readonly minCostMicroUsd?: string | undefined;
  readonly minDurationMs?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The beginning of an id. */
  readonly idPrefix?: string | undefined;
  /** Words that steps of the trace must hold, each as a query of `tsvector`. */
  readonly words?: readonly string[] | undefined;
};
export type Order = "newest" | "longest" | "costliest";
export type Place = { readonly at: string; readonly id: string };

/** How a run stands where the gate made nothing of it. */
const ENDINGS = {
  failed: "gate_outcome is null and is_failed",
  running: "gate_outcome is null and running > 0 and not is_failed",
  done: "gate_outcome is null and running = 0 and not is_failed",
} as const;
const ORDERS = {
  newest: "first_at desc, id desc",
  longest: "last_at - first_at desc, id desc",
  costliest: "cost_pico_usd desc, id desc",
} as const;

/** Gathers the values of a statement as their places are named. */
export class Values {
  readonly list: unknown[] = [];
  add = (value: unknown): string => `$${this.list.push(value)}`;
}

type Part = readonly [value: unknown, sql: (parameter: string) => string];
const sqlOf = (parts: readonly Part[], values: Values): string[] =>
  parts.flatMap(([value, sql]) =>
    value === undefined || value === null || value === false ? [] : [sql(value === true ? "" : values.add(value))],
  );

const isEnding = (outcome: RunOutcome | undefined): outcome is keyof typeof ENDINGS => outcome !== undefined && outcome in ENDINGS;

/** The one condition that leads through an index by date: that of the fewest traces, as a rule. */
const leads = ({ person, taskClass, agent, team, ungoverned, outcome, authority }: Filter): readonly Part[] => {
  const parts: readonly Part[] = [
    [person, (p) => `initiator_id = ${p}`],
    [ungoverned, () => "ungoverned > 0"],
    [outcome === "failed", () => ENDINGS.failed],
    [isEnding(outcome) ? undefined : outcome, (p) => `gate_outcome = ${p}`],
    [taskClass, (p) => `task_class = ${p}`],
    [agent, (p) => `agent_name = ${p}`],
    [authority === "none" ? undefined : authority, (p) => `authority = ${p}`],
    [team, (p) => `team = ${p}`],
  ];
  return parts.filter(([value]) => value !== undefined && value !== false);
};

const span = ({ from, to }: Filter, after: Place | null, values: Values): string[] => [
  ...sqlOf(
    [
      [from, (p) => `first_at >= ${p}::timestamptz`],
      [to, (p) => `first_at < ${p}::timestamptz`],
    ],
    values,
  ),
  ...(after === null ? [] : [`(first_at, id) < (${values.add(after.at)}::timestamptz, ${values.add(after.id)})`]),
];

/** What is asked of each trace beside that. */
const others = (
  { tool, model, outcome, authority, agents, minCostMicroUsd, minDurationMs, idPrefix }: Filter,
  values: Values,
): string[] => [
  ...sqlOf(
    [
      [agents, (p) => `agent_name = any(${p}::text[])`],
      [tool, (p) => `tools @> array[${p}::text]`],
      [model, (p) => `models @> array[${p}::text]`],
      [minCostMicroUsd, (p) => `cost_pico_usd >= ${p}::numeric * 1000000`],
      [minDurationMs, (p) => `last_at - first_at >= ${p}::int8 * interval '1 millisecond'`],
      [idPrefix, (p) => `starts_with(id, ${p})`],
    ],
    values,
  ),
  ...(authority === "none" ? ["authority is null"] : []),
  ...(isEnding(outcome) && outcome !== "failed" ? [ENDINGS[outcome]] : []),
];

const bracketed = (parts: readonly string[]): string => (parts.length === 0 ? "true" : parts.join(" and "));

export const query = async <R extends pg.QueryResultRow>(text: string, values: Values): Promise<R[]> =>
  (await pool().query<R>({ text, values: values.list })).rows;

/** As many traces of one kind as are few, and looked through all at once. */
const FEW = 2_000;
/** As many traces as are looked through for one page: a seldom thing is then looked for further back by the next one. */
const MOST_LOOKED_AT = { plain: 8_000, words: 2_000 } as const;

const isFew = async (sql: string, values: Values): Promise<boolean> => {
  const [found] = await query<{ count: number }>(`select count(*)::int as count from (${sql} limit ${FEW}) found`, values);
  return (found?.count ?? 0) < FEW;
};

/**
 * A condition that only few traces meet, if there is one: PostgreSQL guesses too many for names and words that it seldom
 * sees, and would look through the whole list by date for what an index finds at once.
 */
export async function findFew({ tool, model, agents, words = [], idPrefix }: Filter): Promise<((values: Values) => string) | null> {
  if (idPrefix !== undefined) return (values) => `id >= ${values.add(idPrefix)} and id < ${values.add(`${idPrefix}g`)}`;
  for (const word of words) {
    const values = new Values();
    if (await isFew(`select 1 from trace_words where words @@ ${values.add(word)}::tsquery`, values))
      return (own) => `id in (select trace_id from trace_words where words @@ ${own.add(word)}::tsquery)`;
  }
  if (tool === undefined && model === undefined && agents === undefined) return null;
  const sets = (values: Values) => bracketed(others({ tool, model, agents }, values));
  const values = new Values();
  return (await isFew(`select 1 from trace where ${sets(values)}`, values)) ? sets : null;
}

/** A query of its own for each trace, which PostgreSQL does not turn into a join of all that hold the word. */
const hold = (words: readonly string[], values: Values): string[] =>
  words.map((word) => `(select true from trace_words w where w.trace_id = trace.id and w.words @@ ${values.add(word)}::tsquery limit 1)`);

/** What is asked of each trace beside its span of time and the first of the conditions that lead through an index. */
export const restOf = (filter: Filter, values: Values, led: 0 | 1): string =>
  bracketed([...sqlOf(leads(filter).slice(led), values), ...others(filter, values), ...hold(filter.words ?? [], values)]);

const TOLD = `${TRACE_COLUMNS}, to_json(first_at)#>>'{}' as at`;
export type ListedRow = TraceRow & { readonly at: string };
export type Listed = {
  readonly rows: readonly ListedRow[];
  /** Where the search stopped short of the end of the list. */
  readonly reached: Place | null;
};

/** Those that meet a seldom condition, all of them, put in order. */
async function listFew(few: (values: Values) => string, filter: Filter, after: Place | null, order: Order, limit: number): Promise<Listed> {
  const values = new Values();
  const seldom = few(values);
  const rest = [...span(filter, after, values), restOf(filter, values, 0)];
  const rows = await query<ListedRow>(
    `with few as materialized (select * from trace where ${seldom}) select ${TOLD} from few trace where ${bracketed(rest)}
     order by ${ORDERS[order]} limit ${values.add(limit)}`,
    values,
  );
  return { rows, reached: null };
}

/** The traces that lead through an index by date, from a place on, at most so many; what else is asked is asked of those. */
export function along(filter: Filter, after: Place | null, most: number, columns: string, values: Values): string {
  const conditions = [...sqlOf(leads(filter).slice(0, 1), values), ...span(filter, after, values)];
  return `select ${columns} from trace where ${bracketed(conditions)} order by first_at desc, id desc limit ${most}`;
}

/** The last place that such a search comes to, null when it comes to the end of the list. */
export async function reachOf(filter: Filter, after: Place | null, most: number): Promise<Place | null> {
  const values = new Values();
  const rows = await query<Place>(`${along(filter, after, 1, "id, to_json(first_at)#>>'{}' as at", values)} offset ${most - 1}`, values);
  return rows[0] ?? null;
}

const mostLookedAt = ({ words = [] }: Filter): number => (words.length === 0 ? MOST_LOOKED_AT.plain : MOST_LOOKED_AT.words);

/** The statement that looks through traces by date, and its values. */
export function walkStatement(
  filter: Filter,
  after: Place | null,
  order: Order,
  limit: number,
): { readonly text: string; readonly values: unknown[] } {
  const values = new Values();
  const seen = along(filter, after, mostLookedAt(filter), "*", values);
  const sorted = `order by ${ORDERS[order]}`;
  // What a line tells is read of those that are on the page, not of all that are sorted for it.
  const picked = `select id from (${seen}) trace where ${restOf(filter, values, 1)} ${sorted} limit ${values.add(limit)}`;
  const text = `with picked as materialized (${picked}) select ${TOLD} from trace where id in (select id from picked) ${sorted}`;
  return { text, values: values.list };
}

/** Looks through traces by date, as many as fit into a moment. */
async function walk(filter: Filter, after: Place | null, order: Order, limit: number): Promise<Listed> {
  const { rows } = await pool().query<ListedRow>(walkStatement(filter, after, order, limit));
  const isWhole = order === "newest" && rows.length >= limit;
  return { rows, reached: isWhole ? null : await reachOf(filter, after, mostLookedAt(filter)) };
}

/** Whether any trace's id begins so. */
export async function hasIdPrefix(prefix: string): Promise<boolean> {
  const values = new Values();
  return (
    (await query(`select 1 from trace where id >= ${values.add(prefix)} and id < ${values.add(`${prefix}g`)} limit 1`, values)).length > 0
  );
}

/** A page of traces in an order, after a place. The exact start of each is text, since it is finer than a `Date`. */
export async function listTraces(filter: Filter, after: Place | null, order: Order, limit: number): Promise<Listed> {
  const few = await findFew(filter);
  return few === null ? walk(filter, after, order, limit) : listFew(few, filter, after, order, limit);
}

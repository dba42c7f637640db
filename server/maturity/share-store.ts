import type { ByAgent, Check, Measurement, Population, Reading, Sample, SampleKind, Tally } from "./core/measurement";
import { queryForCheck } from "./query-store";

/**
 * Rows of one kind of which each holds or does not. In all of the SQL `$1::timestamptz` is the moment, `$2::timestamptz` when the
 * window began (the moment itself where the check has none).
 */
export type Rows = { readonly kind: SampleKind } & (
  | {
      /** A select of `id`, `label` and `holds`, each of its rows written down once: for what is few or dear to find. */
      readonly rows: string;
    }
  | {
      /** `from … where …`, with what holds as an expression: counted where it lies, for what is many. */
      readonly from: string;
      readonly id: string;
      readonly label: string;
      readonly holds: string;
    }
);

/** Agents as they were at the moment: `state_then` is the state that they were in. Everything else of them is as it is now. */
export const AGENTS_THEN = "agents_then";

const POPULATIONS: Readonly<Record<Population, string>> = {
  actual: `select x.*, coalesce((select c.to_state from agent_state_change c
      where c.agent_id = x.id and c.at <= $1::timestamptz order by c.revision desc limit 1), x.state) as state_then
    from agent x where x.first_seen_at <= $1::timestamptz`,
  as_if_live: `select r.*, 'live'::text as state_then
    from agent x cross join lateral jsonb_populate_record(x, '{"environment": "production"}') r where x.state not in ('shadow', 'retired')`,
};

/**
 * Who called which tool at the gate with which key within the window, and when first: found by leaps through the index, from one such
 * combination to the next, so that it costs as much as there are combinations and not as there are calls.
 */
export const DEEDS = `(with recursive deed as (
    (select agent_name, tool_name, api_key_id from action order by agent_name, tool_name, api_key_id limit 1)
    union all
    select n.* from deed cross join lateral (select a.agent_name, a.tool_name, a.api_key_id from action a
      where (a.agent_name, a.tool_name, a.api_key_id) > (deed.agent_name, deed.tool_name, deed.api_key_id)
      order by a.agent_name, a.tool_name, a.api_key_id limit 1) n)
  select deed.*, f.first_at from deed cross join lateral (select min(a.created_at) as first_at from action a where a.agent_name = deed.agent_name
    and a.tool_name = deed.tool_name and a.api_key_id = deed.api_key_id and a.created_at > $2::timestamptz and a.created_at <= $1::timestamptz) f
  where f.first_at is not null)`;

export type Counted = { readonly hits: number; readonly of: number; readonly samples: readonly Sample[] };

const MOST_SAMPLES = 20;
const DAY_MS = 86_400_000;

const windowStart = (at: Date, windowDays: number | null): Date => new Date(at.getTime() - (windowDays ?? 0) * DAY_MS);

/** Reads figures of a moment and its window. Read-only; PostgreSQL is told both, whether the query names them or not. */
export const readFigures = <R>(at: Date, windowDays: number | null, select: string, population: Population = "actual"): Promise<R[]> =>
  queryForCheck<R>(
    `with asked_for as (select $1::timestamptz as at, $2::timestamptz as since), agents_then as (${POPULATIONS[population]}), ${select}`,
    at,
    windowStart(at, windowDays),
  );

const SAMPLES = "coalesce((select json_agg(s) from samples s), '[]') as samples";

const written = (rows: string): string => `counted as materialized (select id, label, coalesce(holds, false) as holds from (${rows}) r),
  samples as (select id, coalesce(label, id) as label, holds from counted order by holds, id desc limit ${MOST_SAMPLES})
  select count(*)::int as of, count(*) filter (where holds)::int as hits, ${SAMPLES} from counted`;

function lying({ from, id, label, holds }: Extract<Rows, { from: string }>): string {
  const some = (answer: boolean) =>
    `(select ${id} as id, coalesce(${label}, ${id}) as label, ${answer} as holds ${from} and coalesce(${holds}, false) = ${answer} limit ${MOST_SAMPLES})`;
  return `samples as (select * from (${some(false)} union all ${some(true)}) s limit ${MOST_SAMPLES})
  select count(*)::int as of, count(*) filter (where ${holds})::int as hits, ${SAMPLES} ${from}`;
}

/** Counts rows and those that hold, with up to twenty of them: those that do not hold first. */
export async function countRows(at: Date, windowDays: number | null, rows: Rows): Promise<Counted> {
  const [row] = await readFigures<{ of: number; hits: number; samples: Omit<Sample, "kind">[] }>(
    at,
    windowDays,
    "rows" in rows ? written(rows.rows) : lying(rows),
  );
  const { of = 0, hits = 0, samples = [] } = row ?? {};
  return { of, hits, samples: samples.map((sample) => ({ kind: rows.kind, ...sample })) };
}

const byName = (table: string): string => `join ${table} k on k.id = c.id join agent g on g.name = k.agent_name`;
/** How rows of a kind lead to the agent that they are of; those that lead to none are nobody's. */
const OWNED_BY: Partial<Readonly<Record<SampleKind, string>>> = {
  agent: "join agent g on g.id = c.id",
  action: byName("action"),
  approval: byName("approval"),
  grant: byName("standing_grant"),
  key: byName("api_key"),
  record: "join governance_record k on k.id = c.id join agent g on g.id = k.agent_id",
  trace: byName("trace"),
};

/** Rows with the ids of their agents; null where rows of the kind are nobody's. */
function ofAgents(rows: Rows): string | null {
  if (!("rows" in rows)) return null;
  const owner = OWNED_BY[rows.kind];
  return owner === undefined
    ? null
    : `counted as materialized (select id, coalesce(holds, false) as holds from (${rows.rows}) r)
      select g.id as agent, count(*)::int as of, count(*) filter (where c.holds)::int as hits from counted c ${owner} group by 1`;
}

type TallyRow = Tally & { readonly agent: string };

/** Brings what several queries counted of agents together, by the agent. */
function gather(counted: readonly (readonly TallyRow[] | null)[]): ReadonlyMap<string, readonly (Tally | null)[]> {
  const agents = new Set(counted.flatMap((rows) => (rows ?? []).map(({ agent }) => agent)));
  const found = counted.map((rows) => rows && new Map(rows.map(({ agent, hits, of }) => [agent, { hits, of }])));
  return new Map([...agents].map((agent) => [agent, found.map((rows) => rows && (rows.get(agent) ?? { hits: 0, of: 0 }))]));
}

/** One condition of a criterion: the share of rows that hold, or how many do not. */
export type Part = Rows & { readonly as: "share" | "failures" };

/** Counts the parts of a check by agent; a part of null, and one whose rows are nobody's, is the whole organisation's. */
export function byAgentOf(windowDays: number | null, parts: readonly [Part, ...(Part | null)[]]): { readonly byAgent?: ByAgent } {
  const queries = parts.map((part) => part && ofAgents(part));
  if (queries[0] === null) return {};
  const count: ByAgent["count"] = async (at, population) =>
    gather(await Promise.all(queries.map((sql) => (sql == null ? null : readFigures<TallyRow>(at, windowDays, sql, population)))));
  const as = parts.map((part, i) => (queries[i] === null ? null : (part?.as ?? null)));
  return { byAgent: { as, isOfAgents: parts[0].kind === "agent", count } };
}

/** Counts by a query of its own: a select of `agent` (its id), `hits` and `of`, for a check that is not made of rows. */
export const talliedBy = (windowDays: number | null, as: ByAgent["as"], select: string): ByAgent => ({
  as,
  isOfAgents: false,
  count: async (at, population) => {
    const rows = await readFigures<TallyRow>(at, windowDays, select, population);
    return gather([rows, ...as.slice(1).map(() => null)]);
  },
});

/** Counts agents that were judged outside the database: each is one row of its own. */
export const judgedBy = (judge: (at: Date, population: Population) => Promise<readonly Sample[]>): ByAgent => ({
  as: ["share"],
  isOfAgents: true,
  count: async (at, population) => new Map((await judge(at, population)).map(({ id, holds }) => [id, [{ hits: holds ? 1 : 0, of: 1 }]])),
});

/** The share that holds; null where there is no row. */
export const shareOf = ({ hits, of }: Counted): Reading => ({ value: of === 0 ? null : hits / of, hits, of });

/** How many do not hold; null where there is no row to look at. */
export const failuresOf = ({ hits, of }: Counted): Reading => ({ value: of === 0 ? null : of - hits });

/** Samples of several readings as one list: those that do not hold first. */
export const mixSamples = (...lists: readonly (readonly Sample[])[]): Sample[] => {
  const all = lists.flat();
  return [...all.filter(({ holds }) => !holds), ...all.filter(({ holds }) => holds)].slice(0, MOST_SAMPLES);
};

type Words = {
  readonly criterion: string;
  /** 1 unless the query's meaning has changed. */
  readonly version?: number;
  readonly windowDays: number | null;
  readonly inWords: string;
};

/**
 * A check whose conditions are all shares or counts of rows, in their order. The sample is what the first of them looked at; where
 * that is nothing, `whenNone` says what would be something.
 */
export function rowsCheck({
  parts,
  whenNone,
  ...words
}: Words & { readonly parts: readonly [Part, ...Part[]]; readonly whenNone: string }): Check {
  const measure = async (at: Date): Promise<Measurement> => {
    const counted = await Promise.all(parts.map((part) => countRows(at, words.windowDays, part)));
    const n = counted[0]?.of ?? 0;
    return {
      readings: counted.map((one, place) => (parts[place]?.as === "failures" ? failuresOf(one) : shareOf(one))),
      n,
      samples: mixSamples(...counted.map(({ samples }) => samples)),
      missing: n === 0 ? whenNone : null,
    };
  };
  return { version: 1, ...words, measure, ...byAgentOf(words.windowDays, parts) };
}

/** A check that nothing in Reeve can answer yet: `inWords` says what would be counted, `missing` which record would provide it. */
export function unrecordedCheck({
  conditions,
  missing,
  ...words
}: Words & { readonly conditions: number; readonly missing: string }): Check {
  const nothing: Measurement = { readings: Array.from({ length: conditions }, () => ({ value: null })), n: 0, samples: [], missing };
  return { version: 1, ...words, measure: async () => nothing };
}

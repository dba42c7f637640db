import { monthsInHindsight } from "@/server/spend/hindsight";
import type { Check, Sample } from "./core/measurement";
import { drawn } from "./draw-store";
import { AGENTS_THEN, readFigures, rowsCheck } from "./share-store";

const COST =
  "(input_pico_usd + cache_read_pico_usd + cache_write_5m_pico_usd + cache_write_1h_pico_usd + output_pico_usd + reasoning_pico_usd)";
/** What calls of models cost by the hour: folded, and what waits to be. */
const hourly = (columns: string) =>
  `(select hour, dimension_id, bucket, ${columns} from cost_hourly union all select hour, dimension_id, bucket, ${columns} from cost_delta)`;

const PRICED = `of as (select dimension_id, sum(${COST})::float8 as cost, sum(calls)::float8 as calls
    from ${hourly(`${COST.slice(1, -1).replaceAll(" + ", ", ")}, calls`)} h
    where h.bucket = 'priced' and hour >= $2::timestamptz and hour < $1::timestamptz group by 1),
  spent as materialized (select d.*, o.cost, o.calls from of o join cost_dimension d on d.id = o.dimension_id)`;

type Spent = { readonly cost: number; readonly known: number; readonly calls: number; readonly samples: Sample[] };

/** The share of what was spent that is known to be whose, by the dimensions asked for. */
function attribution(criterion: string, isKnown: string, inWords: string): Check {
  const sql = `${PRICED}, parts as (select coalesce(agent, task_class, model, 'unnamed') as label, ${isKnown} as holds, sum(cost) as cost from spent group by 1, 2)
    select coalesce(sum(cost), 0) as cost, coalesce(sum(cost) filter (where ${isKnown}), 0) as known, coalesce(sum(calls), 0) as calls,
      coalesce((select json_agg(s) from (select 'record' as kind, label as id, label, holds from parts order by holds, cost desc, label limit 20) s), '[]') as samples
    from spent`;
  return {
    criterion,
    version: 1,
    windowDays: 30,
    inWords,
    measure: async (at) => {
      const [row] = await readFigures<Spent>(at, 30, sql);
      const { cost = 0, known = 0, calls = 0, samples = [] } = row ?? {};
      const missing = cost === 0 ? "No call of a model was priced in the last 30 days: traces with models and tokens provide it." : null;
      return { readings: [{ value: cost === 0 ? null : known / cost }], n: calls, samples, missing };
    },
  };
}

const PRICED_CALLS = `counted as materialized (select d.provider, d.model, h.bucket = 'priced' as holds, sum(h.calls)::float8 as calls
    from ${hourly("calls")} h join cost_dimension d on d.id = h.dimension_id
    where h.bucket in ('priced', 'unpriced') and hour >= $2::timestamptz and hour < $1::timestamptz group by 1, 2, 3 having sum(h.calls) > 0)
  select coalesce(sum(calls), 0) as "of", coalesce(sum(calls) filter (where holds), 0) as hits,
    coalesce((select json_agg(s) from (select 'model' as kind, coalesce(model, 'unnamed') as id, concat_ws(' · ', provider, coalesce(model, 'unnamed')) as label, holds
      from counted order by holds, calls desc, model limit 20) s), '[]') as samples from counted`;

const priced: Check = {
  criterion: "FIN-2.3",
  version: 1,
  windowDays: 30,
  inWords:
    "Of the calls of models in the last 30 days whose tokens are known, the share that had a price in the table, of a contract or listed, in force at the time of the call. When prices change, Reeve counts earlier calls again by those of their own time. Calls that told no tokens, and failed ones that providers seldom bill, have no usage to price and are left out.",
  measure: async (at) => {
    const [row] = await readFigures<{ of: number; hits: number; samples: Sample[] }>(at, 30, PRICED_CALLS);
    const { of = 0, hits = 0, samples = [] } = row ?? {};
    const missing = of === 0 ? "No call of a model with its tokens was traced in the last 30 days: such traces provide it." : null;
    return { readings: [{ value: of === 0 ? null : hits / of, hits, of }], n: of, samples, missing };
  },
};

const INVOICES = `month as (select (date_trunc('month', $1::timestamptz at time zone 'UTC') - interval '1 month')::date as first,
    date_trunc('month', $1::timestamptz at time zone 'UTC')::date as until),
  asked as materialized (select i.id, i.provider, greatest(i.first_day, m.first) as first, least(i.last_day, m.until - 1) as last, sum(l.amount_pico_usd) as amount
    from month m, invoice i join invoice_line l on l.invoice_id = i.id
    where i.at <= $1::timestamptz and (i.removed_at is null or i.removed_at > $1::timestamptz) and l.day >= m.first and l.day < m.until group by i.id, m.first, m.until),
  covered as (select distinct a.provider, day::date from asked a, generate_series(a.first, a.last, interval '1 day') day),
  counted as (select c.provider, sum(${COST}) as amount from covered c
      join ${hourly(COST.slice(1, -1).replaceAll(" + ", ", "))} h on h.hour >= c.day::timestamp at time zone 'UTC' and h.hour < (c.day + 1)::timestamp at time zone 'UTC'
      join cost_dimension d on d.id = h.dimension_id and lower(d.provider) = c.provider where h.bucket in ('priced', 'failed') group by 1),
  held as (select a.provider, sum(a.amount) as asked, coalesce(max(c.amount), 0) as counted from asked a left join counted c using (provider) group by 1)
  select count(*)::int as providers, (select count(*)::int from asked) as invoices, sum(asked)::float8 as asked, sum(counted)::float8 as counted,
    coalesce(json_agg(json_build_object('kind', 'record', 'id', provider, 'label', provider, 'holds', abs(counted - asked) <= 0.05 * abs(asked))
      order by abs(counted - asked) desc), '[]') as samples from held`;

type Held = { readonly invoices: number; readonly asked: number | null; readonly counted: number | null; readonly samples: Sample[] };

const invoices: Check = {
  criterion: "FIN-2.1",
  version: 1,
  windowDays: null,
  inWords:
    "How far the counted cost is from what providers' invoices ask for the last closed month (UTC), as a share of what they ask. Counted is what calls of the same providers cost on the days that the invoices reach over. Spend with providers whose invoice was not uploaded, and invoices that were taken back, are left out; of tools, Reeve counts no cost.",
  measure: async (at) => {
    const [row] = await readFigures<Held>(at, null, INVOICES);
    const { invoices: n = 0, asked = null, counted = null, samples = [] } = row ?? {};
    const value = asked === null || counted === null || asked === 0 ? null : Math.abs(counted - asked) / Math.abs(asked);
    const missing =
      value === null ? "No provider's invoice for the last closed month is there: one that is uploaded to Spend provides it." : null;
    return { readings: [{ value }], n, samples, missing };
  },
};

const STATEMENTS = `select s.id, s.month || ' · ' || s.team as label, s.state = 'acknowledged' and s.state_at <= $1::timestamptz as holds
  from statement s where s.team <> '' and s.total_pico_usd > 0 and s.closed_at <= $1::timestamptz and s.month = (
    select to_char(($1::timestamptz at time zone o.time_zone) - interval '1 month', 'YYYY-MM') from organisation o)`;

/** Agents of whose last thousand actions one succeeded in a run that cost something and ended well. */
const PER_SUCCESS = `select a.id, a.name as label, exists (
    select 1 from (select d.trace_id, d.state from action d where d.agent_name = a.name and d.created_at >= $2::timestamptz and d.created_at < $1::timestamptz
        order by d.created_at desc, d.id desc limit 1000) d
      join trace t on t.id = d.trace_id where d.state = 'succeeded' and t.priced_steps > 0 and t.running = 0 and not t.is_failed) as holds
  from ${AGENTS_THEN} a where a.state_then = 'live' and a.environment = 'production'`;

/** How far forecasts of whole months would have been off. */
const forecasts: Check = {
  criterion: "FIN-4.2",
  version: 1,
  windowDays: null,
  inWords:
    "For each of the last three closed months: what Reeve's forecast would have told of it on its first day, from the 98 days before, against what it came to, as a share of that; the mean of them. A month before which less than a week was on record cannot be told and is left out.",
  measure: async (at) => {
    const months = await monthsInHindsight(at, 3);
    const off = months.map(({ toldMicroUsd, cameMicroUsd }) => Math.abs(toldMicroUsd - cameMicroUsd) / cameMicroUsd);
    const samples = months.map(({ month }, i): Sample => ({ kind: "record", id: month, label: month, holds: (off[i] ?? 1) <= 0.15 }));
    const value = off.length === 0 ? null : off.reduce((sum, one) => sum + one, 0) / off.length;
    const missing = value === null ? "No closed month has a week of counted spend before it yet: time provides it." : null;
    return {
      readings: [{ value }],
      n: months.length,
      samples: [...samples.filter(({ holds }) => !holds), ...samples.filter(({ holds }) => holds)],
      missing,
    };
  },
};

/** Runs by how they ended, as Spend has it (ids of traces are in another collation than what names them: the index of actions needs its own), and in those that bought something the calls of models right after a tool had failed. */
const WASTED = `picked as materialized (select id, name, first_at, last_at, cost_pico_usd::float8 as cost, running, errors from trace where id in (${drawn("trace", "first_at", 2_000)})),
  run as materialized (select p.*, case when p.running > 0 and p.last_at <= $1::timestamptz - interval '1 day' then 'abandoned' when p.running > 0 or a.open then 'open'
      when a.stopped then 'stopped' when a.refused and not a.done then 'refused' else 'ended' end as outcome
    from picked p left join lateral (select bool_or(a.state in ('denied', 'revoked')) as refused, bool_or(a.cause in ('loop', 'budget')) as stopped,
      bool_or(a.state in ('awaiting', 'allowed', 'executing')) as open, bool_or(a.state = 'succeeded') as done from action a where a.trace_id = p.id collate "default") a on true),
  tried as (select r.id, sum(o.cost) as cost from run r cross join lateral (
      select s.cost_pico_usd::float8 as cost, s.kind, lag(s.kind) over w as before_kind, lag(s.status) over w as before_status from step s
      where s.trace_id = r.id and s.started_at >= r.first_at and s.started_at <= r.last_at and s.started_at >= $2::timestamptz and (s.kind = 'tool' or s.cost_bucket is not null)
      window w as (order by s.started_at, s.span_id)) o
    where r.errors > 0 and r.outcome = 'ended' and o.kind <> 'tool' and o.before_kind = 'tool' and o.before_status = 'error' group by 1),
  told as materialized (select r.id, r.name as label, r.cost, case when r.outcome in ('abandoned', 'stopped', 'refused') then r.cost else coalesce(t.cost, 0) end as wasted
    from run r left join tried t using (id))
  select count(*)::int as runs, coalesce(sum(cost), 0) as cost, coalesce(sum(wasted), 0) as wasted,
    coalesce((select json_agg(s) from (select 'trace' as kind, id, label, wasted = 0 as holds from told order by wasted desc, id limit 20) s), '[]') as samples
  from told`;

const waste: Check = {
  criterion: "FIN-4.4",
  version: 1,
  windowDays: 30,
  inWords:
    "Of what runs of the last 30 days cost, the share that bought nothing: runs stopped by a limit of loops or a budget; runs that never ended and were silent for a day; runs refused before anything was carried out; and, in all others that are over, calls of models right after a tool had failed. Of more than 2,000 runs, 2,000 are drawn at random. Context that was sent and not used is not known, and not in it.",
  measure: async (at) => {
    const [row] = await readFigures<{ runs: number; cost: number; wasted: number; samples: Sample[] }>(at, 30, WASTED);
    const { runs = 0, cost = 0, wasted = 0, samples = [] } = row ?? {};
    const missing = cost === 0 ? "No run of the last 30 days has a known cost: traces with models and tokens provide it." : null;
    return { readings: [{ value: cost === 0 ? null : wasted / cost }], n: runs, samples, missing };
  },
};

/** What is known of what agents cost. */
export const spendChecks: readonly Check[] = [
  invoices,
  attribution(
    "FIN-2.2",
    "agent is not null and team is not null",
    "Of what priced calls of models cost in the last 30 days, the share that is known to be of an agent and of a team: as the sender said, the register knows, or a rule of attribution assigned.",
  ),
  priced,
  attribution(
    "FIN-3.1",
    "agent is not null and team is not null and task_class is not null",
    "Of what priced calls of models cost in the last 30 days, the share that is known to be of a team, of an agent and of a task. Each call belongs to its run as well; customers and cases are not told apart.",
  ),
  rowsCheck({
    criterion: "FIN-3.4",
    windowDays: null,
    inWords:
      "Of the teams whose agents cost something in the last closed month, in the organisation's zone, the share whose statement is acknowledged. A disputed one is not. What is of no team is left out.",
    parts: [{ kind: "statement", as: "share", rows: STATEMENTS }],
    whenNone: "No team has a statement for the last closed month: Reeve closes the month for every team that cost something.",
  }),
  rowsCheck({
    criterion: "FIN-4.1",
    windowDays: 30,
    inWords:
      "Of the live agents in production, the share with at least one run of the last 30 days whose cost is known and whose action, by its receipt, succeeded: from such runs Spend tells what a success costs. The last 1,000 actions of each agent are looked at. An agent whose work asks for no action has no recorded outcome.",
    parts: [{ kind: "agent", as: "share", rows: PER_SUCCESS }],
    whenNone: "No agent is live in production: registering one provides it.",
  }),
  forecasts,
  waste,
];

import { DEFAULT_MARGIN } from "@/server/advice/schema";
import type { Check, Measurement, Sample } from "./core/measurement";
import { drawn } from "./draw-store";
import { AGENTS_THEN, byAgentOf, countRows, mixSamples, readFigures, rowsCheck, shareOf } from "./share-store";

/** Limits are kept in the unit that people read, counters of money in one that is a million times finer. */
const KEPT = "b.limit_amount * case when b.measure = 'money' then 1000000 else 1 end";
/** Windows that reach into the last days. */
const IN_WINDOW = `coalesce(c.to_at, c.updated_at) > $2::timestamptz and coalesce(c.from_at, c.updated_at) < $1::timestamptz and b.created_at <= $1::timestamptz`;
/** What a limit was before it was edited is not kept. */
const HAS_LIMIT_STILL = "b.updated_at <= coalesce(c.to_at, c.updated_at)";
const CUTS_OFF = `exists (select 1 from jsonb_array_elements(b.thresholds) t where t->>'act' = 'cut_off')`;

const CAPPED = `select a.id, a.name as label, exists (select 1 from budget b where b.state = 'active' and b.created_at <= $1::timestamptz and b.measure = 'money' and ${CUTS_OFF}
    and ((b.scope_kind = 'agent' and b.scope_id = a.name) or (b.scope_kind = 'run' and b.scope_id in (a.name, '')) or (b.scope_kind = 'team' and b.scope_id = a.team_id))) as holds
  from ${AGENTS_THEN} a where a.state_then = 'live' and a.environment = 'production'`;

const PAST_CAPS = `capped as materialized (select b.*, (select min((t->>'percent')::numeric) / 100 from jsonb_array_elements(b.thresholds) t where t->>'act' = 'cut_off') as part
    from budget b where b.state = 'active' and b.measure = 'money' and ${CUTS_OFF}),
  held as materialized (select b.id, b.scope_kind || coalesce(' · ' || nullif(b.scope_id, ''), '') as label, greatest(0, c.spent - (${KEPT} + c.extra) * b.part) / 1e12 as past
    from budget_counter c join capped b on b.id = c.budget_id where ${IN_WINDOW} and ${HAS_LIMIT_STILL}),
  over as (select id, label, sum(past) as past from held where past > 0 group by 1, 2)
  select coalesce(sum(past), 0)::float8 as usd, coalesce((select json_agg(s) from (select 'budget' as kind, id, label, false as holds from over
    order by past desc limit 20) s), '[]') as samples from over`;

/** Limits of money that cut off, and what went past them all the same. */
const caps: Check = {
  criterion: "FIN-3.2",
  version: 1,
  windowDays: 30,
  inWords:
    "First: of the live agents in production, the share with a budget of money that cuts off: the agent's own, one for each of its runs, or its team's. A budget of the whole organisation is left out, since one agent could use it up for all. Second: US dollars spent past the point of cutting off, in all windows of such budgets that reach into the last 30 days; windows that ended before the limit was last edited are left out.",
  measure: async (at): Promise<Measurement> => {
    const [agents, [past]] = await Promise.all([
      countRows(at, 30, { kind: "agent", rows: CAPPED }),
      readFigures<{ usd: number; samples: Sample[] }>(at, 30, PAST_CAPS),
    ]);
    return {
      readings: [shareOf(agents), { value: agents.of === 0 ? null : (past?.usd ?? 0) }],
      n: agents.of,
      samples: mixSamples(past?.samples ?? [], agents.samples),
      missing: agents.of === 0 ? "No agent is live in production: registering one provides it." : null,
    };
  },
  ...byAgentOf(30, [{ as: "share", kind: "agent", rows: CAPPED }, null]),
};

const DELAYS = `found as materialized (select id, key as label, extract(epoch from found_at - from_hour) / 60 as minutes from cost_anomaly
    where found_at > $2::timestamptz and found_at <= $1::timestamptz and (dismissed_at is null or dismissed_at > $1::timestamptz))
  select count(*)::int as found, (percentile_disc(0.95) within group (order by minutes))::float8 as minutes,
    coalesce((select json_agg(s) from (select 'record' as kind, id, label, minutes <= 60 as holds from found order by minutes desc, id limit 20) s), '[]') as samples
  from found`;

const delays: Check = {
  criterion: "FIN-3.3",
  version: 1,
  windowDays: 90,
  inWords:
    "Minutes from the beginning of the first hour that cost far more than is usual until Reeve found it, which 95 of 100 findings of the last 90 days did not exceed. Findings that people put aside are left out; hours that nothing found are not known.",
  measure: async (at) => {
    const [row] = await readFigures<{ found: number; minutes: number | null; samples: Sample[] }>(at, 90, DELAYS);
    const { found = 0, minutes = null, samples = [] } = row ?? {};
    const missing = found === 0 ? "No spend out of the ordinary was found in the last 90 days: such findings are what is measured." : null;
    return { readings: [{ value: minutes }], n: found, samples, missing };
  },
};

/** Of each task class the switch of models that was accepted last. */
const SWITCHES = `(select distinct on (task_class) * from routing_decision where verdict = 'accepted' and at <= $1::timestamptz order by task_class, at desc, id desc)`;

const PROVEN = `select d.id, d.task_class || ': ' || d.from_model || ' → ' || d.to_model as label, d.at >= $2::timestamptz as holds from ${SWITCHES} d`;

/** What runs cost less since a switch, as long as they succeed as often as before, less the margin of their task class. */
const SAVED = `switched as (select d.*, coalesce(m.basis_points, ${DEFAULT_MARGIN}) / 10000.0 as margin from ${SWITCHES} d left join advice_margin m on m.task_class = d.task_class),
  after as materialized (select d.id, o.trace_id, o.cost_pico_usd::float8 / 1e6 as micro from switched d join run_observation o on o.task_class = d.task_class and o.model = d.to_model
    where o.attribution = 'one' and o.at >= greatest(d.at, $2::timestamptz) and o.at < $1::timestamptz),
  ended as (select f.id, bool_and(a.state = 'succeeded') as succeeded,
      bool_or(a.state in ('failed', 'compensated') or (a.state = 'denied' and a.cause in ('human', 'policy', 'loop'))) as failed
    from after f join action a on a.trace_id = f.trace_id group by f.id, f.trace_id),
  judged as (select id, count(*) filter (where succeeded or failed) as judged, count(*) filter (where succeeded) as succeeded from ended group by 1),
  cost as (select id, count(micro) as runs, avg(micro) as mean from after group by 1),
  saved as (select s.id, s.task_class || ': ' || s.from_model || ' → ' || s.to_model as label, c.runs * ((s.evidence#>>'{from,cost,mean}')::float8 - c.mean) / 1e6 as usd,
      j.judged > 0 and j.succeeded::float8 / j.judged >= (s.evidence#>>'{from,outcome,count}')::float8 / nullif((s.evidence#>>'{from,outcome,of}')::float8, 0) - s.margin as holds
    from switched s left join cost c using (id) left join judged j using (id)),
  newest as (select max(at) as at, count(*)::int as decisions from routing_decision where at <= $1::timestamptz)
  select newest.decisions, (extract(epoch from $1::timestamptz - newest.at) / 86400)::float8 as days, (select sum(usd) filter (where holds) from saved)::float8 as usd,
    coalesce((select json_agg(s) from (select 'record' as kind, id, label, coalesce(holds and usd > 0, false) as holds from saved order by coalesce(holds and usd > 0, false), id limit 20) s), '[]') as samples
  from newest`;

type Saved = { readonly decisions: number; readonly days: number | null; readonly usd: number | null; readonly samples: Sample[] };

const savings: Check = {
  criterion: "FIN-5.2",
  version: 1,
  windowDays: 90,
  inWords:
    "First: days since anybody last decided on a switch of models, accepted or declined. Second: US dollars saved in the last 90 days by the switches that were accepted last for their task class: for each run since on the new model, what a run cost before less what it costs now. A switch counts only where runs of known outcome succeed as often as before, but for the margin of the task class.",
  measure: async (at) => {
    const [row] = await readFigures<Saved>(at, 90, SAVED);
    const { decisions = 0, days = null, usd = null, samples = [] } = row ?? {};
    const missing =
      decisions === 0 ? "Nobody has decided on a switch of models yet: a decision on what Spend's advice proposes provides it." : null;
    return { readings: [{ value: days }, { value: decisions === 0 ? null : (usd ?? 0) }], n: decisions, samples, missing };
  },
};

const NOT_UNDONE = (vote: string) => `not exists (select 1 from vote_outcome o where o.vote_id = ${vote}.id and o.outcome = 'undone')`;

/** Of requests of which a vote was drawn: whether any of their votes has a time that can be told. */
const TIMED = `select p.id, p.title as label, exists (select 1 from vote v where v.approval_id = p.id and ${NOT_UNDONE("v")} and (
      exists (select 1 from vote b where b.person_id = v.person_id and b.cast_at >= v.cast_at - interval '15 minutes'
        and (b.cast_at, b.id) < (v.cast_at, v.id) and ${NOT_UNDONE("b")})
      or exists (select 1 from audit_outbox o where o.action_id = p.action_id and o.kind = 'approval.claimed' and o.actor_id = v.person_id and o.occurred_at <= v.cast_at))) as holds
  from approval p where p.id in (select v.approval_id from vote v where v.id in (${drawn("vote", "cast_at", 2_000)}) and ${NOT_UNDONE("v")})`;

const reviewing: Check = {
  criterion: "FIN-4.5",
  version: 1,
  windowDays: 30,
  inWords:
    "First: of the requests on which people voted in the last 30 days, the share with a measured time: a vote within 15 minutes of the same person's vote before, or after they had claimed the request. Of more than 2,000 votes, 2,000 are drawn at random. Second: the share of figures of cost per run and per success that have people's time in them.",
  measure: async (at): Promise<Measurement> => {
    const counted = await countRows(at, 30, { kind: "approval", rows: TIMED });
    const cost =
      "Spend tells what people's time costs beside the cost of runs, and in no figure of it. A cost per run or per success with that time in it would provide the second figure.";
    const none = "Nobody voted on a request in the last 30 days. ";
    return {
      readings: [shareOf(counted), { value: null }],
      n: counted.of,
      samples: counted.samples,
      missing: counted.of === 0 ? none + cost : cost,
    };
  },
};

/** Windows of money or tokens that reached their limit: whether calls were slowed, asked about or refused by then, or within five minutes. */
const BURNT = `with burnt as (select b.id, c.key, b.scope_kind || coalesce(' · ' || nullif(b.scope_id, ''), '') as label, coalesce(c.from_at, c.updated_at) as began,
      (select min(e.at) from budget_event e where e.budget_id = b.id and e.key = c.key and e.kind = 'reached' and e.percent >= 100) as reached_at,
      c.spent >= ${KEPT} + c.extra and ${HAS_LIMIT_STILL} as is_over
    from budget_counter c join budget b on b.id = c.budget_id where ${IN_WINDOW} and b.measure in ('money', 'tokens'))
  select x.id, x.label || ' · ' || to_char(x.began at time zone 'UTC', 'YYYY-MM-DD') as label, exists (select 1 from budget_event e
      where e.budget_id = x.id and e.key = x.key and e.kind = 'reached' and e.act <> 'notify' and e.at <= coalesce(x.reached_at, e.at) + interval '5 minutes') as holds
  from burnt x where x.reached_at <= $1::timestamptz or (x.reached_at is null and x.is_over)`;

/** How spend is held to limits, and what is done where it runs away. */
export const steeringChecks: readonly Check[] = [
  caps,
  delays,
  rowsCheck({
    criterion: "FIN-4.3",
    windowDays: 90,
    inWords:
      "Of the task classes for which a switch of models was accepted, the share whose last one is no older than 90 days. A switch can be accepted only while it is shown to be not worse beyond the margin, over 50 runs of known outcome or more on either side; that comparison is kept with it. Routing inside of agents that nobody decided on in Reeve is not seen.",
    parts: [{ kind: "record", as: "share", rows: PROVEN }],
    whenNone: "No switch of models was accepted yet: accepting one that Spend's advice proposes provides it.",
  }),
  reviewing,
  rowsCheck({
    criterion: "FIN-5.1",
    windowDays: 180,
    inWords:
      "Of the windows of budgets of money or tokens in the last 180 days whose limit was reached, the share in which Reeve slowed calls, asked people or refused before that or within five minutes after. Windows that ended before the limit was last edited count only if the record says that it was reached.",
    parts: [{ kind: "budget", as: "share", rows: BURNT }],
    whenNone: "No budget of money or tokens reached its limit in the last 180 days: such windows are what is measured.",
  }),
  savings,
];

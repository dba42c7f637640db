import type { Check, Sample } from "./core/measurement";
import { AGENTS_THEN, readFigures, rowsCheck, shareOf } from "./share-store";

/** So long after a stop something may still have been accepted that was on its way. */
const SLACK = "interval '60 seconds'";

/** Every stop of an agent within the window, by a drill or in earnest, and when the last call was accepted before it worked again. */
const KILLS = `select a.id, a.name, c.at as killed_at, (select max(d.consumed_at) from action d where d.agent_name = a.name and d.consumed_at > c.at
      and d.consumed_at <= coalesce(next.at, $1::timestamptz)) as last_at,
    exists (select 1 from audit_outbox e where e.kind = 'agent.killed' and e.occurred_at = c.at and e.subject_id = a.id) as is_confirmed
  from agent_state_change c join agent a on a.id = c.agent_id
  left join lateral (select n.at from agent_state_change n where n.agent_id = c.agent_id and n.revision > c.revision and n.at <= $1::timestamptz
    order by n.revision limit 1) next on true
  where c.to_state = 'suspended' and c.at > $2::timestamptz and c.at <= $1::timestamptz`;

/** The same with whether the stop held: nothing was accepted later than a minute after it. */
export const HELD_KILLS = `select k.*, k.last_at is null or k.last_at <= k.killed_at + ${SLACK} as holds from (${KILLS}) k`;

const TESTED = `select a.id, a.name as label, coalesce(bool_or(k.holds), false) as holds
  from ${AGENTS_THEN} a left join (${HELD_KILLS}) k on k.id = a.id where a.state_then = 'live' group by a.id, a.name`;

const SECONDS = `kills as (${KILLS}), timed as (select *, coalesce(extract(epoch from last_at - killed_at), 0) as seconds from kills)
  select percentile_cont(0.95) within group (order by seconds)::float8 as seconds, count(*)::int as n,
    count(*) filter (where is_confirmed)::int as confirmed,
    coalesce((select json_agg(x) from (select 'agent' as kind, id, name as label, is_confirmed and seconds <= 60 as holds
      from timed order by holds, seconds desc, killed_at desc limit 20) x), '[]') as samples
  from timed`;

type Seconds = { readonly seconds: number | null; readonly n: number; readonly confirmed: number; readonly samples: readonly Sample[] };

const killTime: Check = {
  criterion: "SEC-4.3",
  version: 1,
  windowDays: 180,
  inWords:
    "Over every stop of an agent in the last 180 days, by a drill or in earnest. First: the seconds until the last call of it that was accepted before it was restored, 0 where none was: what 95 of 100 stops did not exceed. Second: the share of stops whose entry stands in the audit log. The gate is the one point that accepts calls, for all instances at once, and it writes that entry in the transaction that stops it: so the entry is its confirmation. Calls past the gate are not seen here; they count in PLT-3.1.",
  measure: async (at) => {
    const [row] = await readFigures<Seconds>(at, 180, SECONDS);
    const { seconds = null, n = 0, confirmed = 0, samples = [] } = row ?? {};
    return {
      readings: [{ value: seconds }, shareOf({ hits: confirmed, of: n, samples: [] })],
      n,
      samples,
      missing: n === 0 ? "No agent was stopped in the last 180 days: a stop, as a drill or in earnest, provides it." : null,
    };
  },
};

const VIOLATIONS = `select e.action_id as id, e.agent_name as label, exists (select 1 from agent a join agent_state_change c on c.agent_id = a.id
      where a.name = e.agent_name and c.to_state = 'suspended' and c.at >= e.occurred_at and c.at <= e.occurred_at + ${SLACK}) as holds
  from audit_outbox e where e.kind = 'action.digest_mismatched' and e.occurred_at > $2::timestamptz and e.occurred_at <= $1::timestamptz
    and e.action_id is not null`;

/** Whether agents can be stopped, how fast, and whether that happens when it must. */
export const containmentChecks: readonly Check[] = [
  rowsCheck({
    criterion: "SEC-3.5",
    windowDays: 90,
    inWords:
      "Of the live agents, the share that was stopped in the last 90 days, as a drill or in earnest, with no call of it accepted later than a minute after, until it was restored. An agent that nobody has stopped in that time was not tested.",
    parts: [{ as: "share", kind: "agent", rows: TESTED }],
    whenNone: "No agent is live: one that is registered and set live counts.",
  }),
  killTime,
  rowsCheck({
    criterion: "SEC-5.2",
    windowDays: 90,
    inWords:
      "Of the receipts of the last 90 days that told of another call than the one that was approved, the share after which the agent was stopped within 60 seconds. That is the one violation that Reeve holds critical by itself: what policy refuses never ran.",
    parts: [{ as: "share", kind: "action", rows: VIOLATIONS }],
    whenNone: "No receipt told of another call than the one that was approved in the last 90 days.",
  }),
];

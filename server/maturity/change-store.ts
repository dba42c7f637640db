import type { Check, Measurement, Sample } from "./core/measurement";
import { AGENTS_THEN, readFigures, rowsCheck } from "./share-store";

type Timed = { readonly n: number; readonly days: number | null; readonly samples: Sample[] };

/** The middle of some times in days, the longest first in the sample. */
const middle = (
  kind: string,
  from: string,
  most: number,
) => `select count(*)::int as n, (percentile_cont(0.5) within group (order by days))::float8 as days,
    coalesce((select json_agg(s) from (select '${kind}' as kind, id, label, days <= ${most} as holds from ${from} order by days desc, id limit 20) s), '[]') as samples from ${from}`;

const FIRST_TRACES = `registered as materialized (select a.id, a.name, (select min(c.at) from agent_state_change c where c.agent_id = a.id and c.to_state in ('draft', 'live')) as at
    from ${AGENTS_THEN} a where a.state_then <> 'retired'),
  timed as materialized (select r.id, r.name as label,
      greatest(0, extract(epoch from least(coalesce((select min(t.first_at) from trace t where t.agent_name = r.name), $1::timestamptz), $1::timestamptz) - r.at)) / 86400 as days
    from registered r where r.at >= $2::timestamptz and r.at < $1::timestamptz)
  ${middle("agent", "timed", 1)}`;

const onboarding: Check = {
  criterion: "DX-2.1",
  version: 1,
  windowDays: 90,
  inWords:
    "Days from an agent's registration until the first step of it that Reeve took in, in the middle of all agents that were registered in the last 90 days and are not retired. An agent that sent before it was registered took none; one that has sent nothing yet counts with the time until now.",
  measure: async (at) => {
    const [row] = await readFigures<Timed>(at, 90, FIRST_TRACES);
    const { n = 0, days = null, samples = [] } = row ?? {};
    const missing = n === 0 ? "No agent was registered in the last 90 days: the next one that is provides it." : null;
    return { readings: [{ value: days }], n, samples, missing };
  },
};

/** What one command changed is one change, however many entries it made. */
const CHANGES = `changed as materialized (select min(o.id) as id, o.agent_name, o.occurred_at, exists (select 1 from audit_outbox k where k.agent_name = o.agent_name
      and k.kind = 'agent.killed' and k.occurred_at > o.occurred_at and k.occurred_at <= least(o.occurred_at + interval '7 days', $1::timestamptz)) as has_failed
    from audit_outbox o where o.kind in ('agent.went_live', 'agent.updated', 'agent.tool_granted', 'agent.tool_revoked')
      and o.occurred_at >= $2::timestamptz and o.occurred_at < $1::timestamptz and o.agent_name is not null group by o.agent_name, o.occurred_at),
  led as materialized (select c.agent_id, extract(epoch from c.at - (select max(d.at) from agent_state_change d
      where d.agent_id = c.agent_id and d.revision < c.revision and d.to_state = 'draft')) / 86400 as days
    from agent_state_change c where c.to_state = 'live' and c.from_state = 'draft' and c.at >= $2::timestamptz and c.at < $1::timestamptz)
  select count(*)::int as n, count(*) filter (where has_failed)::int as failed,
    (select (percentile_cont(0.5) within group (order by days))::float8 from led) as days,
    coalesce((select json_agg(s) from (select 'record' as kind, id, agent_name || ' · ' || to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD') as label, not has_failed as holds
      from changed order by has_failed desc, occurred_at desc limit 20) s), '[]') as samples
  from changed`;

const failures: Check = {
  criterion: "DX-4.1",
  version: 1,
  windowDays: 90,
  inWords:
    "First: of the changes of agents in the last 90 days (gone live, edited in the register, a tool granted or taken; what one edit changed is one), the share after which the agent was killed within 7 days. Second: days from draft to live, in the middle of the agents that went live in that time. Reeve is not told of commits and releases: a change of an agent's code that leaves the register alone is not seen.",
  measure: async (at): Promise<Measurement> => {
    const [row] = await readFigures<{ n: number; failed: number; days: number | null; samples: Sample[] }>(at, 90, CHANGES);
    const { n = 0, failed = 0, days = null, samples = [] } = row ?? {};
    const none = n === 0 ? "No agent was changed in the last 90 days: changes in the register provide it." : null;
    const missing =
      days === null
        ? "No agent went from draft to live in the last 90 days: registering agents as drafts before they go live provides it."
        : null;
    return {
      readings: [{ value: n === 0 ? null : failed / n, hits: failed, of: n }, { value: days }],
      n,
      samples,
      missing: none ?? missing,
    };
  },
};

const WAITS = `asked as (
    select 'restore of ' || a.name as label, r.id, r.asked_at as at, r.ended_at as until from restore_request r join agent a on a.id = r.agent_id
    union all select 'more of a budget', x.budget_id, x.asked_at, coalesce(p.decided_at, x.applied_at) from budget_extension x left join approval p on p.id = x.approval_id
    union all select 'a later end of a grant', o.subject_id, o.occurred_at, (select min(e.occurred_at) from audit_outbox e
      where e.kind in ('grant.extended', 'grant.extension_dropped', 'grant.ended', 'grant.revoked') and e.subject_id = o.subject_id and e.occurred_at > o.occurred_at)
      from audit_outbox o where o.kind = 'grant.extension_asked' and o.occurred_at >= $2::timestamptz and o.occurred_at < $1::timestamptz),
  timed as materialized (select id, label, extract(epoch from least(coalesce(until, $1::timestamptz), $1::timestamptz) - at) / 86400 as days
    from asked where at >= $2::timestamptz and at < $1::timestamptz)
  ${middle("record", "timed", 2)}`;

const waits: Check = {
  criterion: "DX-4.2",
  version: 1,
  windowDays: 90,
  inWords:
    "Days that a change waited for somebody's consent, in the middle of all that were asked for in the last 90 days: to restore a killed agent, for more of a budget, for a later end of a standing grant. What still waits counts with the time until now. Changes of rules, agents and limits wait for nobody in Reeve; reviews outside of it are not seen.",
  measure: async (at) => {
    const [row] = await readFigures<Timed>(at, 90, WAITS);
    const { n = 0, days = null, samples = [] } = row ?? {};
    const missing =
      n === 0
        ? "No change had to wait for consent in the last 90 days: restores, and extensions of budgets and grants, are what is measured."
        : null;
    return { readings: [{ value: days }], n, samples, missing };
  },
};

/** The record of an agent as its card: what it is for, whose it is, where and with what it works. */
const CARDS = `select a.id, a.name as label, btrim(a.purpose) <> '' and p.deactivated_at is null and p.id is not null and t.id is not null and t.archived_at is null
    and a.environment <> 'unknown' and exists (select 1 from agent_tool g where g.agent_id = a.id) and a.updated_at >= $2::timestamptz as holds
  from ${AGENTS_THEN} a left join person p on p.id = a.owner_id left join team t on t.id = a.team_id where a.state_then = 'live'`;

/** Kinds of entries by which policies, budgets, limits and the rest of what governs agents change. */
const GOVERNING = [
  ...["rule.published", "rule.removed", "budget.created", "budget.edited", "budget.retired", "loop_limit.changed", "loop_limit.dropped"],
  ...[
    "sla_target.changed",
    "chain.created",
    "chain.edited",
    "chain.archived",
    "chain.unarchived",
    "attribution.rules_changed",
    "retention.changed",
  ],
  ...["redaction.rule_added", "redaction.rule_changed", "redaction.rule_moved", "redaction.rule_removed"],
  ...["redaction.rule_switched_on", "redaction.rule_switched_off", "agent.registered", "agent.updated", "agent.went_live"],
  ...["agent.tool_granted", "agent.tool_revoked", "tool.created", "tool.updated", "routing.margin_set"],
];
const BY_MACHINE = `select o.id, o.kind || coalesce(' · ' || o.agent_name, '') as label, o.actor_type = 'key' as holds from audit_outbox o
  where o.kind in (${GOVERNING.map((kind) => `'${kind}'`).join(", ")}) and o.actor_type in ('key', 'person')
    and o.occurred_at >= $2::timestamptz and o.occurred_at < $1::timestamptz`;

/** How changes are made. */
export const changeChecks: readonly Check[] = [
  onboarding,
  rowsCheck({
    criterion: "DX-3.4",
    windowDays: 180,
    inWords:
      "Of the live agents, the share whose entry in the register, which stands for its system card, has a purpose, an owner with an active account, a team, an environment, a risk tier and at least one tool, and was changed within the last 180 days. Limits, prohibited uses and results of evaluations are no part of it yet; whether its owner has read it again without a change is not known.",
    parts: [{ kind: "agent", as: "share", rows: CARDS }],
    whenNone: "No agent is live: registering one provides it.",
  }),
  failures,
  waits,
  rowsCheck({
    criterion: "DX-5.3",
    windowDays: 90,
    inWords:
      "Of the changes that people and keys made in the last 90 days to rules, budgets, limits, targets, escalation, attribution, redaction, retention, agents and tools, the share made with an API key, as pipelines do, and not by a person on a page. What Reeve itself set up at its first start is left out. Whether a pull request stood behind a key is not known.",
    parts: [{ kind: "record", as: "share", rows: BY_MACHINE }],
    whenNone: "Nothing that governs agents was changed in the last 90 days: such changes are what is counted.",
  }),
];

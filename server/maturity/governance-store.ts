import type { Check, Measurement } from "./core/measurement";
import { AGENTS_THEN, byAgentOf, countRows, failuresOf, mixSamples, readFigures, rowsCheck, unrecordedCheck } from "./share-store";

/** The versions that were in force at some moment of the window and that a person published. */
const POLICY_VERSIONS = `select v.version::text as id, 'Version ' || v.version as label, v.rules, v.published_by_id, before.rules as rules_before
  from policy_version v
  left join policy_version before on before.version = (select max(x.version) from policy_version x where x.version < v.version)
  where v.published_by_id is not null and v.published_at <= $1::timestamptz and not exists (
    select 1 from policy_version later where later.version > v.version and later.published_at <= $2::timestamptz)`;

/** Of a version, the rules that the one before it did not have, with their authors. */
const CHANGED_RULES = `select r.author_id from jsonb_array_elements(v.rules) as one (rule)
  left join rule_version r on r.rule_id = rule ->> 'ruleId' and r.version = (rule ->> 'version')::int
  where v.rules_before is null or not v.rules_before @> jsonb_build_array(rule - 'order')`;

const SECOND_PERSON = `select v.id, v.label, exists (${CHANGED_RULES}) and not exists (
    select 1 from (${CHANGED_RULES}) c where c.author_id is null or c.author_id = v.published_by_id) as holds
  from (${POLICY_VERSIONS}) v`;

const READMITTED = `select a.id, a.name as label, exists (select 1 from restore_request r where r.agent_id = a.id and r.outcome = 'restored'
      and r.ended_at <= $1::timestamptz and r.ended_by_id <> r.asked_by_id) as holds
  from ${AGENTS_THEN} a where a.state_then = 'live' and a.environment = 'production'`;

const EXCEPTIONS = `select g.id, g.agent_name || ' · ' || g.tool_name as label, btrim(g.reason) <> '' and not exists (
      select 1 from grant_use u where u.grant_id = g.id and u.at > g.ends_at and u.at <= $1::timestamptz) as holds
  from standing_grant g where g.live_at <= $1::timestamptz and (g.ended_at is null or g.ended_at > $2::timestamptz)`;

const RETIRED = `select a.id, a.name as label,
    not exists (select 1 from api_key k where k.agent_name = a.name and (k.revoked_at is null or k.revoked_at > $1::timestamptz))
    and not exists (select 1 from action d where d.agent_name = a.name and d.consumed_at > gone.at and d.consumed_at <= $1::timestamptz)
    and not exists (select 1 from trace t where t.agent_name = a.name and t.first_at > gone.at and t.first_at <= $1::timestamptz) as holds
  from ${AGENTS_THEN} a cross join lateral (select c.at from agent_state_change c where c.agent_id = a.id and c.to_state = 'retired'
    and c.at <= $1::timestamptz order by c.revision desc limit 1) gone
  where a.state_then = 'retired' and gone.at > $2::timestamptz`;

const LONG_SHADOWS = `select a.id, a.name as label, a.state_then <> 'shadow' or a.first_seen_at >= $1::timestamptz - interval '7 days' as holds
  from ${AGENTS_THEN} a`;

/** By how many hours the newest work that was seen is later than the newest call, with which the gate looks at who calls what. */
export const UNSEEN_HOURS = `newest as (select (select max(created_at) from action where created_at <= $1::timestamptz) as call,
    (select max(first_at) from trace where first_at <= $1::timestamptz) as run)
  select (greatest(0, extract(epoch from run - call)) / 3600)::float8 as hours from newest where call is not null`;

/** Unregistered agents: how many are left alone, and how long ago Reeve last looked. */
const shadows: Check = {
  criterion: "GOV-4.4",
  version: 1,
  windowDays: null,
  inWords:
    "First: agents that nobody has registered 7 days after Reeve first saw them, of all agents it knows. Second: the hours of work since Reeve last looked for unregistered agents. It looks with every call at the gate, so that is by how much the newest run in traces is later than the newest call; 0 where nothing is known to have run since. An agent that never calls the gate is not found here; those that only send traces count in PLT-2.1.",
  measure: async (at): Promise<Measurement> => {
    const [agents, [newest]] = await Promise.all([
      countRows(at, null, { kind: "agent", rows: LONG_SHADOWS }),
      readFigures<{ hours: number }>(at, null, UNSEEN_HOURS),
    ]);
    return {
      readings: [failuresOf(agents), { value: newest?.hours ?? null }],
      n: agents.of,
      samples: agents.samples,
      missing: agents.of === 0 ? "Reeve knows no agent yet: the first call at the gate lists the agent that made it." : null,
    };
  },
};

/** Of the last snapshot: whatever a state rests on, and whether that is still valid. */
const EVIDENCE = `select r.criterion as id, r.criterion as label,
    r.state <> 'expired' and coalesce(r.valid_until > $1::timestamptz, s.at > $1::timestamptz - interval '2 days') as holds
  from (select id, at from maturity_snapshot where at <= $1::timestamptz order by at desc limit 1) s
  join maturity_result r on r.snapshot_id = s.id where r.state in ('met', 'not_met', 'expired')`;

/** Waivers that a snapshot of the window rested on. */
const WAIVED = `select w.id, w.criterion as label, bool_and(w.until > s.at and btrim(w.reason) <> '') as holds
  from maturity_snapshot s join maturity_result r on r.snapshot_id = s.id and r.state = 'waived' join maturity_waiver w on w.id = r.basis_id
  where s.at > $2::timestamptz and s.at <= $1::timestamptz group by w.id, w.criterion`;

/** Dimensions that two people scored within a year, one of whom answers for no agent. */
const ASSESSED = `scored as (select r.id, r.subject, r.completed_at, r.resolved_at, max(a.verdict) - min(a.verdict) as gap,
    bool_or(not exists (select 1 from agent g where g.owner_id = a.author_id and g.state <> 'retired')) as has_outsider
  from maturity_round r join maturity_assessment a on a.round_id = r.id
  where r.subject !~ '-' and r.completed_at <= $1::timestamptz group by r.id having count(distinct a.author_id) >= 2),
  lately as (select *, (resolved_at is null or resolved_at > $1::timestamptz) and gap > 1 and completed_at <= $1::timestamptz - interval '30 days' as is_open from scored)
  select count(distinct subject) filter (where completed_at > $2::timestamptz and has_outsider)::int as dimensions,
    count(*) filter (where is_open)::int as open, count(*)::int as rounds,
    coalesce((select json_agg(x) from (select 'record' as kind, id, subject as label, not is_open and has_outsider as holds
      from lately order by holds, completed_at desc limit 20) x), '[]') as samples
  from lately`;

type Assessed = { readonly dimensions: number; readonly open: number; readonly rounds: number; readonly samples: Measurement["samples"] };

/** Whether people from outside look, too, and agree in the end. */
const assessors: Check = {
  criterion: "GOV-5.2",
  version: 1,
  windowDays: 365,
  inWords:
    "First: dimensions that two people scored within 12 months, at least one of whom owns no agent: that is what counts as from outside, as people belong to no team in Reeve. Second: scores of two people that are more than one level apart and that nobody has settled for 30 days.",
  measure: async (at) => {
    const [row] = await readFigures<Assessed>(at, 365, ASSESSED);
    const { dimensions = 0, open = 0, rounds = 0, samples = [] } = row ?? {};
    const isNone = rounds === 0;
    return {
      readings: [{ value: isNone ? null : dimensions }, { value: isNone ? null : open }],
      n: rounds,
      samples,
      missing: isNone ? "No dimension has been scored by two people yet: their two verdicts on it, each given blind, provide it." : null,
    };
  },
};

const EXCEPTION_WORDS =
  "Standing grants that held in the last 30 days, and waivers that a snapshot of these days rested on. Counted are those that were used after their end, or that give no reason. Author and end are on record for all of them, since Reeve takes none without.";

const exceptions: Check = {
  criterion: "GOV-3.5",
  version: 1,
  windowDays: 30,
  inWords: EXCEPTION_WORDS,
  measure: async (at) => {
    const [grants, waivers] = await Promise.all([
      countRows(at, 30, { kind: "grant", rows: EXCEPTIONS }),
      countRows(at, 30, { kind: "record", rows: WAIVED }),
    ]);
    const all = { hits: grants.hits + waivers.hits, of: grants.of + waivers.of, samples: mixSamples(grants.samples, waivers.samples) };
    return {
      readings: [failuresOf(all)],
      n: all.of,
      samples: all.samples,
      missing: all.of === 0 ? "No exception was in force in the last 30 days: a standing grant or a waiver is one." : null,
    };
  },
};

const NO_LIVE_AGENT = "No agent is live: one that is registered and set live counts.";

/** A live agent with what is asked of it. */
const liveAgents = (holds: string) => `select a.id, a.name as label, ${holds} as holds from ${AGENTS_THEN} a where a.state_then = 'live'`;

const SETTLED = "btrim(coalesce(a.risk_reason, '')) <> '' and a.ai_act_role is not null and a.ai_act_class is not null";

const IN_TIME = "a.review_due is not null and a.review_due >= ($1::timestamptz at time zone 'UTC')::date";
const DATED = liveAgents("a.review_due is not null");
const DATED_COUNT = `dated as (${DATED}) select count(*) filter (where holds)::int as n from dated`;
const { byAgent: overdueByAgent } = byAgentOf(null, [{ as: "share", kind: "agent", rows: liveAgents(`not (${IN_TIME})`) }]);

const reviews: Check = {
  criterion: "GOV-3.3",
  version: 2,
  windowDays: null,
  inWords:
    "Of the live agents, the share whose next review is overdue. The day of the review is not overdue yet. An agent without a day for its next review counts as overdue, once any live agent has one.",
  measure: async (at) => {
    const [agents, dated] = await Promise.all([
      countRows(at, null, { kind: "agent", rows: liveAgents(IN_TIME) }),
      countRows(at, null, { kind: "agent", rows: DATED }),
    ]);
    const { of, samples } = agents;
    const hits = of - agents.hits;
    const undated = "No live agent has a day by which it is to be reviewed again: one on the page of each agent provides it.";
    return {
      readings: [{ value: of === 0 || dated.hits === 0 ? null : hits / of, hits, of }],
      n: dated.hits === 0 ? 0 : of,
      samples,
      missing: of === 0 ? NO_LIVE_AGENT : dated.hits === 0 ? undated : null,
    };
  },
  ...(overdueByAgent && {
    byAgent: {
      ...overdueByAgent,
      count: async (at, population) => {
        const [dated] = await readFigures<{ n: number }>(at, null, DATED_COUNT, population);
        return dated?.n === 0 ? new Map() : overdueByAgent.count(at, population);
      },
    },
  }),
};

/** Who answers for what, by which rules, and whether anyone else looks. */
export const governanceChecks: readonly Check[] = [
  rowsCheck({
    criterion: "GOV-2.1",
    windowDays: null,
    inWords: "Of the agents that are live, the share whose owner is a person of the directory who has not been deactivated.",
    parts: [
      {
        as: "share",
        kind: "agent",
        rows: `select a.id, a.name as label, p.id is not null as holds from ${AGENTS_THEN} a
          left join person p on p.id = a.owner_id and (p.deactivated_at is null or p.deactivated_at > $1::timestamptz) where a.state_then = 'live'`,
      },
    ],
    whenNone: NO_LIVE_AGENT,
  }),
  rowsCheck({
    criterion: "GOV-3.1",
    windowDays: 30,
    inWords:
      "First: of the calls that the gate decided in the last 30 days, the newest 5,000 at most, the share whose policy version is stored. Second: of the policy versions that people published and that were in force in these days, the share whose changed rules all have another author than the person who put them in force. A version that only moves or removes rules has no second person. Rules that came with Reeve are left out.",
    parts: [
      {
        as: "share",
        kind: "action",
        rows: `select a.id, a.agent_name || ' · ' || a.tool_name as label, a.policy_version in (select version from policy_version) as holds
          from (select * from action x where x.created_at > $2::timestamptz and x.created_at <= $1::timestamptz order by x.created_at desc limit 5000) a`,
      },
      { as: "share", kind: "policy", rows: SECOND_PERSON },
    ],
    whenNone: "The gate decided no call in the last 30 days: calls that agents propose there count.",
  }),
  rowsCheck({
    criterion: "GOV-3.2",
    windowDays: null,
    inWords:
      "Of the live agents in production, the share that two people let in: one asked to restore it after a stop and another one agreed. The first time that an agent goes live takes one person, so it does not count; a stop and a restore by two people cure that.",
    parts: [{ as: "share", kind: "agent", rows: READMITTED }],
    whenNone: "No agent is live in production.",
  }),
  exceptions,
  rowsCheck({
    criterion: "GOV-4.1",
    windowDays: null,
    inWords:
      "Of the criteria that were met, not met or expired in the newest snapshot, the share whose evidence is valid: attestations until their end, computed ones for 2 days after the snapshot. Criteria without enough data, waived ones and those that do not apply are left out.",
    parts: [{ as: "share", kind: "record", rows: EVIDENCE }],
    whenNone: "There is no snapshot of the scorecard before this one: the next one reads it.",
  }),
  rowsCheck({
    criterion: "GOV-4.3",
    windowDays: 180,
    inWords:
      "Of the agents that were retired in the last 180 days, the share of which no key of their own is left, for which no call ran and no trace began after they were retired. Keys that several agents share are not the agent's own and are not looked at.",
    parts: [{ as: "share", kind: "agent", rows: RETIRED }],
    whenNone: "No agent was retired in the last 180 days.",
  }),
  shadows,
  assessors,
  rowsCheck({
    criterion: "GOV-2.3",
    version: 2,
    windowDays: null,
    inWords: "Of the live agents, the share with a risk tier, a stated reason for it and a role and class under the EU AI Act.",
    parts: [{ as: "share", kind: "agent", rows: liveAgents(SETTLED) }],
    whenNone: NO_LIVE_AGENT,
  }),
  rowsCheck({
    criterion: "GOV-2.4",
    version: 2,
    windowDays: null,
    inWords: "Of the live agents, the share with a written purpose and written uses that are out of bounds.",
    parts: [{ as: "share", kind: "agent", rows: liveAgents("btrim(a.purpose) <> '' and cardinality(a.out_of_bounds) > 0") }],
    whenNone: NO_LIVE_AGENT,
  }),
  reviews,
  unrecordedCheck({
    criterion: "GOV-3.4",
    windowDays: 30,
    conditions: 2,
    inWords:
      "The hours since the audit log was last verified as a whole or from the last verification on, and how many verifications failed in 30 days.",
    missing:
      "Entries of the audit log carry digests, but no signed checkpoint yet, so nothing verifies the log. A record of verifications would provide it.",
  }),
  unrecordedCheck({
    criterion: "GOV-5.1",
    windowDays: null,
    conditions: 2,
    inWords:
      "The hours since the newest signature of a witness outside on a checkpoint of the audit log, and the days since someone who does not operate Reeve last verified it.",
    missing:
      "The audit log has no checkpoints that a witness could sign. Their signatures, and the runs of a verifier by someone who does not operate Reeve, would provide it.",
  }),
];

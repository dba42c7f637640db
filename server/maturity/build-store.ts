import { agentsOfNewest, lately, NO_AGENT, recordedCheck, recordsOf } from "./evidence-store";
import { AGENTS_THEN } from "./share-store";

const DAYS_90 = 90;

/** Releases of agents in production, within the window. */
const RELEASES = (holds: string) => `select r.id, a.name || ' · ' || (r.facts ->> 'version') as label, ${holds} as holds
  from ${lately("release")} r join ${AGENTS_THEN} a on a.id = r.agent_id and a.environment = 'production'`;
const NO_RELEASE = "No release of an agent in production is on record for the last 90 days.";

/** The version that a run tells of its agent, in the payload of its first step. */
const VERSION = `substring(p.span from '"(?:gen_ai[.]agent[.]version|agent[.]version|service[.]version)":"([^"]+)"')`;
const RUNS = `select t.id, t.name as label, exists (select 1 from step s join step_payload p on p.trace_id = s.trace_id and p.span_id = s.span_id
      and p.started_at = s.started_at join agent g on g.name = t.agent_name
      join ${recordsOf("release")} r on r.agent_id = g.id and r.facts ->> 'version' = ${VERSION}
    where s.trace_id = t.id and s.parent_id is null and s.started_at >= t.first_at and s.started_at <= t.last_at) as holds
  from (select * from trace x where x.first_at > $2::timestamptz and x.first_at <= $1::timestamptz order by x.first_at desc, x.id desc limit 500) t`;

const CHANGES = `select o.id, o.kind || ' · ' || o.agent_name as label,
    exists (select 1 from ${recordsOf("reviewed_change")} r where r.facts ->> 'entry' = o.id) as holds
  from audit_outbox o join ${AGENTS_THEN} a on a.name = o.agent_name and a.environment = 'production'
  where o.kind in ('agent.updated', 'agent.tool_granted', 'agent.tool_revoked') and o.occurred_at > $2::timestamptz and o.occurred_at <= $1::timestamptz`;

const PUBLISHED = `select v.version::text as id, 'Version ' || v.version as label,
    exists (select 1 from ${recordsOf("policy_simulation")} r where (r.facts ->> 'policyVersion')::int = v.version) as holds
  from policy_version v where v.published_by_id is not null and v.published_at > $2::timestamptz and v.published_at <= $1::timestamptz`;

const STARTED = `select a.id, a.name as label, exists (select 1 from ${recordsOf("template_use")} r where r.agent_id = a.id) as holds
  from ${AGENTS_THEN} a where a.first_seen_at > $2::timestamptz and a.state_then not in ('shadow', 'retired')`;

/** The version that an agent is on, held against the newest one of the same template. */
const ON_CURRENT = agentsOfNewest(
  recordsOf("template_use"),
  `(r.facts ->> 'majorVersion')::int >= (select max((t.facts ->> 'majorVersion')::int) from ${recordsOf("template")} t
    where t.facts ->> 'template' = r.facts ->> 'template')`,
);

const WENT_LIVE = `(select a.* from ${AGENTS_THEN} a where a.risk_tier = 'low' and exists (select 1 from agent_state_change c
  where c.agent_id = a.id and c.to_state = 'live' and c.from_state is distinct from 'suspended' and c.at > $2::timestamptz and c.at <= $1::timestamptz))`;
const WITHOUT_TICKET = `select a.id, a.name as label, coalesce((select (r.facts ->> 'neededTicket')::boolean = false
    from ${lately("release")} r where r.agent_id = a.id order by r.happened_at desc, r.id desc limit 1), false) as holds from ${WENT_LIVE} a`;
const THEIR_HARM = `select r.id, a.name || ' · ' || (r.facts ->> 'severity') as label, (r.facts ->> 'severity') not in ('sev1', 'sev2') as holds
  from ${lately("incident")} r join ${WENT_LIVE} a on a.id = r.agent_id union all select a.id, a.name, true from ${WENT_LIVE} a`;

const FAILURES = `select f.id, f.label, exists (select 1 from ${recordsOf("evaluation_case")} r where r.facts ->> 'from' = f.id
      and r.happened_at > f.at and r.happened_at <= f.at + interval '14 days') as holds
  from (select r.id, 'Incident · ' || (r.facts ->> 'severity') as label, r.happened_at as at from ${lately("incident")} r
    union all select p.id, p.title, p.decided_at from approval p where p.state = 'rejected' and p.decided_at > $2::timestamptz
      and p.decided_at <= $1::timestamptz) f where f.at <= $1::timestamptz - interval '14 days'`;

/** How agents are built, tested, released and changed, by records of it. */
export const buildChecks = [
  recordedCheck({
    criterion: "PLT-2.2",
    kind: "release",
    windowDays: 30,
    inWords:
      "Of the newest 500 runs of the last 30 days, at most, the share whose first step names a version of which a release of that agent is on record.",
    parts: [{ as: "share", kind: "trace", rows: RUNS }],
    whenNone: "No run was traced in the last 30 days.",
  }),
  recordedCheck({
    criterion: "PLT-5.1",
    kind: "release",
    windowDays: DAYS_90,
    inWords:
      "Of the releases of agents in production on record for the last 90 days, the share that had passed tests of injected failures: a provider away, something delivered twice, a tool too slow, half of it done.",
    parts: [{ as: "share", kind: "record", rows: RELEASES("r.facts ->> 'faultTests' = 'passed'") }],
    whenNone: NO_RELEASE,
  }),
  recordedCheck({
    criterion: "DX-2.2",
    kind: "template_use",
    windowDays: DAYS_90,
    inWords:
      "Of the agents that Reeve first saw in the last 90 days and that somebody registered, the share of which a record says from which template they began.",
    parts: [{ as: "share", kind: "agent", rows: STARTED }],
    whenNone: "No agent was registered in the last 90 days.",
  }),
  recordedCheck({
    criterion: "DX-2.3",
    kind: "evaluation_suite",
    windowDays: null,
    inWords: "Of the live agents in production, the share whose newest evaluation suite on record has 30 cases or more and a baseline.",
    parts: [
      {
        as: "share",
        kind: "agent",
        rows: agentsOfNewest(recordsOf("evaluation_suite"), "(r.facts ->> 'cases')::int >= 30 and r.facts ->> 'baseline' is not null"),
      },
    ],
    whenNone: NO_AGENT,
  }),
  recordedCheck({
    criterion: "DX-3.1",
    kind: "release",
    windowDays: DAYS_90,
    inWords:
      "Of the releases of agents in production on record for the last 90 days, the share that had passed its evaluation and the tests of policy.",
    parts: [
      { as: "share", kind: "record", rows: RELEASES("r.facts ->> 'evaluation' = 'passed' and r.facts ->> 'policyTests' = 'passed'") },
    ],
    whenNone: NO_RELEASE,
  }),
  recordedCheck({
    criterion: "DX-3.2",
    kind: "policy_simulation",
    windowDays: DAYS_90,
    inWords:
      "Of the sets of policies that people published in the last 90 days, the share of which a simulation over past actions is on record.",
    parts: [{ as: "share", kind: "policy", rows: PUBLISHED }],
    whenNone: "Nobody published a set of policies in the last 90 days.",
  }),
  recordedCheck({
    criterion: "DX-3.3",
    kind: "reviewed_change",
    windowDays: DAYS_90,
    inWords:
      "Of the changes in the last 90 days of agents in production, of what they are and of their tools, the share of which a record names the review, by the id of the entry in the audit log. Prompts and code are not in Reeve and not looked at.",
    parts: [{ as: "share", kind: "record", rows: CHANGES }],
    whenNone: "No agent in production was changed in the last 90 days.",
  }),
  recordedCheck({
    criterion: "DX-4.3",
    kind: "template_use",
    windowDays: null,
    inWords:
      "Of the live agents in production, the share that is, by its newest record, on the current major version of its template: the highest one on record.",
    parts: [{ as: "share", kind: "agent", rows: ON_CURRENT }],
    whenNone: NO_AGENT,
  }),
  recordedCheck({
    criterion: "DX-5.1",
    kind: "release",
    windowDays: DAYS_90,
    inWords:
      "First: of the agents of low risk that went live in the last 90 days, the share whose newest release on record waited for no ticket. Second: incidents of the two highest severities that are on record for these agents.",
    parts: [
      { as: "share", kind: "agent", rows: WITHOUT_TICKET },
      { as: "failures", kind: "record", rows: THEIR_HARM },
    ],
    whenNone: "No agent of low risk went live in the last 90 days.",
  }),
  recordedCheck({
    criterion: "DX-5.2",
    kind: "evaluation_case",
    windowDays: DAYS_90,
    inWords:
      "Of the incidents on record and of the requests that people refused, in the last 90 days but for the newest 14, the share that became a case of an evaluation suite within 14 days.",
    parts: [{ as: "share", kind: "record", rows: FAILURES }],
    whenNone: "No incident and no refusal is on record between 90 and 14 days ago.",
  }),
];

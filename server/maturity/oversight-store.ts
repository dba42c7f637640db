import { evaluate, factsOf, policyInForce } from "@/server/policies/service";
import type { Check, Population, Sample } from "./core/measurement";
import { AGENTS_THEN, judgedBy, type Part, readFigures, rowsCheck, shareOf } from "./share-store";

/** Where rows must be fetched one by one, so many are looked at, the newest first. */
const NEWEST = 5_000;

const WITHIN = "> $2::timestamptz and";
const CALL = "a.agent_name || ' · ' || a.tool_name";

/** What a person may regret most: calls with an effect, by agents of high risk, that ran. */
const HIGH_RISK_RAN = `(select x.* from action x where x.created_at ${WITHIN} x.created_at <= $1::timestamptz
    and x.risk_tier = 'high' and x.side_effect <> 'read' and x.consumed_at is not null order by x.created_at desc limit ${NEWEST})`;

const APPROVED_FIRST = "p.state in ('approved', 'revoked') and p.decided_by_id is not null and p.decided_at <= a.consumed_at";

const DECIDED_BY_PEOPLE: Part = {
  as: "share",
  kind: "action",
  rows: `select a.id, ${CALL} as label, p.id is not null as holds
    from ${HIGH_RISK_RAN} a left join approval p on p.action_id = a.id and ${APPROVED_FIRST}`,
};

const HIGH_RISK_WORDS =
  "Of the calls with an effect that agents of high risk proposed in the last 30 days and that ran, the share that a person had approved before. What policy alone or a standing grant allowed was not decided by a person. Of more than 5,000 calls, the newest are looked at.";
const NO_HIGH_RISK =
  "No call with an effect of an agent of high risk ran in the last 30 days: those that agents propose and consume count.";

/** Decisions of people that ended a request, by when they were made. */
const DECIDED = (states: string) => `(select x.* from approval x where x.decided_at ${WITHIN} x.decided_at <= $1::timestamptz
    and x.state in (${states}) order by x.decided_at desc limit ${NEWEST})`;

/** Requests that were still open when they expired, whatever became of them then. */
const PAST_EXPIRY = `from (select * from approval x where x.created_at ${WITHIN} x.created_at <= $1::timestamptz
      and x.sla in ('late', 'expired') and (x.state = 'expired' or x.decided_at > x.expires_at) order by x.created_at desc limit ${NEWEST}) p
    join action a on a.id = p.action_id`;

const PACKET = `select p.id, p.title as label, a.evaluation ->> 'registeredToolVersion' is not null and btrim(a.summary) <> ''
    and a.resource is not null and a.impact ->> 'amountMicroUsd' is not null as holds
  from (select id, title, action_id from approval where created_at ${WITHIN} created_at <= $1::timestamptz order by created_at desc limit ${NEWEST}) p
  join action a on a.id = p.action_id`;

const SEPARATE = `select v.id as vote, p.id, p.title as label, v.waived is null and v.person_id is distinct from p.initiator_person_id
    and v.on_behalf_of_id is distinct from coalesce(p.initiator_person_id, '')
    and coalesce(p.excluded ->> v.person_id, '') <> 'owner' and coalesce(p.excluded ->> v.on_behalf_of_id, '') <> 'owner' as holds
  from (select * from ${DECIDED("'approved', 'rejected', 'revoked'")} d where d.risk_tier = 'high') p
  join vote v on v.approval_id = p.id join vote_outcome o on o.vote_id = v.id and o.outcome = 'effective'`;

/** Groups that the rules in force ask, and everyone who approves, whom no rule needs to name. */
const QUEUES = `with active as (select id from person where 'approver' = any (roles) and created_at <= $1::timestamptz
      and (deactivated_at is null or deactivated_at > $1::timestamptz)),
    asked as (select distinct jsonb_array_elements_text(stage -> 'groups') as name
      from (select rules from policy_version where published_at <= $1::timestamptz order by version desc limit 1) v,
        jsonb_array_elements(v.rules) one (rule)
        join rule_version r on r.rule_id = rule ->> 'ruleId' and r.version = (rule ->> 'version')::int,
        jsonb_array_elements(r.definition #> '{approval,stages}') stage
      where r.definition ->> 'effect' = 'require_approval' and r.definition ->> 'mode' = 'enforce' and jsonb_typeof(r.definition -> 'approval') = 'object')
  select coalesce(g.id, q.name) as id, q.name as label, count(m.person_id) >= 2 as holds
  from asked q left join "group" g on g.name = q.name and g.archived_at is null
  left join group_member m on m.group_id = g.id and m.person_id in (select id from active) group by g.id, q.name
  union all select 'every-approver', 'Every approver', count(*) >= 2 from active`;

const GRANTED = `granted as (select a.id, a.name, tm.name as team, a.risk_tier as "riskTier", a.environment, a.state_then as state,
    t.name as tool, t.version, t.side_effect as "sideEffect"
  from ${AGENTS_THEN} a left join team tm on tm.id = a.team_id join agent_tool g on g.agent_id = a.id and g.granted_at <= $1::timestamptz
  join tool t on t.id = g.tool_id where a.state_then = 'live' and (t.archived_at is null or t.archived_at > $1::timestamptz))
  select * from granted order by name, tool`;

type Parties = Parameters<typeof factsOf>[0];
type Granted = {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly riskTier: NonNullable<Parties["agent"]>["riskTier"];
  readonly environment: string;
  readonly state: string;
  readonly tool: string;
  readonly version: string;
  readonly sideEffect: NonNullable<Parties["tool"]>["sideEffect"];
};

/** Whether a rule in force is about this agent and this tool: it matches, or lets it act or ask under a condition. What it is refused under one says little. */
function isRuled(policy: Awaited<ReturnType<typeof policyInForce>>, one: Granted, at: Date): boolean {
  const agent = { teamName: one.team, riskTier: one.riskTier, environment: one.environment, state: one.state };
  const tool = { version: one.version, sideEffect: one.sideEffect };
  const parties = { agentName: one.name, agent, toolName: one.tool, toolVersion: null, tool, isGranted: true };
  const call = { args: {}, resource: null, impact: null, run: null, initiator: { type: "system", id: "" } };
  const { tried } = evaluate(policy, factsOf(parties, call, at, "UTC"));
  return tried.some(({ mode, effect, matched, failed }) => mode === "enforce" && (matched || (failed === "when" && effect !== "deny")));
}

async function judgeAutonomy(at: Date, population: Population): Promise<Sample[]> {
  const [granted, policy] = await Promise.all([readFigures<Granted>(at, null, GRANTED, population), policyInForce()]);
  return [...Map.groupBy(granted, ({ id }) => id)].map(([id, tools]) => {
    const open = tools.filter((one) => !isRuled(policy, one, at)).map(({ tool }) => tool);
    const name = tools[0]?.name ?? id;
    return { kind: "agent", id, label: open.length === 0 ? name : `${name}: ${open.slice(0, 3).join(", ")}`, holds: open.length === 0 };
  });
}

/** Whether somebody said how far each agent may go by itself. */
const autonomy: Check = {
  criterion: "HITL-3.5",
  version: 1,
  windowDays: null,
  inWords:
    "Of the live agents that were granted a tool, the share for which a rule in force is about each of their tools: it says that the agent acts alone or asks, if only under a condition, or that it is refused in any case. What only the default of the gate decides was not set by anyone. The rules and the registry are those of now.",
  byAgent: judgedBy(judgeAutonomy),
  measure: async (at) => {
    const agents = await judgeAutonomy(at, "actual");
    const failing = agents.filter(({ holds }) => !holds);
    return {
      readings: [shareOf({ hits: agents.length - failing.length, of: agents.length, samples: [] })],
      n: agents.length,
      samples: [...failing, ...agents.filter(({ holds }) => holds)].slice(0, 20),
      missing: agents.length === 0 ? "No live agent was granted a tool: grants in the registry provide it." : null,
    };
  },
};

/** Whether people decide what matters, in time, knowing what they decide, and as the right people. */
export const oversightChecks: readonly Check[] = [
  ...["HITL-2.1", "HITL-3.2"].map((criterion) =>
    rowsCheck({ criterion, windowDays: 30, inWords: HIGH_RISK_WORDS, parts: [DECIDED_BY_PEOPLE], whenNone: NO_HIGH_RISK }),
  ),
  rowsCheck({
    criterion: "HITL-2.2",
    windowDays: null,
    inWords:
      "Of the groups that rules in force ask, and of all approvers together, who are asked where no rule names anyone, the share with two active approvers or more. Stages that ask single people, a manager or whoever is on call are left out.",
    parts: [{ as: "share", kind: "group", rows: QUEUES }],
    whenNone: "There is no queue: a rule that asks a group provides one.",
  }),
  rowsCheck({
    criterion: "HITL-2.3",
    windowDays: 30,
    inWords:
      "First: of the requests that people decided in the last 30 days, the share that names a person of the directory who voted, when, and the digest of the call that it was about. Second: of those that were refused, the share with a reason. Of more than 5,000 decisions, the newest are looked at.",
    parts: [
      {
        as: "share",
        kind: "approval",
        rows: `select p.id, p.title as label, h.id is not null and a.digest <> '' and exists (select 1 from vote v
              where v.approval_id = p.id and v.person_id = p.decided_by_id and v.cast_at <= p.decided_at) as holds
            from ${DECIDED("'approved', 'rejected', 'revoked'")} p left join person h on h.id = p.decided_by_id left join action a on a.id = p.action_id`,
      },
      {
        as: "share",
        kind: "approval",
        rows: `select p.id, p.title as label, btrim(coalesce(p.decision_reason, '')) <> '' as holds from ${DECIDED("'rejected'")} p`,
      },
    ],
    whenNone: "No request was decided in the last 30 days: decisions of people provide it.",
  }),
  rowsCheck({
    criterion: "HITL-3.1",
    windowDays: 30,
    inWords:
      "Both over requests of the last 30 days that nobody had decided when they expired. First: how many of their calls ran all the same. Second: of those that were closed as expired, the share whose call was refused. Of more than 5,000 such requests, the newest are looked at.",
    parts: [
      { as: "failures", kind: "approval", rows: `select p.id, p.title as label, a.consumed_at is null as holds ${PAST_EXPIRY}` },
      {
        as: "share",
        kind: "approval",
        rows: `select p.id, p.title as label, a.state = 'denied' and a.consumed_at is null as holds ${PAST_EXPIRY} where p.state = 'expired'`,
      },
    ],
    whenNone: "No request expired in the last 30 days: one that nobody decides in time provides it.",
  }),
  rowsCheck({
    criterion: "HITL-3.3",
    windowDays: 30,
    inWords:
      "Of the newest 5,000 requests of the last 30 days, the share whose card could say all of: what the tool does and whether that can be undone (it was registered), what the call comes to in words, what it touches (the resource), and the sum at stake, if only 0. Arguments are always stored and shown in full; a call whose arguments are too long is refused at the gate.",
    parts: [{ as: "share", kind: "approval", rows: PACKET }],
    whenNone: "Nobody was asked anything in the last 30 days: calls that policy puts before people provide it.",
  }),
  rowsCheck({
    criterion: "HITL-3.4",
    windowDays: 30,
    inWords:
      "Of the votes that counted on requests of high risk decided in the last 30 days, the share of people who had neither set the run off nor owned the agent, and for whom separation of duties was not waived in the single-operator mode; deciding for someone else by delegation counts as that person, too. Of more than 5,000 decisions, the newest are looked at.",
    parts: [{ as: "share", kind: "approval", rows: SEPARATE }],
    whenNone: "No request of high risk was decided in the last 30 days.",
  }),
  autonomy,
];

import type { Check } from "./core/measurement";
import {
  agentsWith,
  figureIn,
  figuresCheck,
  IN_PRODUCTION,
  lately,
  NO_AGENT,
  recordedCheck,
  recordsOf,
  samplesIn,
  shareIn,
} from "./evidence-store";

/** What another system counted of one control within 30 days: with it, and of all. */
function countedCheck(criterion: string, control: string, inWords: string): Check {
  const rows = `(select r.id, coalesce(a.name || ' · ', '') || (r.facts ->> 'held') || ' of ' || (r.facts ->> 'counted') as label,
      r.facts ->> 'held' = r.facts ->> 'counted' as holds, (r.facts ->> 'held')::bigint as held, (r.facts ->> 'counted')::bigint as counted
    from ${lately("control_count")} r left join agent a on a.id = r.agent_id where r.facts ->> 'control' = '${control}')`;
  return figuresCheck({
    criterion,
    kind: "control_count",
    windowDays: 30,
    conditions: 1,
    inWords: `${inWords}, by the counts that other systems put on record in the last 30 days. Reeve does not see these runs and calls itself and takes the counts as they are.`,
    select: `counts as (select * from ${rows} c), sums as (select coalesce(sum(held), 0)::int as held, coalesce(sum(counted), 0)::int as counted from counts)
  select counted as n, json_build_array(${shareIn("held", "counted")}) as readings, ${samplesIn("record", "counts")} as samples from sums`,
    whenNone: "No count of this control is on record for the last 30 days.",
  });
}

const RATE = "(r.facts ->> 'succeeded')::float8 / nullif((r.facts ->> 'attempts')::int, 0)";
const TRIED = agentsWith(lately("attack_suite"), "(r.facts ->> 'attempts')::int > 0");
const ATTACKED = `agents as (${TRIED}),
  worst as (select max(${RATE}) as rate from ${lately("attack_suite")} r where r.agent_id in (select id from agents))
  select (select count(*)::int from agents) as n, json_build_array(
      ${shareIn("(select count(*) filter (where holds) from agents)", "(select count(*) from agents)")}, ${figureIn("select rate from worst")}) as readings,
    ${samplesIn("agent", "agents")} as samples`;

const BYPASS = `newest as (select r.id, r.happened_at, (r.facts ->> 'attempts')::int as attempts, (r.facts ->> 'blocked')::int as blocked
    from ${recordsOf("bypass_suite")} r order by r.happened_at desc, r.id desc limit 1),
  rows as (select id, blocked || ' of ' || attempts || ' blocked' as label, blocked = attempts as holds from newest)
  select (select count(*)::int from newest) as n, json_build_array(
      ${figureIn("select extract(epoch from $1::timestamptz - happened_at) / 86400 from newest")},
      ${shareIn("(select blocked from newest)", "(select attempts from newest)")}) as readings, ${samplesIn("record", "rows")} as samples`;

/** The ten categories of the OWASP list, each with whether an attack of it was detected. */
const DETECTED = `select c.id, c.id as label, exists (select 1 from ${lately("simulated_attack")} r
    where r.facts ->> 'category' = c.id and (r.facts ->> 'wasDetected')::boolean) as holds
  from (select 'ASI' || to_char(i, 'FM00') as id from generate_series(1, 10) i) c`;

/** The newest calls, but those of a tool as it was before its definition was changed last: which that was is not known. */
const APPROVED_TOOLS = `select a.id, a.agent_name || ' · ' || a.tool_name as label, t.id is not null and exists (select 1 from ${recordsOf("tool_approval")} r
      where r.facts ->> 'tool' = t.name and (r.facts ->> 'revision')::int = t.revision) as holds
  from (select * from action x where x.created_at > $2::timestamptz and x.created_at <= $1::timestamptz order by x.created_at desc limit 5000) a
  left join tool t on t.name = a.tool_name and t.archived_at is null where t.id is null or a.created_at >= t.updated_at`;

/** Whether what defends agents holds, by records of attacks, counts and approvals. */
export const attackChecks: readonly Check[] = [
  countedCheck(
    "SEC-3.2",
    "guard_verdicts",
    "Of the runs that read what others wrote, the share with the verdict of a guard against injected instructions",
  ),
  countedCheck(
    "SEC-3.3",
    "egress_checks",
    "Of the calls that leave the organisation, the share that went to an approved destination and was checked for sensitive data",
  ),
  countedCheck(
    "SEC-3.4",
    "sandboxed_code",
    "Of the calls that run code, the share that ran in a sandbox without credentials of its surroundings and with limits on where it may connect",
  ),
  countedCheck(
    "SEC-4.4",
    "labelled_writes",
    "Of the writes to memory and stores of knowledge, the share with a source, a writer and a label of trust",
  ),
  countedCheck(
    "SEC-5.5",
    "agent_calls",
    "Of the calls from one agent to another, the share that was authenticated on both sides and between a pair that was approved",
  ),
  figuresCheck({
    criterion: "SEC-4.2",
    kind: "attack_suite",
    windowDays: 30,
    conditions: 2,
    inWords:
      "First: of the live agents in production, the share against which a suite of attacks on record was run in the last 30 days. Second: the highest share of attacks that succeeded in any such suite.",
    select: ATTACKED,
    agents: [{ as: "share", kind: "agent", rows: TRIED }, null],
    whenNone: NO_AGENT,
  }),
  recordedCheck({
    criterion: "SEC-5.1",
    kind: "tool_approval",
    windowDays: 30,
    inWords:
      "How many calls at the gate in the last 30 days, of the newest 5,000 at most, used a tool of which no approval of its present definition is on record, by its revision in the catalogue. Calls from before the definition was changed last are left out, since the definition of then is not kept.",
    parts: [{ as: "failures", kind: "action", rows: APPROVED_TOOLS }],
    whenNone: "No call came to the gate in the last 30 days since the tools were changed last.",
  }),
  figuresCheck({
    criterion: "GOV-5.4",
    kind: "bypass_suite",
    windowDays: null,
    conditions: 2,
    inWords:
      "First: the days since the newest suite of attempts to bypass the controls that is on record. Second: the share of its attempts that were blocked.",
    select: BYPASS,
    whenNone: "No such suite is on record.",
  }),
  recordedCheck({
    criterion: "OBS-5.3",
    kind: "simulated_attack",
    windowDays: 90,
    inWords:
      "Of the ten categories of the OWASP list for agentic applications, the share of which a simulated attack on record was detected in the last 90 days.",
    parts: [{ as: "share", kind: "record", rows: DETECTED }],
    whenNone: "No category is known.",
  }),
];

/** Of what is used in production, what nobody has said the origin of: for the half of a check that reads it. */
export const originOf = (of: "model" | "tool", name: string): string => `exists (select 1 from ${recordsOf("origin")} r
  where r.facts ->> 'of' = '${of}' and lower(r.facts ->> 'name') = lower(${name}))`;

/** Models that agents in production paid for within the window. */
export const PAID_MODELS = `select c.model as id, c.model as label, ${originOf("model", "c.model")} as holds from cost_hourly h
  join cost_dimension c on c.id = h.dimension_id join (select a.name from ${IN_PRODUCTION}) a on a.name = c.agent
  where h.hour > $2::timestamptz and h.hour <= $1::timestamptz and c.model is not null group by c.model`;

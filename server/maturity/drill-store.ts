import {
  agentsOfNewest,
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
import { AGENTS_THEN, DEEDS } from "./share-store";

/** Models that agents in production paid for, and tools that they called at the gate, within the window. */
const DEPENDENCIES = `select d.of || ':' || d.name as id, d.name as label, coalesce((select (r.facts ->> 'isActive')::boolean from ${recordsOf("circuit_breaker")} r
      where r.facts ->> 'of' = d.of and lower(r.facts ->> 'name') = lower(d.name) order by r.happened_at desc, r.id desc limit 1), false) as holds
  from (select 'tool' as of, s.tool_name as name from ${DEEDS} s join (select a.name from ${IN_PRODUCTION}) a on a.name = s.agent_name group by 2
    union all select 'model', c.model from cost_hourly h join cost_dimension c on c.id = h.dimension_id join (select a.name from ${IN_PRODUCTION}) a on a.name = c.agent
      where h.hour > $2::timestamptz and h.hour <= $1::timestamptz and c.model is not null group by 2) d`;

const OBJECTIVES = `select a.id, a.name as label, (select count(*) from (select distinct on (r.facts ->> 'of') (r.facts ->> 'isReached')::boolean as is_reached
      from ${lately("objective")} r where r.agent_id = a.id order by r.facts ->> 'of', r.happened_at desc, r.id desc) o where o.is_reached) >= 2 as holds
  from ${IN_PRODUCTION}`;

const SEVERAL_EFFECTS = `and (select count(*) from agent_tool x join tool t on t.id = x.tool_id
  where x.agent_id = a.id and t.side_effect <> 'read') >= 2`;

const SINCE_GRANTS = `r.happened_at >= coalesce((select max(x.granted_at) from agent_tool x where x.agent_id = a.id and x.granted_at <= $1::timestamptz), r.happened_at)
  and (r.facts ->> 'score')::float8 <= (r.facts ->> 'approvedCap')::float8`;

const REHEARSED = agentsWith(lately("rollback_drill"), "(r.facts ->> 'isPassed')::boolean");
const ROLLBACKS = `agents as (${REHEARSED}),
  took as (select (r.facts ->> 'minutes')::float8 as minutes from ${lately("rollback_drill")} r where r.agent_id in (select id from agents))
  select (select count(*)::int from agents) as n, json_build_array(
      ${shareIn("(select count(*) filter (where holds) from agents)", "(select count(*) from agents)")},
      ${figureIn("(select percentile_disc(0.95) within group (order by minutes) from took)")}) as readings,
    ${samplesIn("agent", "agents")} as samples`;

const BREACHES = (holds: string) => `select r.id, a.name || ' · ' || (r.facts ->> 'of') as label, ${holds} as holds
  from ${lately("breach")} r join agent a on a.id = r.agent_id`;

const EARNED = `select r.id, a.name as label, (r.facts ->> 'calls')::int >= (r.facts ->> 'callsAsked')::int
    and (r.facts ->> 'errorShare')::float8 <= (r.facts ->> 'errorShareAllowed')::float8
    and (r.facts ->> 'reviewed')::int >= (r.facts ->> 'reviewedAsked')::int as holds
  from ${lately("promotion")} r join agent a on a.id = r.agent_id`;

const HIGH = "and a.risk_tier = 'high'";

/** Whether agents can take a failure, by records of what was set up, tried and rehearsed. */
export const drillChecks = [
  recordedCheck({
    criterion: "PLT-3.4",
    kind: "circuit_breaker",
    windowDays: 30,
    inWords:
      "Of the models that live agents in production paid for in the last 30 days, and of the tools that they called at the gate, the share whose newest record of a circuit breaker says that it is switched on.",
    parts: [{ as: "share", kind: "record", rows: DEPENDENCIES }],
    whenNone: "No live agent in production used a model or a tool in the last 30 days.",
  }),
  recordedCheck({
    criterion: "PLT-4.1",
    kind: "objective",
    windowDays: 30,
    inWords:
      "Of the live agents in production, the share that by the newest records of the last 30 days reached its objective for success and its objective for latency.",
    parts: [{ as: "share", kind: "agent", rows: OBJECTIVES }],
    whenNone: NO_AGENT,
  }),
  recordedCheck({
    criterion: "PLT-4.2",
    kind: "compensation_test",
    windowDays: 90,
    inWords:
      "Of the live agents in production that were granted two tools with an effect or more, the share whose newest test of undoing in the last 90 days passed and covered each step.",
    parts: [
      {
        as: "share",
        kind: "agent",
        rows: agentsOfNewest(
          lately("compensation_test"),
          "(r.facts ->> 'isPassed')::boolean and (r.facts ->> 'undoable')::int = (r.facts ->> 'steps')::int",
          SEVERAL_EFFECTS,
        ),
      },
    ],
    whenNone: "No live agent in production was granted two tools with an effect.",
  }),
  recordedCheck({
    criterion: "PLT-4.3",
    kind: "blast_radius",
    windowDays: null,
    inWords:
      "Of the live agents in production, the share whose newest blast radius on record was computed after its last grant of a tool and is not above what was approved.",
    parts: [{ as: "share", kind: "agent", rows: agentsOfNewest(recordsOf("blast_radius"), SINCE_GRANTS) }],
    whenNone: NO_AGENT,
  }),
  figuresCheck({
    criterion: "PLT-4.4",
    kind: "rollback_drill",
    windowDays: 90,
    conditions: 2,
    inWords:
      "First: of the live agents in production, the share of which a rollback drill that worked is on record for the last 90 days. Second: the minutes that 95 of 100 of all such drills of these agents did not exceed.",
    select: ROLLBACKS,
    agents: [{ as: "share", kind: "agent", rows: REHEARSED }, null],
    whenNone: NO_AGENT,
  }),
  recordedCheck({
    criterion: "PLT-5.2",
    kind: "breach",
    windowDays: 180,
    inWords:
      "Of the breaches of objectives or evaluations on record for the last 180 days, the share after which the agent was demoted or set back within 5 minutes, without a person.",
    parts: [
      {
        as: "share",
        kind: "record",
        rows: BREACHES("r.facts ->> 'answer' <> 'none' and (r.facts ->> 'wasAutomatic')::boolean and (r.facts ->> 'minutes')::float8 <= 5"),
      },
    ],
    whenNone: "No breach is on record for the last 180 days.",
  }),
  recordedCheck({
    criterion: "PLT-5.4",
    kind: "failover_drill",
    windowDays: 180,
    inWords:
      "Of the live agents of high risk in production, the share of which a failover drill within its objectives is on record for the last 180 days. The risk tier stands for how much hangs on an agent.",
    parts: [{ as: "share", kind: "agent", rows: agentsWith(lately("failover_drill"), "(r.facts ->> 'metObjectives')::boolean", HIGH) }],
    whenNone: "No agent of high risk is live in production.",
  }),
  recordedCheck({
    criterion: "HITL-5.1",
    kind: "promotion",
    windowDays: 180,
    inWords:
      "First: of the promotions to more autonomy on record for the last 180 days, the share that met what was asked for in calls, errors and reviews. Second: of the breaches on record for these days, the share after which the autonomy was taken back without a person.",
    parts: [
      { as: "share", kind: "record", rows: EARNED },
      { as: "share", kind: "record", rows: BREACHES("r.facts ->> 'answer' = 'demoted' and (r.facts ->> 'wasAutomatic')::boolean") },
    ],
    whenNone: "No promotion is on record for the last 180 days.",
  }),
  recordedCheck({
    criterion: "GOV-4.2",
    kind: "impact_assessment",
    windowDays: 365,
    inWords: "Of the live agents of high risk, the share whose newest impact assessment of the last 365 days was approved.",
    parts: [
      {
        as: "share",
        kind: "agent",
        rows: `select a.id, a.name as label, coalesce((select (r.facts ->> 'isApproved')::boolean from ${lately("impact_assessment")} r
            where r.agent_id = a.id order by r.happened_at desc, r.id desc limit 1), false) as holds
          from ${AGENTS_THEN} a where a.state_then = 'live' ${HIGH}`,
      },
    ],
    whenNone: "No agent of high risk is live.",
  }),
];

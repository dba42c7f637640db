import { prisma } from "@/server/platform/db";
import { NONE } from "./attainment-schema";
import { type Measure, TOOK_MINUTES } from "./core/attainment";
import type { RiskTier } from "./core/deadlines";
import type { ApprovalState } from "./core/transitions";

/** What narrows the figures; what is not named does not. */
export type Narrow = { readonly team?: string; readonly agent?: string; readonly rule?: string; readonly risk?: string };
export type Between = { readonly startsAt: Date; readonly endsAt: Date };

const DECIDED = "p.state in ('approved', 'rejected', 'revoked')";
const OPEN = "p.state in ('pending', 'frozen')";
/** Open and past due; a stopped clock stands where it stopped. $1 now. */
const OVERDUE = `(${OPEN} and (p.late_stages > 0 or p.due_at < least($1::timestamptz, p.frozen_at)))`;
const MISSED = `(${DECIDED} and (p.late_stages > 0 or p.decided_at > p.due_at) or p.state = 'expired' or ${OVERDUE})`;
/** What is open and in time is not measured yet, and what was cancelled never is. */
const MEASURED = `(${DECIDED} or p.state = 'expired' or ${OVERDUE})`;
const MEASURE = `case when not ${DECIDED} then case p.state when 'expired' then 'expired' else 'overdue' end
  when p.late_stages > 0 or p.decided_at > p.due_at then 'late' else 'inTime' end`;

/** $2 team, $3 agent, $4 rule, $5 risk. */
const NARROWED = `($2::text is null or coalesce(p.team_id, '${NONE}') = $2) and ($3::text is null or p.agent_name = $3)
  and ($4::text is null or coalesce(p.rule_id, '${NONE}') = $4) and ($5::text is null or p.risk_tier = $5)`;
/** $6 from, $7 to. */
const ASKED = "p.created_at >= $6::timestamptz and p.created_at < $7::timestamptz";

const shared = (now: Date, { team, agent, rule, risk }: Narrow) => [now, team ?? null, agent ?? null, rule ?? null, risk ?? null];

const rows = <R>(sql: string, values: readonly unknown[]): Promise<R[]> => prisma().$queryRawUnsafe<R[]>(sql, ...values);

/** By what requests are counted: each row of counts belongs to one of these. */
export type Grouping = "step" | "team" | "rule" | "risk" | "approver" | "took";

export type Group = {
  readonly by: Grouping;
  readonly step: number | null;
  readonly teamId: string | null;
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  readonly risk: RiskTier | null;
  readonly approverId: string | null;
  /** The class of the time to decide, from 0. */
  readonly took: number | null;
  readonly measure: Measure;
  readonly count: number;
};

// One pass over the index, counted in every way at once. The bounds are subqueries because PostgreSQL would parse them
// again for each row. $8 where steps begin, $9 where the classes of the time to decide part, in seconds.
const COUNT = `with asked as (
    select width_bucket(p.created_at, (select $8::text[]::timestamptz[])) as step, p.team_id, p.rule_id, p.rule_version, p.risk_tier,
      case when ${DECIDED} then p.decided_by_id end as approver_id, ${MEASURE} as measure,
      case when ${DECIDED} then width_bucket(extract(epoch from p.decided_at - p.created_at)::float8, (select $9::float8[])) end as took
    from approval p where ${ASKED} and ${MEASURED} and ${NARROWED})
  select case grouping(step, team_id, rule_id, risk_tier, approver_id, took) when 31 then 'step' when 47 then 'team' when 55 then 'rule'
      when 59 then 'risk' when 61 then 'approver' else 'took' end as by,
    step, team_id as "teamId", rule_id as "ruleId", rule_version as "ruleVersion", risk_tier as risk, approver_id as "approverId",
    took, measure, count(*)::int as count
  from asked group by grouping sets ((step, measure), (team_id, measure), (rule_id, rule_version, measure), (risk_tier, measure),
    (approver_id, measure), (took, measure))`;

const TOOK_SECONDS = TOOK_MINUTES.map((minutes) => minutes * 60);

const countValues = (between: Between, steps: readonly Date[], narrow: Narrow, now: Date) => [
  ...shared(now, narrow),
  between.startsAt,
  between.endsAt,
  steps.map((at) => at.toISOString()),
  TOOK_SECONDS,
];

/** How the requests of a range stand, by each grouping: within one they add up to the same. Steps count from 1. */
export const countAttainment = (between: Between, steps: readonly Date[], narrow: Narrow, now: Date): Promise<Group[]> =>
  rows(COUNT, countValues(between, steps, narrow, now));

/** What the counts cost, for the test that looks at the plan. */
export async function explainAttainment(between: Between, steps: readonly Date[], narrow: Narrow, now: Date): Promise<string> {
  const lines = await rows<Record<string, string>>(`explain ${COUNT}`, countValues(between, steps, narrow, now));
  return lines.map((line) => Object.values(line)[0]).join("\n");
}

/** How the requests of a range stand, in all. */
export const countMeasures = (between: Between, narrow: Narrow, now: Date): Promise<{ measure: Measure; count: number }[]> =>
  rows(`select ${MEASURE} as measure, count(*)::int as count from approval p where ${ASKED} and ${MEASURED} and ${NARROWED} group by 1`, [
    ...shared(now, narrow),
    between.startsAt,
    between.endsAt,
  ]);

export type Took = { readonly medianMs: number | null; readonly p90Ms: number | null };

/** Half of the decisions, and nine of ten, took no longer than this. */
export async function findTook(between: Between, narrow: Narrow, now: Date): Promise<Took> {
  const [took] = await rows<Took>(
    `select at[1] as "medianMs", at[2] as "p90Ms" from (
       select percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from p.decided_at - p.created_at)::float8 * 1000) as at
       from approval p where $1::timestamptz is not null and ${ASKED} and ${DECIDED} and ${NARROWED}) took`,
    [...shared(now, narrow), between.startsAt, between.endsAt],
  );
  if (took === undefined) throw new Error("an aggregate answered no row");
  return took;
}

/** The first request on record. */
export async function findRecordedSince(): Promise<Date | null> {
  const [row] = await rows<{ since: Date | null }>("select min(created_at) as since from approval", []);
  return row?.since ?? null;
}

export type BreachRecord = {
  readonly id: string;
  readonly actionId: string;
  readonly toolName: string;
  readonly title: string;
  readonly agentName: string;
  readonly riskTier: RiskTier;
  readonly state: ApprovalState;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly endedAt: Date | null;
  readonly lateStages: number;
};

const BREACH = `p.id, p.action_id as "actionId", p.tool_name as "toolName", p.title, p.agent_name as "agentName", p.risk_tier as "riskTier",
  p.state, p.created_at as "createdAt", p.due_at as "dueAt", p.decided_at as "endedAt", p.late_stages as "lateStages"`;

/** Requests of a range that were not decided in time, the newest first. */
export const listBreaches = (between: Between, narrow: Narrow, limit: number, now: Date): Promise<BreachRecord[]> =>
  rows(
    `select ${BREACH} from approval p where ${ASKED} and ${MISSED} and ${NARROWED} order by p.created_at desc, p.id desc limit $8::int`,
    [...shared(now, narrow), between.startsAt, between.endsAt, limit],
  );

/** What is past due and undecided now, the longest first, each with how many there are. */
export const listPastDue = (narrow: Narrow, limit: number, now: Date): Promise<(BreachRecord & { total: number })[]> =>
  rows(
    `select ${BREACH}, count(*) over ()::int as total from approval p where ${OVERDUE} and ${NARROWED} order by p.due_at, p.id limit $6::int`,
    [...shared(now, narrow), limit],
  );

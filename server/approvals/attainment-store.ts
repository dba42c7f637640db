import { prisma } from "@/server/platform/db";
import { NONE } from "./attainment-schema";
import { type Measure, TOOK_MINUTES } from "./core/attainment";
import type { RiskTier } from "./core/deadlines";
import type { ApprovalState } from "./core/transitions";

/** What narrows the figures; what is not named does not. */
export type Narrow = { readonly team?: string; readonly agent?: string; readonly rule?: string; readonly risk?: string };
export type Between = { readonly startsAt: Date; readonly endsAt: Date };

const OPEN = "p.state in ('pending', 'frozen')";
/** Open and past due; a stopped clock stands where it stopped. $1 now. */
const OVERDUE = `(${OPEN} and (p.late_stages > 0 or p.due_at < least($1::timestamptz, p.frozen_at)))`;

/** $2 team, $3 agent, $4 rule, $5 risk. */
const NARROWED = `($2::text is null or coalesce(p.team_id, '${NONE}') = $2) and ($3::text is null or p.agent_name = $3)
  and ($4::text is null or coalesce(p.rule_id, '${NONE}') = $4) and ($5::text is null or p.risk_tier = $5)`;
/** $6 from, $7 to. */
const ASKED = "p.created_at >= $6::timestamptz and p.created_at < $7::timestamptz";
// PostgreSQL refuses values that nothing refers to.
const ENDED = "$1::timestamptz is not null and p.sla is not null";

const shared = (now: Date, { team, agent, rule, risk }: Narrow) => [now, team ?? null, agent ?? null, rule ?? null, risk ?? null];
const asked = (between: Between, narrow: Narrow, now: Date) => [...shared(now, narrow), between.startsAt, between.endsAt];

const rows = <R>(sql: string, values: readonly unknown[]): Promise<R[]> => prisma().$queryRawUnsafe<R[]>(sql, ...values);

/** Counts by some columns and by measure: what ended, from the index, and what is open and past due, of which there is little. */
const counted = (columns: string): string => `select ${columns}, p.sla as measure, count(*)::int as count
    from approval p where ${ASKED} and ${ENDED} and ${NARROWED} group by ${ordinals(columns)}, p.sla
  union all select ${columns}, 'overdue', count(*)::int
    from approval p where ${ASKED} and ${OVERDUE} and ${NARROWED} group by ${ordinals(columns)}`;

const ordinals = (columns: string): string =>
  columns
    .split(", ")
    .map((_, i) => i + 1)
    .join(", ");

type Counted = { readonly measure: Measure; readonly count: number };
export type StepCount = Counted & { readonly step: number };
export type PartCount = Counted & {
  readonly teamId: string | null;
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  readonly risk: RiskTier;
  /** Whose vote settled it; null where nobody's did. */
  readonly approverId: string | null;
};

// The bounds are a subquery because PostgreSQL would parse them again for each row. $8 where steps begin.
const BY_STEP = `with step as materialized (select $8::text[]::timestamptz[] as starts)
  ${counted("(select width_bucket(p.created_at, starts) from step) as step")}`;
const BY_PART = counted(
  `p.team_id as "teamId", p.rule_id as "ruleId", p.rule_version as "ruleVersion", p.risk_tier as risk, p.decided_by_id as "approverId"`,
);

/** How the requests of a range stand, by the steps that begin at these moments, counted from 1. */
export const countBySteps = (between: Between, starts: readonly Date[], narrow: Narrow, now: Date): Promise<StepCount[]> =>
  rows(BY_STEP, [...asked(between, narrow, now), starts.map((at) => at.toISOString())]);

/** The same requests by team, rule, risk and approver. */
export const countByParts = (between: Between, narrow: Narrow, now: Date): Promise<PartCount[]> =>
  rows(BY_PART, asked(between, narrow, now));

/** What the counts cost, for the test that looks at the plans. */
export async function explainAttainment(between: Between, narrow: Narrow, now: Date): Promise<string> {
  const values = asked(between, narrow, now);
  const plans = [await explain(BY_STEP, [...values, [between.startsAt.toISOString()]]), await explain(BY_PART, values)];
  return [...plans, await explain(TOOK, [...values, [...TOOK_MINUTES]]), await explain(BREACHES, [...values, 100])].join("\n");
}

async function explain(sql: string, values: readonly unknown[]): Promise<string> {
  const lines = await rows<Record<string, string>>(`explain ${sql}`, values);
  return lines.map((line) => Object.values(line)[0]).join("\n");
}

/** How the requests of a range stand, in all. */
export const countMeasures = (between: Between, narrow: Narrow, now: Date): Promise<Counted[]> =>
  rows(counted("true as all"), asked(between, narrow, now));

// By whole minutes, of which there are few, so that nothing is sorted. $8 where classes part, in minutes.
const TOOK = `with minute as (select p.took_minutes as took, count(*) as n from approval p
    where ${ASKED} and ${ENDED} and p.took_minutes is not null and ${NARROWED} group by 1),
  running as (select took, n, sum(n) over (order by took) as so_far, sum(n) over () as total from minute)
  select width_bucket(took, $8::int[]) as class, sum(n)::int as count, min(took) filter (where so_far >= total * 0.5) as median,
    min(took) filter (where so_far >= total * 0.9) as p90 from running group by 1 order by 1`;

/** A class of the time to decide, from 0; the minutes that half and nine of ten took at most stand in the class that holds them and in later ones. */
export type TookClass = { readonly class: number; readonly count: number; readonly median: number | null; readonly p90: number | null };

/** How long decisions took, by class, the fastest first. */
export const countTook = (between: Between, narrow: Narrow, now: Date): Promise<TookClass[]> =>
  rows(TOOK, [...asked(between, narrow, now), [...TOOK_MINUTES]]);

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

// $8 how many. Each part by its own index, the newest first.
const BREACHES = `select ${BREACH} from (
    (select p.* from approval p where ${ASKED} and $1::timestamptz is not null and p.sla in ('late', 'expired') and ${NARROWED}
      order by p.created_at desc, p.id desc limit $8::int)
    union all (select p.* from approval p where ${ASKED} and ${OVERDUE} and ${NARROWED} order by p.created_at desc, p.id desc limit $8::int)
  ) p order by p.created_at desc, p.id desc limit $8::int`;

/** Requests of a range that were not decided in time, the newest first. */
export const listBreaches = (between: Between, narrow: Narrow, limit: number, now: Date): Promise<BreachRecord[]> =>
  rows(BREACHES, [...asked(between, narrow, now), limit]);

/** What is past due and undecided now, the longest first, each with how many there are. */
export const listPastDue = (narrow: Narrow, limit: number, now: Date): Promise<(BreachRecord & { total: number })[]> =>
  rows(
    `select ${BREACH}, count(*) over ()::int as total from approval p where ${OVERDUE} and ${NARROWED} order by p.due_at, p.id limit $6::int`,
    [...shared(now, narrow), limit],
  );

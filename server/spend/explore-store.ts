import { type CostBucket, TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { pool, prisma } from "@/server/platform/db";
import type { Range } from "./core/days";
import type { Labels } from "./core/explore";
import { CLASS_COLUMNS, HOURLY } from "./fold-store";
import { UNATTRIBUTED } from "./schema";

/** The moments at which days begin in a zone, and those that part the days looked at from the ones before. */
export type Moments = {
  readonly starts: readonly Date[];
  readonly until: Date;
  readonly beforeFrom: Date;
  readonly beforeTo: Date;
  readonly recordedSince: Date | null;
};

/**
 * Days begin at midnight of the zone, whose clocks may change on the way. While the last day is not over, the days before
 * end at the same hour of theirs.
 */
export async function findMoments(range: Range, days: readonly string[], timeZone: string, now: Date): Promise<Moments> {
  const { rows } = await pool().query<Moments>({
    name: "spend-moments",
    text: `with local as (select $3::timestamp as first, $4::timestamp as last, $5::timestamp as before, $6::timestamp as before_end,
        $7::timestamptz at time zone $2 as now)
      select array(select d at time zone $2 from unnest($1::text[]::timestamp[]) d order by d) as starts, last at time zone $2 as until,
        before at time zone $2 as "beforeFrom",
        (case when now >= last then before_end else least(before_end, before + (greatest(first, now) - first)) end) at time zone $2 as "beforeTo",
        (select min(hour) from ${HOURLY} h) as "recordedSince"
      from local`,
    values: [days, timeZone, range.from, range.until, range.beforeFrom, range.beforeUntil, now],
  });
  const [moments] = rows;
  if (moments === undefined) throw new Error("a constant answered no row");
  return moments;
}

export type Filter = { readonly [K in keyof Labels]?: string | undefined };

const COLUMN: Readonly<Record<keyof Labels, string>> = {
  team: "team",
  agent: "agent",
  taskClass: "task_class",
  model: "model",
  provider: "provider",
  environment: "environment",
};

/** The dimensions that fit a filter. */
export async function listDimensions(filter: Filter): Promise<ReadonlyMap<number, Labels>> {
  const values: string[] = [];
  const parts = (Object.keys(COLUMN) as (keyof Labels)[]).flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    if (value === UNATTRIBUTED) return [`${COLUMN[name]} is null`];
    values.push(value);
    return [`${COLUMN[name]} = $${values.length}`];
  });
  const { rows } = await pool().query<Labels & { id: number }>({
    text: `select id, agent, team, task_class as "taskClass", model, provider, environment from cost_dimension
      ${parts.length === 0 ? "" : `where ${parts.join(" and ")}`}`,
    values,
  });
  return new Map(rows.map(({ id, ...labels }) => [id, labels]));
}

type CountedRow = {
  readonly day: number | null;
  readonly dimensionId: number;
  readonly bucket: CostBucket;
  readonly calls: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly costPicoUsd: string;
};

const sumOf = (classes: readonly TokenClass[], unit: "tokens" | "pico_usd") =>
  classes.map((of) => `${CLASS_COLUMNS[of]}_${unit}`).join(" + ");
const INPUT = sumOf(["input", "cacheRead", "cacheWrite5m", "cacheWrite1h"], "tokens");
const OUTPUT = sumOf(["output", "reasoning"], "tokens");
const COST = sumOf(TOKEN_CLASSES, "pico_usd");
const SUMMED = `dimension_id as "dimensionId", bucket, sum(calls)::int as calls, sum(${INPUT})::text as "inputTokens",
  sum(${OUTPUT})::text as "outputTokens", sum(${COST})::text as "costPicoUsd"`;

const COUNT_DAYS = `select width_bucket(hour, $1::timestamptz[]) - 1 as day, ${SUMMED} from ${HOURLY} h
  where hour >= $2::timestamptz and hour < $3::timestamptz group by 1, 2, 3`;
const COUNT_BEFORE = `select null::int as day, ${SUMMED} from ${HOURLY} h
  where hour >= $1::timestamptz and hour < $2::timestamptz group by 2, 3`;

/** What was counted, by day, dimension and bucket; and over the days before. */
export async function countSpend(moments: Moments): Promise<CountedRow[]> {
  const { starts, until, beforeFrom, beforeTo } = moments;
  const [now, before] = await Promise.all([
    pool().query<CountedRow>({
      name: "spend-days",
      text: COUNT_DAYS,
      values: [starts.map((at) => at.toISOString()), starts[0], until],
    }),
    pool().query<CountedRow>({ name: "spend-before", text: COUNT_BEFORE, values: [beforeFrom, beforeTo] }),
  ]);
  return [...now.rows, ...before.rows];
}

export type ClassRow = { readonly reported: string } & { readonly [C in TokenClass as `${C}Cost` | `${C}Tokens`]: string };

/** The same days by class of tokens, of some dimensions. */
export async function countClasses({ starts, until }: Moments, dimensionIds: readonly number[]): Promise<ClassRow> {
  const columns = TOKEN_CLASSES.map(
    (of) =>
      `coalesce(sum(${CLASS_COLUMNS[of]}_pico_usd), 0)::text as "${of}Cost", coalesce(sum(${CLASS_COLUMNS[of]}_tokens) filter (where bucket = 'priced'), 0)::text as "${of}Tokens"`,
  );
  const { rows } = await pool().query<ClassRow>({
    name: "spend-classes",
    text: `select coalesce(sum(reported_pico_usd), 0)::text as reported, ${columns.join(", ")} from ${HOURLY} h
      where hour >= $1::timestamptz and hour < $2::timestamptz and dimension_id = any($3::int[])`,
    values: [starts[0], until, dimensionIds],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("an aggregate answered no row");
  return row;
}

/** What was corrected among the hours looked at, by cause. */
export async function listCorrections({ starts, until }: Moments, dimensionIds: readonly number[]) {
  const { rows } = await pool().query<{ cause: "settled" | "repriced"; cost: string }>({
    name: "spend-corrections",
    text: `select cause, sum(cost_pico_usd)::text as cost from cost_correction
      where hour >= $1::timestamptz and hour < $2::timestamptz and dimension_id = any($3::int[]) group by cause order by cause`,
    values: [starts[0], until, dimensionIds],
  });
  return rows;
}

/** Traces that are still to be looked at as a whole. */
export const countUnsettled = (): Promise<number> => prisma().trace.count({ where: { settledAt: null } });

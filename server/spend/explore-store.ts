import { type CostBucket, TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { pool, prisma } from "@/server/platform/db";
import type { Range } from "./core/days";
import type { Labels } from "./core/explore";
import { CLASS_COLUMNS, dailyOf, HOURLY } from "./fold-store";
import { type CorrectionCause, UNATTRIBUTED } from "./schema";

/** The moments at which days begin in a zone, and those that part the days looked at from the ones before. */
export type Moments = {
  readonly starts: readonly Date[];
  readonly until: Date;
  readonly beforeFrom: Date;
  readonly beforeTo: Date;
  readonly recordedSince: Date | null;
  /** The first day, the one after the last, and so of those before: of these the last may be looked at in part. */
  readonly range: Range;
  readonly beforeLast: string;
  readonly timeZone: string;
};

/**
 * Days begin at midnight of the zone, whose clocks may change on the way. While the last day is not over, the days before
 * end at the same hour of theirs, unless someone chose them.
 */
export async function findMoments(range: Range, days: readonly string[], timeZone: string, now: Date): Promise<Moments> {
  const { rows } = await pool().query<Omit<Moments, "range" | "timeZone">>({
    name: "spend-moments",
    text: `with local as (select $3::timestamp as first, $4::timestamp as last, $5::timestamp as before, $6::timestamp as before_end,
        $7::timestamptz at time zone $2 as now, $8::bool as chosen),
      ends as (select *, case when now >= last or chosen then before_end else least(before_end, before + (greatest(first, now) - first)) end as stop from local)
      select array(select d at time zone $2 from unnest($1::text[]::timestamp[]) d order by d) as starts, last at time zone $2 as until,
        before at time zone $2 as "beforeFrom",
        stop at time zone $2 as "beforeTo", to_char(stop, 'YYYY-MM-DD') as "beforeLast",
        least((select min(hour) from cost_hourly), (select min(hour) from cost_delta)) as "recordedSince"
      from ends`,
    values: [days, timeZone, range.from, range.until, range.beforeFrom, range.beforeUntil, now, range.isChosen === true],
  });
  const [moments] = rows;
  if (moments === undefined) throw new Error("a constant answered no row");
  return { ...moments, range, timeZone };
}

export type Filter = { readonly [K in keyof Labels]?: string | undefined };

const COLUMN: Readonly<Record<keyof Labels, string>> = {
  team: "d.team",
  agent: "agent",
  taskClass: "task_class",
  model: "model",
  provider: "provider",
  environment: "environment",
  person: "person",
  costCentre: "cost_centre",
};

/** The dimensions that fit a filter; the cost centre is that which the team has now. */
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
    text: `select d.id, agent, d.team, task_class as "taskClass", model, provider, environment, person, cost_centre as "costCentre"
      from cost_dimension d left join team t on t.name = d.team ${parts.length === 0 ? "" : `where ${parts.join(" and ")}`}`,
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

// The sum of each column is added up, not each row: PostgreSQL sums numeric columns far quicker than it adds them.
const sumOf = (classes: readonly TokenClass[], unit: "tokens" | "pico_usd") =>
  classes.map((of) => `sum(${CLASS_COLUMNS[of]}_${unit})`).join(" + ");
const INPUT = sumOf(["input", "cacheRead", "cacheWrite5m", "cacheWrite1h"], "tokens");
const OUTPUT = sumOf(["output", "reasoning"], "tokens");
const COST = sumOf(TOKEN_CLASSES, "pico_usd");
const SUMMED = `dimension_id as "dimensionId", bucket, sum(calls)::int as calls, (${INPUT})::text as "inputTokens",
  (${OUTPUT})::text as "outputTokens", (${COST})::text as "costPicoUsd"`;

const HOURS = {
  days: `select width_bucket(hour, $1::timestamptz[]) - 1 as day, ${SUMMED} from ${HOURLY} h
    where hour >= $2::timestamptz and hour < $3::timestamptz group by 1, 2, 3`,
  before: `select null::int as day, ${SUMMED} from ${HOURLY} h where hour >= $1::timestamptz and hour < $2::timestamptz group by 2, 3`,
};
const DAYS = {
  days: `select day - $2::date as day, ${SUMMED} from ${dailyOf("$1")} d where day >= $2::date and day < $3::date group by 1, 2, 3`,
  before: `select null::int as day, ${SUMMED} from ${dailyOf("$1")} d where day >= $2::date and day < $3::date group by 2, 3`,
};
const read = (name: string, text: string, values: readonly unknown[]) => pool().query<CountedRow>({ name, text, values: [...values] });

/**
 * What was counted, by day, dimension and bucket; and over the days before. Read from sums by the day where they are of
 * the zone, and from hours for what is only a part of a day.
 */
export async function countSpend(moments: Moments, isDaily: boolean): Promise<CountedRow[]> {
  const { starts, until, beforeFrom, beforeTo, range, beforeLast, timeZone } = moments;
  const parts = isDaily
    ? [
        read("spend-days-daily", DAYS.days, [timeZone, range.from, range.until]),
        read("spend-before-daily", DAYS.before, [timeZone, range.beforeFrom, beforeLast]),
        read("spend-before-rest", `${HOURS.before.replace("$1::timestamptz", "($1::timestamp at time zone $3)")}`, [
          beforeLast,
          beforeTo,
          timeZone,
        ]),
      ]
    : [
        read("spend-days", HOURS.days, [starts.map((at) => at.toISOString()), starts[0], until]),
        read("spend-before", HOURS.before, [beforeFrom, beforeTo]),
      ];
  return (await Promise.all(parts)).flatMap(({ rows }) => rows);
}

export type ClassRow = { readonly reported: string } & { readonly [C in TokenClass as `${C}Cost` | `${C}Tokens`]: string };

const CLASSES = `coalesce(sum(reported_pico_usd), 0)::text as reported, ${TOKEN_CLASSES.map(
  (of) =>
    `coalesce(sum(${CLASS_COLUMNS[of]}_pico_usd), 0)::text as "${of}Cost", coalesce(sum(${CLASS_COLUMNS[of]}_tokens) filter (where bucket = 'priced'), 0)::text as "${of}Tokens"`,
).join(", ")}`;

/** The same days by class of tokens, of some dimensions. */
export async function countClasses(moments: Moments, dimensionIds: readonly number[], isDaily: boolean): Promise<ClassRow> {
  const { starts, until, range, timeZone } = moments;
  const query = isDaily
    ? {
        name: "spend-classes-daily",
        text: `select ${CLASSES} from ${dailyOf("$1")} d where day >= $2::date and day < $3::date and dimension_id = any($4::int[])`,
        values: [timeZone, range.from, range.until, dimensionIds],
      }
    : {
        name: "spend-classes",
        text: `select ${CLASSES} from ${HOURLY} h where hour >= $1::timestamptz and hour < $2::timestamptz and dimension_id = any($3::int[])`,
        values: [starts[0], until, dimensionIds],
      };
  const { rows } = await pool().query<ClassRow>(query);
  const [row] = rows;
  if (row === undefined) throw new Error("an aggregate answered no row");
  return row;
}

/** What was corrected among the hours looked at, by cause. */
export async function listCorrections({ starts, until }: Moments, dimensionIds: readonly number[]) {
  const { rows } = await pool().query<{ cause: CorrectionCause; cost: string }>({
    name: "spend-corrections",
    text: `select cause, sum(cost_pico_usd)::text as cost from cost_correction
      where hour >= $1::timestamptz and hour < $2::timestamptz and dimension_id = any($3::int[]) group by cause order by cause`,
    values: [starts[0], until, dimensionIds],
  });
  return rows;
}

/** Traces that are still to be looked at as a whole. */
export const countUnsettled = (): Promise<number> => prisma().trace.count({ where: { settledAt: null } });

import { type CostBucket, TOKEN_CLASSES } from "@/server/kernel/cost";
import { pool } from "@/server/platform/db";
import type { GroupName } from "./counted-schema";
import { CLASS_COLUMNS, HOURLY } from "./fold-store";

/** Which moment a bound means: a day begins at midnight of the zone, anything else is a moment already. */
export async function momentsOf(bounds: readonly string[], timeZone: string): Promise<Date[]> {
  const { rows } = await pool().query<{ at: Date }>({
    name: "spend-bounds",
    text: `select case when length(b) = 10 then b::timestamp at time zone $2 else b::timestamptz end as at
      from unnest($1::text[]) with ordinality as t (b, i) order by i`,
    values: [bounds, timeZone],
  });
  return rows.map(({ at }) => at);
}

const COLUMN: Readonly<Record<Exclude<GroupName, "day">, string>> = {
  agent: "d.agent",
  team: "d.team",
  model: "d.model",
  taskClass: "d.task_class",
};
/** Days of the zone, which is the fourth parameter, wherever a moment stands. */
const dayOf = (moment: string) => `to_char(${moment} at time zone $4, 'YYYY-MM-DD')`;
const labelsOf = (by: readonly GroupName[], moment: string) =>
  by.map((name) => `${name === "day" ? dayOf(moment) : COLUMN[name]} as "${name}"`).join(", ");
const groupOf = (by: readonly GroupName[]) => by.map((_, i) => `, ${i + 2}`).join("");

export type Keyed = { readonly [K in GroupName]?: string | null };
export type CountedRow = Keyed & {
  readonly bucket: CostBucket;
  readonly calls: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly costPicoUsd: string;
};

const sumOf = (unit: "tokens" | "pico_usd", classes: readonly (typeof TOKEN_CLASSES)[number][]) =>
  `sum(${classes.map((of) => `${CLASS_COLUMNS[of]}_${unit}`).join(" + ")})::text`;

/** Which hours, of whose calls: every agent's, or one's. */
export type Scope = { readonly from: Date; readonly to: Date; readonly agent: string | null; readonly timeZone: string };

/** What the calls of some hours cost, by bucket and the dimensions asked for. */
export async function countBy({ from, to, agent, timeZone }: Scope, by: readonly GroupName[]): Promise<CountedRow[]> {
  const { rows } = await pool().query<CountedRow>(
    `select h.bucket, ${by.length === 0 ? "" : `${labelsOf(by, "h.hour")}, `}sum(h.calls)::int as calls,
       ${sumOf("tokens", ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h"])} as "inputTokens",
       ${sumOf("tokens", ["output", "reasoning"])} as "outputTokens", ${sumOf("pico_usd", TOKEN_CLASSES)} as "costPicoUsd"
     from ${HOURLY} h join cost_dimension d on d.id = h.dimension_id
     where h.hour >= $1::timestamptz and h.hour < $2::timestamptz and ($3::text is null or d.agent = $3) and $4::text is not null
     group by 1${groupOf(by)} having sum(h.calls) > 0`,
    [from, to, agent, timeZone],
  );
  return rows;
}

/** How many runs the priced calls of some hours belong to; a trace without a run's id is a run of its own. Reads steps. */
export async function countRuns({ from, to, agent, timeZone }: Scope, by: readonly GroupName[]): Promise<(Keyed & { runs: number })[]> {
  const { rows } = await pool().query<Keyed & { runs: number }>(
    `select count(distinct coalesce(s.run_id, s.trace_id))::int as runs${by.length === 0 ? "" : `, ${labelsOf(by, "s.started_at")}`}
     from step s join cost_dimension d on d.id = s.cost_dimension_id
     where s.started_at >= $1::timestamptz and s.started_at < $2::timestamptz and s.cost_bucket = 'priced'
       and ($3::text is null or d.agent = $3) and $4::text is not null
     ${by.length === 0 ? "" : `group by ${by.map((_, i) => i + 2).join(", ")}`}`,
    [from, to, agent, timeZone],
  );
  return rows;
}

export type ModelSums = {
  readonly team: string | null;
  readonly agent: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly bucket: CostBucket;
  readonly calls: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly costPicoUsd: string;
};

/** What some hours cost, by team, agent and model. */
export async function sumByModel(from: Date, to: Date): Promise<ModelSums[]> {
  const { rows } = await pool().query<ModelSums>({
    name: "spend-by-model",
    text: `select d.team, d.agent, d.provider, d.model, h.bucket, sum(h.calls)::int as calls,
        ${sumOf("tokens", ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h"])} as "inputTokens",
        ${sumOf("tokens", ["output", "reasoning"])} as "outputTokens", ${sumOf("pico_usd", TOKEN_CLASSES)} as "costPicoUsd"
      from ${HOURLY} h join cost_dimension d on d.id = h.dimension_id
      where h.hour >= $1::timestamptz and h.hour < $2::timestamptz group by 1, 2, 3, 4, 5`,
    values: [from, to],
  });
  return rows;
}

export type DayModelSums = {
  readonly day: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly bucket: CostBucket;
  readonly calls: number;
  readonly tokens: string;
  readonly costPicoUsd: string;
};

/** What days of UTC cost by model, as providers bill them. */
export async function sumByDayAndModel(from: Date, to: Date): Promise<DayModelSums[]> {
  const { rows } = await pool().query<DayModelSums>({
    name: "spend-by-day-and-model",
    text: `select to_char(h.hour at time zone 'UTC', 'YYYY-MM-DD') as day, d.provider, d.model, h.bucket, sum(h.calls)::int as calls,
        ${sumOf("tokens", TOKEN_CLASSES)} as tokens, ${sumOf("pico_usd", TOKEN_CLASSES)} as "costPicoUsd"
      from ${HOURLY} h join cost_dimension d on d.id = h.dimension_id
      where h.hour >= $1::timestamptz and h.hour < $2::timestamptz group by 1, 2, 3, 4`,
    values: [from, to],
  });
  return rows;
}

/** The first hour of which anything is on record. */
export async function firstHour(): Promise<Date | null> {
  const { rows } = await pool().query<{ first: Date | null }>(`select min(hour) as first from ${HOURLY} h`);
  return rows[0]?.first ?? null;
}

/** Whether traces that began before a moment are still to be looked at as a whole. */
export async function hasUnsettled(before: Date): Promise<boolean> {
  const { rows } = await pool().query("select 1 from trace where settled_at is null and first_at < $1::timestamptz limit 1", [before]);
  return rows.length > 0;
}

import { TOKEN_CLASSES } from "@/server/kernel/cost";
import { pool } from "@/server/platform/db";
import { CLASS_COLUMNS, HOURLY } from "./fold-store";

const CLASS_SUMS = TOKEN_CLASSES.map((of) => `sum(${CLASS_COLUMNS[of]}_pico_usd) as ${CLASS_COLUMNS[of]}_pico_usd`).join(", ");
const COST = TOKEN_CLASSES.map((of) => `${CLASS_COLUMNS[of]}_pico_usd`).join(" + ");

/** What some calls cost on a day of a zone, in micro-USD: what is forecast from needs no more. */
export type DayRow = { readonly day: string; readonly dimensionId: number; readonly microUsd: number; readonly calls: number };

/** Cost by day of a zone and dimension, from a day on. Days without calls have no row. */
export async function sumDays(from: string, timeZone: string): Promise<DayRow[]> {
  const { rows } = await pool().query<DayRow>({
    name: "spend-forecast-days",
    text: `select to_char(hour at time zone $2, 'YYYY-MM-DD') as day, dimension_id as "dimensionId", sum(calls)::int as calls,
        coalesce(sum((${COST}) / 1e6) filter (where bucket = 'priced'), 0)::float8 as "microUsd"
      from ${HOURLY} h where hour >= $1::timestamp at time zone $2 group by 1, 2`,
    values: [from, timeZone],
  });
  return rows;
}

/** What all calls cost by day of a zone, from a day on. */
export async function sumAllDays(from: string, timeZone: string): Promise<Pick<DayRow, "day" | "microUsd">[]> {
  const { rows } = await pool().query<Pick<DayRow, "day" | "microUsd">>({
    name: "spend-hindsight-days",
    text: `select to_char(hour at time zone $2, 'YYYY-MM-DD') as day, coalesce(sum((${COST}) / 1e6) filter (where bucket = 'priced'), 0)::float8 as "microUsd"
      from (select hour, bucket, ${CLASS_SUMS} from ${HOURLY} h where hour >= $1::timestamp at time zone $2 group by 1, 2) h group by 1`,
    values: [from, timeZone],
  });
  return rows;
}

import type { Tx } from "@/server/platform/tx";

export type PointRow = {
  readonly id: string;
  readonly metric: string;
  readonly unit: string;
  readonly startAt: string;
  readonly at: string;
  readonly value: number;
  readonly isDelta: boolean;
  readonly attributes: string;
};

/** Stores points, each once; answers how many were new. */
export const insertPoints = (tx: Tx, rows: readonly PointRow[], sourceId: string): Promise<number> =>
  tx.execute(
    `insert into metric_sample (id, metric, unit, start_at, at, value, is_delta, attributes, source_id)
     select u.*, $9 from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::float8[], $7::boolean[], $8::jsonb[]) as u
     on conflict (id, at) do nothing`,
    rows.map((row) => row.id),
    rows.map((row) => row.metric),
    rows.map((row) => row.unit),
    rows.map((row) => row.startAt),
    rows.map((row) => row.at),
    rows.map((row) => row.value),
    rows.map((row) => row.isDelta),
    rows.map((row) => row.attributes),
    sourceId,
  );

import { pool } from "@/server/platform/db";
import type { Moments } from "./explore-store";

export type UntoldRow = {
  readonly provider: string | null;
  readonly model: string | null;
  readonly serviceTier: string | null;
  readonly input: number | null;
  readonly output: number | null;
  readonly startedMs: number;
  readonly calls: number;
};

/** Calls that told no usage, those alike together: of one model and tier, in one hour, estimated at the same. */
export async function listUntold(
  { starts, until }: Pick<Moments, "starts" | "until">,
  dimensionIds: readonly number[],
): Promise<UntoldRow[]> {
  const { rows } = await pool().query<UntoldRow>({
    name: "spend-untold",
    text: `select d.provider, d.model, s.service_tier as "serviceTier", s.estimated_input_tokens as input, s.estimated_output_tokens as output,
        (extract(epoch from date_trunc('hour', s.started_at, 'UTC')) * 1000)::float8 as "startedMs", count(*)::int as calls
      from step s join cost_dimension d on d.id = s.cost_dimension_id
      where s.cost_bucket = 'missing' and s.started_at >= $1::timestamptz and s.started_at < $2::timestamptz and s.cost_dimension_id = any($3::int[])
      group by 1, 2, 3, 4, 5, 6`,
    values: [starts[0], until, dimensionIds],
  });
  return rows;
}

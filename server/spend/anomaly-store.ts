import { TOKEN_CLASSES } from "@/server/kernel/cost";
import { pool, prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import { CLASS_COLUMNS, HOURLY } from "./fold-store";

const sumOf = (unit: "tokens" | "pico_usd") => TOKEN_CLASSES.map((of) => `${CLASS_COLUMNS[of]}_${unit}`).join(" + ");

export type HourRow = {
  /** Since the epoch. */
  readonly hour: number;
  readonly agent: string | null;
  readonly team: string | null;
  readonly model: string | null;
  readonly taskClass: string | null;
  readonly microUsd: number;
  readonly calls: number;
  readonly tokens: number;
};

/** Priced calls by the hour and what they are of, from a moment up to another. */
export async function listHours(from: Date, to: Date): Promise<HourRow[]> {
  const { rows } = await pool().query<HourRow>({
    name: "spend-anomaly-hours",
    text: `select (extract(epoch from hour) / 3600)::int as hour, d.agent, d.team, d.model, d.task_class as "taskClass",
        (sum(${sumOf("pico_usd")}) / 1e6)::float8 as "microUsd", sum(calls)::int as calls, sum(${sumOf("tokens")})::float8 as tokens
      from ${HOURLY} h join cost_dimension d on d.id = h.dimension_id
      where bucket = 'priced' and hour >= $1::timestamptz and hour < $2::timestamptz group by 1, 2, 3, 4, 5`,
    values: [from, to],
  });
  return rows;
}

/** How many runs some hours had; a trace without a run's id is a run of its own. Reads steps, of these hours alone. */
export async function countRunsOf(dimension: "agent" | "team" | "model", key: string, hours: readonly number[]): Promise<number> {
  if (hours.length === 0) return 0;
  const starts = hours.map((hour) => new Date(hour * 3_600_000));
  const { rows } = await pool().query<{ runs: number }>(
    `select count(distinct coalesce(s.run_id, s.trace_id))::int as runs from unnest($1::timestamptz[]) h (start)
       join step s on s.started_at >= h.start and s.started_at < h.start + interval '1 hour'
     where s.cost_dimension_id in (select id from cost_dimension where ${dimension} = $2) and s.cost_bucket = 'priced'`,
    [starts, key],
  );
  return rows[0]?.runs ?? 0;
}

export type Found = {
  readonly id: string;
  readonly dimension: "agent" | "team" | "model";
  readonly key: string;
  readonly fromHour: Date;
  readonly untilHour: Date;
  readonly costMicroUsd: bigint;
  readonly usualMicroUsd: bigint;
  readonly cause: string;
  readonly words: string;
  readonly model: string | null;
  readonly taskClass: string | null;
};

/** Keeps one that was not known. False when it was: someone kept it already. */
export async function insertAnomaly(tx: PrismaTx, found: Found, foundAt: Date): Promise<boolean> {
  return (await tx.prisma.costAnomaly.createMany({ data: [{ ...found, foundAt }], skipDuplicates: true })).count === 1;
}

/** Lets one that lasts reach to its last hour. */
export const growAnomaly = (tx: PrismaTx, { id, untilHour, costMicroUsd, usualMicroUsd, words, cause, model, taskClass }: Found) =>
  tx.prisma.costAnomaly.updateMany({
    where: { id, untilHour: { lte: untilHour } },
    data: { untilHour, costMicroUsd, usualMicroUsd, words, cause, model, taskClass },
  });

/** Those that touch some hours, the newest first. */
export const listAnomalies = (from: Date, to: Date) =>
  prisma().costAnomaly.findMany({
    where: { untilHour: { gt: from }, fromHour: { lt: to } },
    orderBy: [{ fromHour: "desc" }, { id: "desc" }],
    take: 200,
  });

/** Puts one aside that nobody put aside before. */
export async function dismissAnomaly(tx: PrismaTx, id: string, byId: string, reason: string, now: Date): Promise<boolean> {
  const { count } = await tx.prisma.costAnomaly.updateMany({
    where: { id, dismissedAt: null },
    data: { dismissedAt: now, dismissedById: byId, dismissedReason: reason },
  });
  return count === 1;
}

export const findAnomaly = (id: string) => prisma().costAnomaly.findUnique({ where: { id } });

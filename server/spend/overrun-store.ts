import { TOKEN_CLASSES } from "@/server/kernel/cost";
import { pool, prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import { CLASS_COLUMNS, HOURLY } from "./fold-store";
import type { ExpectedOfAgent, SetEstimateInput } from "./overrun-schema";

const COST = TOKEN_CLASSES.map((of) => `${CLASS_COLUMNS[of]}_pico_usd`).join(" + ");

export const findEstimate = (agentName: string) => prisma().agentEstimate.findUnique({ where: { agentName } });
export const listEstimates = () => prisma().agentEstimate.findMany({ orderBy: { agentName: "asc" } });

/** Sets an estimate that is still as the editor saw it. */
export async function saveEstimate(
  tx: PrismaTx,
  { agent: agentName, revision, ...said }: SetEstimateInput,
  byId: string,
  now: Date,
): Promise<boolean> {
  const row = { runsPerMonth: said.runsPerMonth, costPerRunMicroUsd: BigInt(said.costPerRunMicroUsd), setById: byId, setAt: now };
  if (revision === 0)
    return (await tx.prisma.agentEstimate.createMany({ data: [{ ...row, agentName, revision: 1 }], skipDuplicates: true })).count === 1;
  const { count } = await tx.prisma.agentEstimate.updateMany({
    where: { agentName, revision },
    data: { ...row, revision: { increment: 1 } },
  });
  return count === 1;
}

/** The estimates of some agents. */
export const listEstimatesOf = (agents: readonly string[]) =>
  prisma().agentEstimate.findMany({ where: { agentName: { in: [...agents] } } });

/** Sets an estimate whatever it was; answers its revision, or null where it says the same already. */
export async function putEstimate(tx: PrismaTx, agentName: string, said: ExpectedOfAgent, byId: string, now: Date): Promise<number | null> {
  const rows = await tx.prisma.$queryRaw<{ revision: number }[]>`
    insert into agent_estimate as e (agent_name, runs_per_month, cost_per_run_micro_usd, revision, set_by_id, set_at)
    values (${agentName}, ${said.runsPerMonth}, ${BigInt(said.costPerRunMicroUsd)}, 1, ${byId}, ${now})
    on conflict (agent_name) do update set runs_per_month = excluded.runs_per_month, cost_per_run_micro_usd = excluded.cost_per_run_micro_usd,
      revision = e.revision + 1, set_by_id = excluded.set_by_id, set_at = excluded.set_at
    where (e.runs_per_month, e.cost_per_run_micro_usd) <> (excluded.runs_per_month, excluded.cost_per_run_micro_usd)
    returning revision`;
  return rows[0]?.revision ?? null;
}

export type ActualRow = { readonly agent: string; readonly firstHour: Date; readonly microUsd: string; readonly runs: number };

/** What some agents cost since a moment, in how many runs; a trace without a run's id is a run of its own. Reads the steps of these agents. */
export async function listActuals(agents: readonly string[], since: Date): Promise<ActualRow[]> {
  if (agents.length === 0) return [];
  const { rows } = await pool().query<ActualRow>({
    name: "spend-actuals",
    text: `with cost as (select d.agent, min(h.hour) as first, trunc(sum(${COST}) / 1e6)::text as micro
        from ${HOURLY} h join cost_dimension d on d.id = h.dimension_id
        where d.agent = any($1::text[]) and h.hour >= $2::timestamptz and h.bucket = 'priced' group by 1),
      runs as (select d.agent, count(distinct coalesce(s.run_id, s.trace_id))::int as runs
        from step s join cost_dimension d on d.id = s.cost_dimension_id
        where d.agent = any($1::text[]) and s.started_at >= $2::timestamptz and s.cost_bucket = 'priced' group by 1)
      select agent, first as "firstHour", micro as "microUsd", coalesce(runs, 0) as runs from cost left join runs using (agent)`,
    values: [agents, since],
  });
  return rows;
}

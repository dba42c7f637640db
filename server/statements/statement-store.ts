import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";
import type { Sums } from "./core/lines";
import type { StatementState } from "./core/state";

/** Months are closed one after the other. */
export const lockClosing = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtextextended('statements', 0))");

/** The newest month that is closed; null while none is. */
export async function lastClosed(tx: PrismaTx | null): Promise<string | null> {
  const row = await (tx?.prisma ?? prisma()).statement.findFirst({ orderBy: { month: "desc" }, select: { month: true } });
  return row?.month ?? null;
}

/** The newest months that are closed, newest first. */
export async function listClosed(limit: number): Promise<string[]> {
  const rows = await prisma().statement.findMany({ distinct: ["month"], orderBy: { month: "desc" }, take: limit, select: { month: true } });
  return rows.map(({ month }) => month);
}

/** What all statements say of some months, by team, agent and model. */
export async function listStated(tx: PrismaTx, months: readonly string[]): Promise<(Sums & { readonly month: string })[]> {
  const rows = await tx.prisma.statementLine.findMany({
    where: { month: { in: [...months] } },
    include: { statement: { select: { team: true } } },
  });
  const sums = new Map<string, Sums & { month: string }>();
  for (const { statement, month, agent, provider, model, calls, inputTokens, outputTokens, costPicoUsd } of rows) {
    const key = JSON.stringify([month, statement.team, agent, provider, model]);
    const known = sums.get(key);
    sums.set(key, {
      month,
      team: statement.team,
      agent,
      provider,
      model,
      calls: calls + (known?.calls ?? 0),
      inputTokens: inputTokens + (known?.inputTokens ?? 0n),
      outputTokens: outputTokens + (known?.outputTokens ?? 0n),
      costPicoUsd: BigInt(costPicoUsd.toFixed(0)) + (known?.costPicoUsd ?? 0n),
    });
  }
  return [...sums.values()];
}

export async function insertStatements(
  tx: PrismaTx,
  statements: readonly Prisma.StatementUncheckedCreateInput[],
  lines: readonly Prisma.StatementLineUncheckedCreateInput[],
): Promise<void> {
  await tx.prisma.statement.createMany({ data: [...statements] });
  await tx.prisma.statementLine.createMany({ data: [...lines] });
}

/** Who owns most of each team's agents, by the team's name. */
export async function listTeamOwners(tx: PrismaTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.prisma.$queryRaw<{ team: string; ownerId: string }[]>`
    select distinct on (t.name) t.name as team, a.owner_id as "ownerId"
    from agent a join team t on t.id = a.team_id join person p on p.id = a.owner_id and p.deactivated_at is null
    where a.state <> 'retired' group by t.name, a.owner_id order by t.name, count(*) desc, a.owner_id`;
  return new Map(rows.map(({ team, ownerId }) => [team, ownerId]));
}

export type StatementRow = Prisma.StatementModel;

export const listStatements = (months: readonly string[]): Promise<StatementRow[]> =>
  prisma().statement.findMany({ where: { month: { in: [...months] } }, orderBy: [{ month: "desc" }, { team: "asc" }] });

export const findStatement = (id: string) =>
  prisma().statement.findUnique({ where: { id }, include: { lines: { orderBy: { place: "asc" } } } });

type Step = { readonly from: readonly StatementState[]; readonly to: StatementState; readonly reason: string | null };

/** What the owner says of a statement, if it still is in one of the states and still theirs. */
export async function moveStatement(
  tx: PrismaTx,
  { id, ownerId }: Pick<StatementRow, "id" | "ownerId">,
  step: Step,
  byId: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.prisma.statement.updateMany({
    where: { id, ownerId, state: { in: [...step.from] } },
    data: { state: step.to, stateById: byId, stateAt: now, reason: step.reason },
  });
  return count > 0;
}

/** Hands a statement that nobody acknowledged over to someone, if it still is whose it was. */
export async function giveStatement(tx: PrismaTx, id: string, from: string | null, to: string): Promise<boolean> {
  const { count } = await tx.prisma.statement.updateMany({
    where: { id, ownerId: from, state: { not: "acknowledged" } },
    data: { ownerId: to },
  });
  return count > 0;
}

/** How many statements stand where. */
export async function countByState(): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma().statement.groupBy({ by: ["state"], _count: true });
  return new Map(rows.map(({ state, _count }) => [state, _count]));
}

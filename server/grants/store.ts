import type { StandingGrant } from "@/prisma/generated/client";
import type { Position } from "@/server/kernel/cursor";
import { prisma } from "@/server/platform/db";
import { type PgTx, type PrismaTx, queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { LiveGrant } from "./core/covers";
import type { Scope } from "./core/scope";
import type { EndCause } from "./core/terms";

/** A grant as it is kept. The columns are text; the core says what may stand in them. */
export type StoredGrant = Omit<StandingGrant, "scope" | "state" | "endCause"> & {
  readonly scope: Scope;
  readonly state: "proposed" | "live" | "ended";
  readonly endCause: EndCause | null;
};

const toStored = (row: StandingGrant): StoredGrant => row as unknown as StoredGrant;

const LIVE = `select id, scope, run_id as "runId", ends_at as "endsAt", max_uses as "maxUses", budget_micro_usd as "budgetMicroUsd", uses,
    spent_micro_usd as "spentMicroUsd", agent_print as "agentPrint", tool_print as "toolPrint", author_id as "authorId",
    on_behalf_of_id as "onBehalfOfId", is_waived as "isWaived"
  from standing_grant where agent_name = $1 and tool_name = $2 and state = 'live'`;

type LiveRow = Omit<LiveGrant, "budgetMicroUsd" | "spentMicroUsd"> & {
  readonly budgetMicroUsd: string | null;
  readonly spentMicroUsd: string;
};

/** What is live for calls of this tool by this agent, inside the gate's transaction. */
export async function listLive(tx: PgTx, agentName: string, toolName: string): Promise<LiveGrant[]> {
  const rows = await tx.rows<LiveRow>(LIVE, agentName, toolName);
  return rows.map((row) => ({
    ...row,
    budgetMicroUsd: row.budgetMicroUsd === null ? null : BigInt(row.budgetMicroUsd),
    spentMicroUsd: BigInt(row.spentMicroUsd),
  }));
}

/** One use, with its call, while there is one left: whoever comes too late gets none, however many come at once. */
const TAKE_USE = `with taken as (
    update standing_grant set uses = uses + 1, spent_micro_usd = spent_micro_usd + $3::bigint, last_used_at = $4::timestamptz
    where id = $1 and state = 'live' and ends_at > $4::timestamptz and (max_uses is null or uses < max_uses)
      and (budget_micro_usd is null or spent_micro_usd + $3::bigint <= budget_micro_usd)
    returning id)
  insert into grant_use (action_id, grant_id, amount_micro_usd, at) select $2, id, $3::bigint, $4::timestamptz from taken`;

export const takeUse = async (tx: Tx, grantId: string, actionId: string, amountMicroUsd: bigint, now: Date): Promise<boolean> =>
  (await tx.execute(TAKE_USE, grantId, actionId, amountMicroUsd, now)) === 1;

export type NewGrant = Omit<
  StoredGrant,
  | "uses"
  | "spentMicroUsd"
  | "lastUsedAt"
  | "liveAt"
  | "endedAt"
  | "endCause"
  | "endedById"
  | "endReason"
  | "extendTo"
  | "extendReason"
  | "extendAskedById"
  | "extendAskedAt"
  | "extendedById"
>;

export async function insertGrant(tx: PrismaTx, grant: NewGrant): Promise<void> {
  await tx.prisma.standingGrant.create({ data: { ...grant, scope: grant.scope as object } });
}

/** proposed → live, with the vote that it came with; null when that vote brought none. */
export async function makeLive(tx: PrismaTx, voteId: string, now: Date): Promise<StoredGrant | null> {
  const { count } = await tx.prisma.standingGrant.updateMany({
    where: { voteId, state: "proposed" },
    data: { state: "live", liveAt: now },
  });
  return count === 0 ? null : toStored(await tx.prisma.standingGrant.findUniqueOrThrow({ where: { voteId } }));
}

type Ended = {
  readonly id: string;
  readonly agentName: string;
  readonly toolName: string;
  readonly authorId: string;
  readonly actionId: string;
  readonly endCause: EndCause;
  readonly uses: number;
};
const ENDED = `returning id, agent_name as "agentName", tool_name as "toolName", author_id as "authorId", action_id as "actionId",
  end_cause as "endCause", uses`;

type Ending = { readonly cause: EndCause; readonly byId: string | null; readonly reason: string | null };

/** live → ended for all of an agent. */
export const endOfAgent = (tx: ReadTx, agentName: string, { cause, byId, reason }: Ending, now: Date): Promise<Ended[]> =>
  queryRows<Ended>(
    tx,
    `update standing_grant set state = 'ended', ended_at = $2::timestamptz, end_cause = $3, ended_by_id = $4, end_reason = $5
     where agent_name = $1 and state = 'live' ${ENDED}`,
    ...[agentName, now, cause, byId, reason],
  );

/** live → ended for one; null when it is not live any more. */
export async function endOne(tx: ReadTx, id: string, { cause, byId, reason }: Ending, now: Date): Promise<Ended | null> {
  const [row] = await queryRows<Ended>(
    tx,
    `update standing_grant set state = 'ended', ended_at = $2::timestamptz, end_cause = $3, ended_by_id = $4, end_reason = $5
     where id = $1 and state = 'live' ${ENDED}`,
    ...[id, now, cause, byId, reason],
  );
  return row ?? null;
}

/** live → ended for up to `limit` whose time is over or whose bounds are used up. */
export const endOver = (tx: ReadTx, limit: number, now: Date): Promise<Ended[]> =>
  queryRows<Ended>(
    tx,
    `update standing_grant set state = 'ended', ended_at = least(ends_at, $1::timestamptz),
       end_cause = case when ends_at <= $1::timestamptz then 'expired' else 'used_up' end
     where id in (select id from standing_grant where state = 'live'
         and (ends_at <= $1::timestamptz or uses >= max_uses or spent_micro_usd >= budget_micro_usd)
       limit $2 for update skip locked) ${ENDED}`,
    now,
    limit,
  );

/** What every live grant rests on. */
export const listPrints = (): Promise<Pick<StoredGrant, "id" | "agentName" | "toolName" | "agentPrint" | "toolPrint">[]> =>
  prisma().standingGrant.findMany({
    where: { state: "live" },
    select: { id: true, agentName: true, toolName: true, agentPrint: true, toolPrint: true },
  });

export const findGrant = async (id: string): Promise<StoredGrant | null> => {
  const row = await prisma().standingGrant.findUnique({ where: { id } });
  return row === null || row.liveAt === null ? null : toStored(row);
};

/** Asks for a later end; false when it is not live, or somebody asked already. */
export async function askExtension(
  tx: PrismaTx,
  asked: { readonly id: string; readonly to: Date; readonly reason: string; readonly byId: string },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.prisma.standingGrant.updateMany({
    where: { id: asked.id, state: "live", endsAt: { gt: now }, extendTo: null },
    data: { extendTo: asked.to, extendReason: asked.reason, extendAskedById: asked.byId, extendAskedAt: now },
  });
  return count === 1;
}

const NOT_ASKED = { extendTo: null, extendReason: null, extendAskedById: null, extendAskedAt: null };

/** The end that was asked for becomes the end; false when that question is gone. */
export async function extend(tx: PrismaTx, id: string, to: Date, byId: string, now: Date): Promise<boolean> {
  const { count } = await tx.prisma.standingGrant.updateMany({
    where: { id, state: "live", endsAt: { gt: now }, extendTo: to, NOT: { extendAskedById: byId } },
    data: { ...NOT_ASKED, endsAt: to, extendedById: byId },
  });
  return count === 1;
}

/** The question for a later end is taken back; false when it is gone. */
export async function dropExtension(tx: PrismaTx, id: string, to: Date): Promise<boolean> {
  const { count } = await tx.prisma.standingGrant.updateMany({ where: { id, extendTo: to }, data: NOT_ASKED });
  return count === 1;
}

export type ListFilter = {
  readonly isLive: boolean;
  readonly agent: string | null;
  readonly tool: string | null;
};

/** A page of grants that took effect, the newest first. One whose time is over is past, swept or not. */
export async function listGrants({ isLive, agent, tool }: ListFilter, after: Position | null, limit: number, now: Date) {
  const rows = await prisma().standingGrant.findMany({
    where: {
      ...(isLive
        ? { state: "live", endsAt: { gt: now } }
        : { liveAt: { not: null }, OR: [{ state: "ended" }, { state: "live", endsAt: { lte: now } }] }),
      ...(agent === null ? {} : { agentName: agent }),
      ...(tool === null ? {} : { toolName: tool }),
      ...(after === null ? {} : { AND: [{ OR: [{ liveAt: { lt: after.at } }, { liveAt: after.at, id: { lt: after.id } }] }] }),
    },
    orderBy: [{ liveAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(toStored);
}

export const countLive = (now: Date): Promise<number> => prisma().standingGrant.count({ where: { state: "live", endsAt: { gt: now } } });

/** Grants that came with this request's approval and took effect. */
export const listOfApproval = async (approvalId: string): Promise<StoredGrant[]> =>
  (await prisma().standingGrant.findMany({ where: { approvalId, liveAt: { not: null } }, orderBy: { id: "asc" } })).map(toStored);

export type Use = { readonly actionId: string; readonly grantId: string; readonly amountMicroUsd: bigint; readonly at: Date };

/** A page of a grant's uses, the newest first. */
export const listUses = (grantId: string, after: Position | null, limit: number): Promise<Use[]> =>
  prisma().grantUse.findMany({
    where: {
      grantId,
      ...(after === null ? {} : { OR: [{ at: { lt: after.at } }, { at: after.at, actionId: { lt: after.id } }] }),
    },
    orderBy: [{ at: "desc" }, { actionId: "desc" }],
    take: limit,
  });

/** The grant by which an action was allowed, or null. */
export async function findGrantOfAction(actionId: string): Promise<StoredGrant | null> {
  const use = await prisma().grantUse.findUnique({ where: { actionId } });
  return use === null ? null : findGrant(use.grantId);
}

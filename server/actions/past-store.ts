import { prisma } from "@/server/platform/db";
import type { StoredAction } from "./core/action";

export type PastAction = Pick<
  StoredAction,
  "id" | "digest" | "args" | "resource" | "runId" | "summary" | "state" | "cause" | "createdAt"
> & {
  readonly amountMicroUsd: string | null;
};

/** What an agent proposed to do with a tool since a moment and policy put before people, the newest first. */
export const listAsked = (
  asked: { readonly agentName: string; readonly toolName: string; readonly since: Date; readonly except: string },
  limit: number,
): Promise<PastAction[]> => prisma().$queryRaw`
  select id, digest, args, resource, run_id as "runId", summary, state, cause, created_at as "createdAt", impact->>'amountMicroUsd' as "amountMicroUsd"
  from action
  where agent_name = ${asked.agentName} and created_at >= ${asked.since} and tool_name = ${asked.toolName} and id <> ${asked.except}
    and evaluation->'evaluation'->>'effect' = 'require_approval'
  order by created_at desc, id desc limit ${limit}`;

import { prisma } from "@/server/platform/db";
import type { PgTx } from "@/server/platform/tx";

/** A run that repeats itself more often than this is over every limit: what is older need not be counted. */
const MOST_CALLS = 1_000;
const MOST_RUNS = 50;

type Asking = { readonly agentName: string; readonly runId: string; readonly toolName: string; readonly digest: string };

/** How often a run made this very call, and called this tool, since a moment. */
export async function countRepeats(tx: PgTx, { agentName, runId, toolName, digest }: Asking, since: Date) {
  const [counts] = await tx.rows<{ sameCall: number; sameTool: number }>(
    `select count(*) filter (where digest = $3)::int as "sameCall", count(*) filter (where tool_name = $4)::int as "sameTool"
     from (select digest, tool_name from action where agent_name = $1 and run_id = $2 and created_at > $5::timestamptz
       order by created_at desc limit ${MOST_CALLS}) calls`,
    ...[agentName, runId, digest, toolName, since],
  );
  return counts ?? { sameCall: 0, sameTool: 0 };
}

export type LoopedRunRow = {
  readonly agentName: string;
  readonly toolName: string;
  readonly runId: string;
  readonly refused: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly lastActionId: string;
  readonly reason: string;
  readonly traceId: string | null;
};

/** Runs with calls that were refused for a loop since a moment, the newest first. */
export const listLooped = (since: Date): Promise<LoopedRunRow[]> =>
  prisma().$queryRawUnsafe<LoopedRunRow[]>(
    `select agent_name as "agentName", tool_name as "toolName", run_id as "runId", count(*)::int as refused,
       min(created_at) as "firstAt", max(created_at) as "lastAt",
       (array_agg(id order by created_at desc))[1] as "lastActionId", (array_agg(reason order by created_at desc))[1] as reason,
       (array_agg(trace_id order by created_at desc))[1] as "traceId"
     from action where cause = 'loop' and created_at >= $1::timestamptz
     group by agent_name, tool_name, run_id order by max(created_at) desc limit ${MOST_RUNS}`,
    since,
  );

import type { PgTx } from "@/server/platform/tx";
import { countRepeats, listLooped } from "./loop-store";

/** How often a run made this very call, and called this tool, since a moment; read in the transaction that decides. */
export const repeatsInRun = (
  tx: PgTx,
  asking: { readonly agentName: string; readonly runId: string; readonly toolName: string; readonly digest: string },
  since: Date,
): Promise<{ readonly sameCall: number; readonly sameTool: number }> => countRepeats(tx, asking, since);

export type LoopedRun = {
  readonly agentName: string;
  readonly toolName: string;
  readonly runId: string;
  readonly traceId: string | null;
  /** Calls that were refused. */
  readonly refused: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly lastActionId: string;
  readonly reason: string;
};

/** The newest runs with calls that were refused for a loop since a moment: ids, names and Reeve's own words, nothing that would have to be hidden. */
export async function looped(since: Date): Promise<readonly LoopedRun[]> {
  const rows = await listLooped(since);
  return rows.map((row) => ({ ...row, firstAt: row.firstAt.toISOString(), lastAt: row.lastAt.toISOString() }));
}

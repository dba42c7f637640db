import { pool } from "@/server/platform/db";
import type { ApprovalState } from "./core/transitions";

/** How a request stands, as short as it can be told. */
export type StandingRow = {
  readonly actionId: string;
  readonly state: ApprovalState;
  readonly groupIds: readonly string[];
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
};

export async function listStandings(actionIds: readonly string[]): Promise<StandingRow[]> {
  const { rows } = await pool().query<StandingRow>({
    name: "approvals-standing",
    text: `select action_id as "actionId", state, group_ids as "groupIds", created_at as "createdAt", due_at as "dueAt",
        decided_at as "decidedAt", decided_by_id as "decidedById" from approval where action_id = any($1::text[])`,
    values: [actionIds],
  });
  return rows;
}

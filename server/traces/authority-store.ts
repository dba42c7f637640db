import type { Places } from "@/server/actions/traced";
import { pool } from "@/server/platform/db";
import type { PgTx } from "@/server/platform/tx";
import type { StepStatus } from "./core/step";

export type LooseStep = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly startedAt: string;
  readonly tool: string | null;
  readonly agent: string | null;
  readonly runId: string | null;
  readonly status: StepStatus;
  readonly start: bigint;
  readonly end: bigint | null;
};

const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::int8::text`;

const LOOSE = "s.governed = false and s.action_id is null and s.received_at >= $1";
const COLUMNS = `s.trace_id, s.span_id, s.parent_id, s.started_at, s.tool_name, s.agent_name, s.run_id, s.status, s.ended_at`;

/** Tool steps of these traces and runs without an action that came since a moment. Each is found by an index, however many others came. */
export async function listLoose(since: Date, { traceIds, runIds }: Places): Promise<LooseStep[]> {
  const { rows } = await pool().query<Omit<LooseStep, "start" | "end"> & { startUs: string; endUs: string | null }>({
    name: "steps-loose",
    text: `select trace_id as "traceId", span_id as "spanId", parent_id as "parentId", to_json(started_at)#>>'{}' as "startedAt", tool_name as tool,
        agent_name as agent, run_id as "runId", status, ${micros("started_at")} as "startUs", ${micros("ended_at")} as "endUs"
      from (select s.* from trace t cross join lateral (select ${COLUMNS} from step s where s.trace_id = t.id and ${LOOSE}
            and s.started_at >= t.first_at - interval '1 millisecond' and s.started_at <= t.last_at + interval '1 millisecond') s
          where t.id = any($2::text[]) and t.ungoverned > 0
        union select ${COLUMNS} from step s where s.run_id = any($3::text[]) and s.run_id is not null and ${LOOSE}) found`,
    values: [since, traceIds, runIds],
  });
  return rows.map(({ startUs, endUs, ...row }) => ({
    ...row,
    start: BigInt(startUs) * 1_000n,
    end: endUs === null ? null : BigInt(endUs) * 1_000n,
  }));
}

type Found = Pick<LooseStep, "traceId" | "spanId" | "startedAt"> & { readonly actionId: string; readonly governed: boolean };

/** Gives steps their actions, where they still have none, and takes those that are governed off their traces' counts. */
export const setAuthority = (tx: PgTx, found: readonly Found[]): Promise<number> =>
  tx.execute(
    `with joined as (update step s set action_id = k.action_id, governed = k.governed
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::boolean[]) as k (trace_id, span_id, started_at, action_id, governed)
       where s.trace_id = k.trace_id and s.span_id = k.span_id and s.started_at = k.started_at and s.action_id is null
       returning s.trace_id, s.governed)
     update trace t set ungoverned = t.ungoverned - j.count
     from (select trace_id, count(*)::int as count from joined where governed group by trace_id) j where t.id = j.trace_id`,
    found.map((one) => one.traceId),
    found.map((one) => one.spanId),
    found.map((one) => one.startedAt),
    found.map((one) => one.actionId),
    found.map((one) => one.governed),
  );

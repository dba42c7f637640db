import { pool } from "@/server/platform/db";
import type { ActionState, Cause } from "./core/states";

/** As much of an action as a list of runs tells: what became of it and who or what decided, without its arguments. */
export type AskedRow = {
  readonly id: string;
  readonly traceId: string | null;
  readonly runId: string | null;
  readonly state: ActionState;
  readonly cause: Cause;
  /** The name of the rule in force for it, or its id where it was kept without one. */
  readonly rule: string | null;
  readonly grantId: string | null;
  readonly isEdited: boolean;
  readonly askedAt: Date;
  readonly decidedAt: Date | null;
};

const COLUMNS = `a.id, a.trace_id as "traceId", a.run_id as "runId", a.state, a.cause,
  coalesce(a.evaluation->'evaluation'->'rule'->>'name', a.rule_id) as rule, a.evaluation->>'grantId' as "grantId",
  exists (select 1 from action_edit e where e.action_id = a.id) as "isEdited", a.created_at as "askedAt", a.decided_at as "decidedAt"`;
/** As many actions as are read for a page of runs. */
const MOST = 4_000;

/** The actions that name these traces, and those without a trace that name these runs, by when they were asked. */
export async function listAsked(traceIds: readonly string[], runIds: readonly string[]): Promise<AskedRow[]> {
  const { rows } = await pool().query<AskedRow>({
    name: "actions-asked-in-traces",
    text: `select ${COLUMNS} from action a where a.trace_id = any($1)
      union all select ${COLUMNS} from action a where a.run_id = any($2) and a.trace_id is null
      order by "askedAt", id limit ${MOST}`,
    values: [traceIds, runIds],
  });
  return rows;
}

/** Which of these traces, and of these runs without a trace, an action names. */
export async function findAsked(traceIds: readonly string[], runIds: readonly string[]): Promise<{ traceIds: string[]; runIds: string[] }> {
  const { rows } = await pool().query<{ traceIds: string[]; runIds: string[] }>({
    name: "places-asked",
    text: `select array(select distinct trace_id from action where trace_id = any($1)) as "traceIds",
      array(select distinct run_id from action where run_id = any($2) and trace_id is null) as "runIds"`,
    values: [traceIds, runIds],
  });
  return rows[0] ?? { traceIds: [], runIds: [] };
}

/** As many changes as are read at once. */
const MOST_CHANGES = 2_000;

export type Turned = { readonly last: bigint; readonly traceIds: readonly string[]; readonly runIds: readonly string[] };

/** The traces, and the runs without a trace, in which decisions changed after a numbered change; how far that was read. */
export async function listTurned(after: bigint): Promise<Turned> {
  const { rows } = await pool().query<{ last: string | null; traceIds: string[] | null; runIds: string[] | null }>({
    name: "actions-turned",
    text: `select max(seq)::text as last, array_agg(distinct a.trace_id) filter (where a.trace_id is not null) as "traceIds",
        array_agg(distinct a.run_id) filter (where a.trace_id is null and a.run_id is not null) as "runIds"
      from (select seq, action_id from action_event where seq > $1 order by seq limit ${MOST_CHANGES}) e join action a on a.id = e.action_id`,
    values: [String(after)],
  });
  return { last: BigInt(rows[0]?.last ?? after), traceIds: rows[0]?.traceIds ?? [], runIds: rows[0]?.runIds ?? [] };
}

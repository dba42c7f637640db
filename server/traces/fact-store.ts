import type { PgTx, Tx } from "@/server/platform/tx";
import type { TraceFacts } from "./core/dialects/trace-facts";
import type { Around } from "./event-store";

/** The name of the event that holds what was told of a trace apart from its spans. */
export const TRACE_TOLD = "openai_agents.trace";

/** What was told of these traces apart from their spans, the first of each. */
export const listTold = (tx: PgTx, traceIds: readonly string[], { from, to }: Around): Promise<{ traceId: string; content: string }[]> =>
  tx.rows(
    `select distinct on (trace_id) trace_id as "traceId", content from step_event
     where trace_id = any($1::text[]) and at >= $2::timestamptz and at <= $3::timestamptz and name = $4 order by trace_id, at`,
    [...new Set(traceIds)],
    from,
    to,
    TRACE_TOLD,
  );

const own = (column: string, place: string) => `${column} = coalesce(${column}, ${place})`;
const FACTS = [
  own("conversation_id", "$2"),
  own("task_class", "$3"),
  own("run_id", "$4"),
  own("team", "$5"),
  "initiator_type = case when initiator_id is null then $6 else initiator_type end",
  own("initiator_id", "$7"),
].join(", ");

/** Gives a trace and its steps the facts that they have none of yet. */
export async function spreadFacts(tx: Tx, traceId: string, facts: TraceFacts, { from, to }: Around): Promise<void> {
  const { conversationId, taskClass, runId, team, initiatorType, initiatorId } = facts;
  const values = [traceId, conversationId, taskClass, runId, team, initiatorType, initiatorId];
  await tx.execute(`update trace set ${FACTS} where id = $1`, ...values);
  await tx.execute(
    `update step set ${FACTS} where trace_id = $1 and dialect = 'openai_agents' and started_at >= $8::timestamptz and started_at <= $9::timestamptz`,
    ...values,
    from,
    to,
  );
}

import { pool } from "@/server/platform/db";
import { TRACE_COLUMNS, type TraceRow } from "./trace-store";

/** The traces with these ids, in no order. */
export async function findTraces(ids: readonly string[]): Promise<TraceRow[]> {
  const { rows } = await pool().query<TraceRow>({ text: `select ${TRACE_COLUMNS} from trace where id = any($1)`, values: [ids] });
  return rows;
}

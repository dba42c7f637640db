import { pool } from "@/server/platform/db";

/** Forgets words of steps before a day, at most so many rows at a time; answers how many. */
export async function dropWords(before: string, limit: number): Promise<number> {
  const { rowCount } = await pool().query({
    text: "delete from trace_words where id in (select id from trace_words where at < $1::date limit $2)",
    values: [before, limit],
  });
  return rowCount ?? 0;
}

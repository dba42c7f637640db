import { randomBytes } from "node:crypto";
import pg from "pg";

type Column = { readonly name: string; readonly type: string };

/** What `pg` must not make dates of, or lists: each value travels as the text that PostgreSQL has for it. */
const asText = { getTypeParser: () => (text: string) => text };

/**
 * The newest steps again as new ones, for one plain `insert … select from unnest` a batch: every column an array, as anyone would
 * write it. The rows are those that the whole path has just stored, under trace ids of their own.
 */
export async function bareInserts(url: string, count: number, each: number): Promise<{ sql: string; batches: readonly unknown[][] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: columns } = await client.query<Column>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute where attrelid = 'step'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const names = columns.map(({ name }) => name);
  const { rows } = await client.query<Record<string, string | null>>({
    text: `select ${names.join(", ")} from step order by received_at desc, trace_id limit ${count}`,
    types: asText,
  });
  await client.end();
  const isList = ({ type }: Column) => type.endsWith("[]");
  const arrays = columns.map((column, i) => `$${i + 1}::${isList(column) ? "text" : column.type}[]`);
  const selected = columns.map((column) => (isList(column) ? `${column.name}::${column.type}` : column.name));
  const sql = `insert into step (${names.join(", ")}) select ${selected.join(", ")} from unnest(${arrays.join(", ")}) as input (${names.join(", ")})
    order by trace_id, span_id on conflict do nothing`;
  const batches: unknown[][] = [];
  for (let at = 0; at < rows.length; at += each) {
    const traceId = randomBytes(16).toString("hex");
    const part = rows.slice(at, at + each).map((row) => ({ ...row, trace_id: traceId }));
    batches.push(columns.map(({ name }) => part.map((row) => (row as Record<string, string | null>)[name] ?? null)));
  }
  return { sql, batches };
}

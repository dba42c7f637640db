import type pg from "pg";

type Filling = {
  readonly state: "pending" | "approved";
  readonly count: number;
  /** The first number: ids of one filling follow on those of another. */
  readonly from: number;
  /** SQL over `n` for the moments that matter; what is left out is far away. */
  readonly dueAt: string;
  readonly expiresAt?: string;
  /** Has the first step of this chain come at a moment. */
  readonly escalation?: { readonly chainId: string; readonly at: string };
};

/** Copies one real request many times, since what is measured is reading: the copies share its content, not its id. */
export async function insertRequests(database: pg.Client, { state, count, from, dueAt, expiresAt, escalation }: Filling): Promise<void> {
  const columns = async (table: string) => {
    const { rows } = await database.query<{ column_name: string }>(
      "select column_name from information_schema.columns where table_name = $1 and table_schema = 'public' and is_generated = 'NEVER'",
      [table],
    );
    return rows.map((row) => row.column_name);
  };
  const copy = async (table: string, replaced: Record<string, string>, source: string) => {
    const names = await columns(table);
    const values = names.map((name) => replaced[name] ?? `source."${name}"`);
    await database.query(
      `insert into ${table} (${names.map((name) => `"${name}"`).join(", ")}) select ${values.join(", ")} from generate_series(${from}, ${from + count - 1}) as n, (${source}) as source`,
    );
  };
  const id = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`;
  await copy(
    "action",
    {
      id: id("act"),
      idempotency_key: "'bench-' || n",
      state: state === "pending" ? "'awaiting'" : "'allowed'",
      // Nothing measured reads of the past what made up most of it.
      ...(state === "pending" ? {} : { evaluation: "'{}'::jsonb", args: "'{}'" }),
      created_at: "now() - n * interval '10 seconds'",
    },
    "select * from action where state = 'awaiting' limit 1",
  );
  await copy(
    "approval",
    {
      id: id("apr"),
      action_id: id("act"),
      state: `'${state}'`,
      created_at: "now() - n * interval '10 seconds'",
      due_at: dueAt,
      expires_at: expiresAt ?? "now() + interval '30 days'",
      urgency_at: dueAt,
      updated_at: "now() - interval '1 day'",
      claims: "'{}'::jsonb",
      breached_at: "null",
      next_escalation_at: "null",
      ...(escalation === undefined
        ? {}
        : {
            chain_id: `'${escalation.chainId}'`,
            chain_version: "1",
            escalation_step: "1",
            created_at: "now()",
            stage_opened_at: "null",
            next_escalation_at: escalation.at,
          }),
    },
    "select * from approval where state = 'pending' and agent_name = 'refund-agent' limit 1",
  );
}

/** Does what fills these tables without their indexes, and makes those afterwards: for millions of rows a third of the time. */
export async function withoutIndexes(database: pg.Client, tables: readonly string[], fill: () => Promise<void>): Promise<void> {
  const { rows } = await database.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = any($1)
       and not exists (select 1 from pg_constraint where conname = indexname)`,
    [tables],
  );
  for (const { indexname } of rows) await database.query(`drop index "${indexname}"`);
  await fill();
  await database.query("set maintenance_work_mem = '256MB'");
  for (const { indexdef } of rows) await database.query(indexdef);
}

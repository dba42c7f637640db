import pg from "pg";
import { percentile, report } from "./figure";
import { signIn } from "./sign-in";
import { startStack } from "./stack";

const PENDING = 10_000;
const FEW_PAST = 10_000;
const MANY_PAST = 1_000_000;
const SAMPLES = 200;
const LIMIT_MS = 50;

const stack = await startStack();
const database = new pg.Client({ connectionString: stack.databaseUrl });
await database.connect();

/** Copies one real request, since what is measured is reading: its action is shared in content, not in id. */
async function insertRequests(state: "pending" | "approved", count: number, from: number): Promise<void> {
  const columns = async (table: string) => {
    const { rows } = await database.query<{ column_name: string }>(
      "select column_name from information_schema.columns where table_name = $1 and table_schema = 'public'",
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
  const moment = state === "pending" ? "now() + n * interval '1 second'" : "now() - n * interval '10 seconds'";
  await copy(
    "action",
    {
      id: id("act"),
      idempotency_key: "'bench-' || n",
      state: state === "pending" ? "'awaiting'" : "'allowed'",
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
      due_at: moment,
      expires_at: "now() + interval '30 days'",
      urgency_at: moment,
      updated_at: "now() - interval '1 day'",
      claims: "'{}'::jsonb",
    },
    "select * from approval where state = 'pending' limit 1",
  );
  await database.query("vacuum analyze action, approval");
}

const cookie = await signIn(stack.url, "approver@reeve.demo");
async function measure(): Promise<number> {
  const input = encodeURIComponent(JSON.stringify({ tab: "forMe", sort: "urgency", limit: 50 }));
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES + 20; sample++) {
    const began = performance.now();
    const answer = await fetch(`${stack.url}/api/trpc/approvals.queue?input=${input}`, { headers: { cookie } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the list answered ${answer.status}`);
    if (sample >= 20) samples.push(performance.now() - began);
  }
  return percentile(samples, 0.95);
}

await insertRequests("pending", PENDING, 1);
await insertRequests("approved", FEW_PAST, PENDING + 1);
const few = await measure();
await insertRequests("approved", MANY_PAST - FEW_PAST, PENDING + FEW_PAST + 1);
const many = await measure();
await database.end();
await stack.stop();
report({
  name: "queue list, 10,000 pending and 1,000,000 past, p95 of the whole request",
  value: many,
  unit: "ms",
  target: `<= ${LIMIT_MS}`,
  ok: many <= LIMIT_MS,
});
report({ name: "the same against 10,000 past", value: many / few, unit: "ratio", target: "<= 1.3", ok: many / few <= 1.3 });

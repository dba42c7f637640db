import pg from "pg";
import { percentile, report } from "./figure";
import { signIn } from "./sign-in";
import { type Stack, startStack } from "./stack";

const PENDING = 10_000;
const FEW_PAST = 10_000;
const MANY_PAST = 1_000_000;
const SAMPLES = 400;
const WARMING = 50;
const LIMIT_MS = 50;

/** Copies one real request, since what is measured is reading: its action is shared in content, not in id. */
async function insertRequests(database: pg.Client, state: "pending" | "approved", count: number, from: number): Promise<void> {
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
}

type Side = { readonly stack: Stack; readonly cookie: string; readonly samples: number[] };

/** A Reeve of its own whose queue is as long as the other's, and whose past is not. */
async function prepare(past: number): Promise<Side> {
  const stack = await startStack();
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  await insertRequests(database, "pending", PENDING, 1);
  await insertRequests(database, "approved", past, PENDING + 1);
  // What a load leaves behind for the background is done before anything counts.
  await database.query("vacuum analyze action, approval");
  await database.query("checkpoint");
  await database.end();
  return { stack, cookie: await signIn(stack.url, "approver@reeve.demo"), samples: [] };
}

async function ask({ stack, cookie, samples }: Side): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ tab: "forMe", sort: "urgency", limit: 50 }));
  const began = performance.now();
  const answer = await fetch(`${stack.url}/api/trpc/approvals.queue?input=${input}`, { headers: { cookie } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the list answered ${answer.status}`);
  samples.push(performance.now() - began);
}

const few = await prepare(FEW_PAST);
const many = await prepare(MANY_PAST);
// In turns, so that whatever else the machine does meanwhile hits both alike.
for (let sample = 0; sample < WARMING + SAMPLES; sample++) for (const side of [few, many]) await ask(side);
await Promise.all([few.stack.stop(), many.stack.stop()]);
const p95 = ({ samples }: Side) => percentile(samples.slice(WARMING), 0.95);
const ratio = p95(many) / p95(few);
report({
  name: "queue list, 10,000 pending and 1,000,000 past, p95 of the whole request",
  value: p95(many),
  unit: "ms",
  target: `<= ${LIMIT_MS}`,
  ok: p95(many) <= LIMIT_MS,
});
report({ name: "the same against 10,000 past", value: ratio, unit: "ratio", target: "<= 1.3", ok: ratio <= 1.3 });

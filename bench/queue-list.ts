import pg from "pg";
import { percentile, report } from "./figure";
import { insertRequests } from "./requests";
import { signIn } from "./sign-in";
import { type Stack, startStack } from "./stack";

const PENDING = 10_000;
const FEW_PAST = 10_000;
const MANY_PAST = 1_000_000;
const SAMPLES = 400;
const WARMING = 50;
const LIMIT_MS = 50;

type Side = { readonly stack: Stack; readonly cookie: string; readonly samples: number[] };

/** A Reeve of its own whose queue is as long as the other's, and whose past is not. */
async function prepare(past: number): Promise<Side> {
  const stack = await startStack();
  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  await insertRequests(database, { state: "pending", count: PENDING, from: 1, dueAt: "now() + n * interval '1 second'" });
  await insertRequests(database, { state: "approved", count: past, from: PENDING + 1, dueAt: "now() - n * interval '10 seconds'" });
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

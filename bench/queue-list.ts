import pg from "pg";
import { percentile, report } from "./figure";
import { insertRequests, withoutIndexes } from "./requests";
import { signIn } from "./sign-in";
import { type Stack, startBeside, startStack } from "./stack";

const PENDING = 10_000;
const FEW_PAST = 10_000;
const MANY_PAST = 1_000_000;
const SAMPLES = 400;
const WARMING = 50;
const LIMIT_MS = 50;

type Web = Pick<Stack, "url">;
type Side = { readonly stack: Web; readonly cookie: string; readonly samples: number[] };

async function fill(url: string, past: number): Promise<void> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const tables = ["action", "approval"];
  await withoutIndexes(database, tables, async () => {
    await insertRequests(database, { state: "pending", count: PENDING, from: 1, dueAt: "now() + n * interval '1 second'" });
    await insertRequests(database, { state: "approved", count: past, from: PENDING + 1, dueAt: "now() - n * interval '10 seconds'" });
  });
  // What a load leaves behind for the background is done before anything counts.
  await database.query(`vacuum analyze ${tables.join(", ")}`);
  await database.query("checkpoint");
  await database.end();
}

/** The database of a Reeve once more, on the same server. Nobody may be in it meanwhile, so everyone is sent out for a moment. */
async function cloneOf(url: string): Promise<string> {
  const at = (name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const server = new pg.Client({ connectionString: at("postgres") });
  await server.connect();
  await server.query("alter database reeve with allow_connections false");
  await server.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'reeve'");
  await server.query("create database many template reeve");
  for (const name of ["reeve", "many"]) await server.query(`alter database ${name} with allow_connections true`);
  await server.end();
  return at("many");
}

const sideOf = async (stack: Web): Promise<Side> => ({ stack, cookie: await signIn(stack.url, "approver@reeve.demo"), samples: [] });

async function ask({ stack, cookie, samples }: Side): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ tab: "forMe", sort: "urgency", limit: 50 }));
  const began = performance.now();
  const answer = await fetch(`${stack.url}/api/trpc/approvals.queue?input=${input}`, { headers: { cookie } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the list answered ${answer.status}`);
  samples.push(performance.now() - began);
}

// Two web processes on one server: the queue of the one is as long as the other's, its past is not.
const first = await startStack({ REEVE_ROLE: "web" });
const clone = await cloneOf(first.databaseUrl);
await fill(first.databaseUrl, FEW_PAST);
await fill(clone, MANY_PAST);
const second = await startBeside({ ...first, databaseUrl: clone });
const [few, many] = [await sideOf(first), await sideOf(second)];
// In turns, so that whatever else the machine does meanwhile hits both alike.
for (let sample = 0; sample < WARMING + SAMPLES; sample++) for (const side of [few, many]) await ask(side);
await second.stop();
await first.stop();
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

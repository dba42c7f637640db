import pg from "pg";
import { disconnect } from "@/server/platform/db";
import { ensureDays } from "@/server/traces/partitions";
import { bareInserts } from "./bare-insert";
import { median, percentile, report } from "./figure";
import { exportsOf } from "./otlp-bodies";
import { senderTo } from "./otlp-sending";
import { startStack } from "./stack";

const ROUNDS = 3;
const CONNECTIONS = 8;
const SPANS_EACH = 100;
const BATCHES = 400;
const CALM_SECONDS = 10;
const CALM_SPANS_PER_SECOND = 5_000;

const stack = await startStack();
process.env.DATABASE_URL = stack.databaseUrl;
const { send, takeAsked, end } = senderTo(stack.url, stack.apiKey);

/** Works through jobs on so many lines at a time; answers jobs a second. */
async function throughput<T>(jobs: readonly T[], work: (job: T, line: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, line) => {
      for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) await work(job, line);
    }),
  );
  return jobs.length / ((performance.now() - began) / 1000);
}

const whole = async () => (await throughput(exportsOf(BATCHES, SPANS_EACH), send)) * SPANS_EACH;

/** The same rows by one `unnest` insert a batch and nothing else: no decoding, no payloads, no sums. */
async function bare(): Promise<number> {
  const { sql, batches } = await bareInserts(stack.databaseUrl, BATCHES * SPANS_EACH, SPANS_EACH);
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const client = new pg.Client({ connectionString: stack.databaseUrl });
      await client.connect();
      return client;
    }),
  );
  const rate = await throughput(batches, async (values, line) => clients[line]?.query({ name: "bare", text: sql, values: [...values] }));
  await Promise.all(clients.map((client) => client.end()));
  return rate * SPANS_EACH;
}

/** How long acknowledgements take at a rate that leaves room: sent on time, whether or not the one before was answered. */
async function calm(): Promise<number> {
  const bodies = exportsOf((CALM_SECONDS * CALM_SPANS_PER_SECOND) / SPANS_EACH, SPANS_EACH);
  const gapMs = (1000 * SPANS_EACH) / CALM_SPANS_PER_SECOND;
  const began = performance.now();
  const answers = bodies.map(async (body, i) => {
    const dueMs = began + i * gapMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    await send(body);
    return performance.now() - dueMs;
  });
  return percentile(await Promise.all(answers), 0.95);
}

await ensureDays([Date.now()]);
await throughput(exportsOf(60, SPANS_EACH), send); // warm before anything counts
const rounds: { bare: number; whole: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const wholeRate = await whole();
  rounds.push({ whole: wholeRate, bare: await bare() });
}
const rate = median(rounds.map((round) => round.whole));
const share = median(rounds.map((round) => round.whole / round.bare));
report({ name: "durable ingest: spans a second", value: rate, unit: "spans/s", target: ">= 10000", ok: rate >= 10_000 });
report({
  name: "durable ingest: share of the bare insert of the same rows",
  value: share,
  unit: "ratio",
  target: ">= 0.25",
  ok: share >= 0.25,
});
report({ name: "bare insert", value: median(rounds.map((round) => round.bare)), unit: "rows/s", target: "for orientation", ok: true });
takeAsked();
const p95 = await calm();
const asked = takeAsked();

await disconnect();
end();
await stack.stop();

report({ name: "acknowledgement at 5000 spans/s: p95", value: p95, unit: "ms", target: "<= 100", ok: p95 <= 100 });
report({ name: "acknowledgement at 5000 spans/s: asked to come again", value: asked, unit: "exports", target: "0", ok: asked === 0 });

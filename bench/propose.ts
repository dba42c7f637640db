import { randomUUID } from "node:crypto";
import autocannon from "autocannon";
import { systemActor } from "@/server/platform/actor";
import { disconnect } from "@/server/platform/db";
import { publish } from "@/server/policies/service";
import { median, report } from "./figure";
import { hundredRules } from "./hundred-rules";
import { startStack } from "./stack";

const ROUNDS = 3;
const SECONDS = 8;
const CONNECTIONS = 16;

type Load = { readonly requestsPerSecond: number; readonly p99Ms: number; readonly failed: number };

async function load(options: autocannon.Options): Promise<Load> {
  const result = await autocannon({ connections: CONNECTIONS, duration: SECONDS, ...options });
  return { requestsPerSecond: result.requests.average, p99Ms: result.latency.p99, failed: result.non2xx + result.errors };
}

/** Half of the calls are allowed at once, half of them wait for people. */
function call() {
  const account = `account-${Math.floor(Math.random() * 1000)}`;
  return Math.random() < 0.5
    ? { tool: "crm.read_account", args: { account } }
    : { tool: "crm.apply_discount", args: { account, percent: 30 } };
}

const stack = await startStack();
process.env.DATABASE_URL = stack.databaseUrl;
const published = await publish(systemActor, { rules: hundredRules(), reason: "For the bench." });
if (!published.ok) throw new Error(published.refusal.message);
await disconnect();

const empty = () => load({ url: `${stack.url}/api/health/live` });
const propose = () =>
  load({
    url: `${stack.url}/api/v1/actions`,
    requests: [
      {
        method: "POST",
        headers: { authorization: `Bearer ${stack.apiKey}`, "content-type": "application/json" },
        setupRequest: (request) => ({
          ...request,
          headers: { ...request.headers, "idempotency-key": randomUUID() },
          body: JSON.stringify({ agent: "sales-agent", ...call(), initiator: { type: "user", id: "sam@reeve.demo" } }),
        }),
      },
    ],
  });

await empty();
await propose(); // both warm before anything counts
const rounds: { limit: Load; gate: Load }[] = [];
for (let round = 0; round < ROUNDS; round++) rounds.push({ limit: await empty(), gate: await propose() });
await stack.stop();

const share = median(rounds.map(({ limit, gate }) => gate.requestsPerSecond / limit.requestsPerSecond));
const tail = median(rounds.map(({ limit, gate }) => gate.p99Ms / Math.max(1, limit.p99Ms)));
const rate = median(rounds.map(({ gate }) => gate.requestsPerSecond));
const failed = rounds.reduce((sum, { gate }) => sum + gate.failed, 0);
report({
  name: "propose with 100 rules: share of an empty route's throughput",
  value: share,
  unit: "ratio",
  target: ">= 0.6",
  ok: share >= 0.6,
});
report({ name: "propose with 100 rules: p99 against an empty route's p99", value: tail, unit: "ratio", target: "<= 3", ok: tail <= 3 });
report({ name: "propose: rate", value: rate, unit: "requests/s", target: "for orientation", ok: true });
report({ name: "propose: failed requests", value: failed, unit: "requests", target: "0", ok: failed === 0 });

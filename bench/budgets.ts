import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { createBudget, editBudget, retireBudget } from "@/server/budgets/edits";
import type { CreateBudgetInput } from "@/server/budgets/schema";
import { putAgent, setGrant } from "@/server/fleet/agents";
import { createTool } from "@/server/fleet/tools";
import { consume, propose, receive } from "@/server/gate/service";
import { ensureInitKey } from "@/server/identity/keys";
import { authenticateKey } from "@/server/identity/service";
import type { Result } from "@/server/kernel/result";
import { systemActor } from "@/server/platform/actor";
import { publish } from "@/server/policies/service";
import { ingestTraces } from "@/server/traces/ingest";
import { startBase } from "./base";
import { median, report } from "./figure";
import { hundredRules } from "./hundred-rules";

const ROUNDS = Number(process.argv[2] ?? 200);
const PARALLEL = 50;
const PAIRS = 20;
const BATCH = 25;
const BATCHES = 5;
const AGENT = "bench-agent";

process.env.REEVE_SIGNING_KEY = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const { client, person: operator, stop } = await startBase("operator");
await client.query(
  `insert into "group" (id, name, created_at) select 'grp_' || name, name, now() from unnest(array['Finance', 'Sales', 'Operations', 'Security']) name`,
);

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
const secret = `rv_${randomBytes(24).toString("base64url")}`;
await ensureInitKey(secret);
const key = expectOk(await authenticateKey(`Bearer ${secret}`));
const tool = { version: "1", description: "Reads.", summary: null, sensitiveArgs: [], argsSchema: null, sideEffect: "read" as const };
expectOk(await createTool(systemActor, "crm.read_account", tool));
expectOk(await putAgent(systemActor, AGENT, { state: "live", riskTier: "low", environment: "production" }));
expectOk(await setGrant(systemActor, { agent: AGENT, tool: "crm.read_account", isGranted: true }));

const month = { kind: "calendar", unit: "month" } as const;
const cutOff = { percent: 100, act: "cut_off", groupIds: [], perMinute: null } as const;
const terms = { measure: "money", window: month, thresholds: [cutOff], reason: "For the bench." } as const;
const scopes = {
  organisation: { kind: "organisation", id: null },
  agent: { kind: "agent", id: AGENT },
  task: { kind: "task_class", id: "bench" },
} as const satisfies Record<string, CreateBudgetInput["scope"]>;
const set = async (scope: CreateBudgetInput["scope"], limit: string) =>
  expectOk(await createBudget(operator, { ...terms, scope, limit })).id;
const drop = async (id: string, revision = 1) => expectOk(await retireBudget(operator, { id, revision, reason: "Done." }));
const ask = (more: object = {}) =>
  propose(
    key,
    {
      agent: AGENT,
      tool: "crm.read_account",
      args: { account: "acme" },
      run: { taskClass: "bench" },
      initiator: { type: "system", id: "bench" },
      ...more,
    },
    randomUUID(),
  ).then(expectOk);

// Fifty at once want the last of three nested budgets: the room is for ten calls, then it is made for ten more.
const room = [await set(scopes.organisation, "1"), await set(scopes.agent, "1"), await set(scopes.task, "1")];
let [overspent, let_through, failures, limit] = [0, 0, 0, 0];
for (let round = 1; round <= ROUNDS; round++) {
  limit += 10;
  for (const id of room) {
    expectOk(
      await editBudget(operator, { id, revision: round, limit: String(limit), window: month, thresholds: [cutOff], reason: "More." }),
    );
  }
  const answers = await Promise.allSettled(Array.from({ length: PARALLEL }, () => ask({ worstCase: { costMicroUsd: "1" } })));
  const failed = answers.filter((answer) => answer.status === "rejected");
  if (failures === 0 && failed[0] !== undefined) console.error(failed[0].reason);
  failures += failed.length;
  let_through += answers.filter((answer) => answer.status === "fulfilled" && answer.value.decision === "allow").length;
  overspent += Math.max(0, let_through - limit);
}
const { rows: held } = await client.query<{ over: string }>(
  "select count(*)::text as over from budget_counter c join budget b on b.id = c.budget_id where c.spent + c.reserved > (b.limit_amount * 1000000::numeric) + c.extra",
);
const what = `${PARALLEL} parallel reservations, ${ROUNDS} rounds`;
report({
  name: `budgets: ${what}: calls let through beyond the limit`,
  value: overspent + Number(held[0]?.over),
  unit: "calls",
  target: "0",
  ok: overspent === 0 && held[0]?.over === "0",
});
report({ name: `budgets: ${what}: deadlocks and failures`, value: failures, unit: "calls", target: "0", ok: failures === 0 });
report({ name: `budgets: ${what}: of the room, used`, value: let_through / limit, unit: "ratio", target: "1", ok: let_through === limit });
for (const id of room) await drop(id, ROUNDS + 1);

// A runaway: a call every 50 ms, whose model costs half a dollar each time, and nobody who sums anything up meanwhile.
const COST = 500_000;
async function tellCost(): Promise<void> {
  const end = BigInt(Date.now()) * 1_000_000n;
  const text = (name: string, stringValue: string) => ({ key: name, value: { stringValue } });
  const span = {
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    name: "chat gpt-5",
    startTimeUnixNano: String(end - 10_000_000n),
    endTimeUnixNano: String(end),
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", "openai"),
      text("gen_ai.request.model", "gpt-5"),
      text("gen_ai.agent.name", AGENT),
      { key: "gen_ai.usage.input_tokens", value: { intValue: "400000" } },
      { key: "gen_ai.usage.output_tokens", value: { intValue: "0" } },
    ],
  };
  const bytes = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: "bench" }, spans: [span] }] }] }));
  expectOk(await ingestTraces(key, { encoding: "application/json", bytes }, new Date()));
}
const CAP_CALLS = 40;
const cap = await set(scopes.agent, String(CAP_CALLS * COST));
let ran = 0;
for (; ran < CAP_CALLS * 3; ran++) {
  const next = new Promise((resolve) => setTimeout(resolve, 50));
  const action = await ask({ args: { account: `account-${ran}` }, run: null });
  if (action.decision !== "allow") break;
  const { token } = expectOk(await consume(key, action.id ?? "", { actionDigest: action.actionDigest }, randomUUID()));
  await tellCost();
  expectOk(await receive(key, action.id ?? "", { token, status: "succeeded", actionDigest: action.actionDigest }));
  await next;
}
report({
  name: "budgets: a runaway every 50 ms: calls beyond its limit",
  value: ran - CAP_CALLS,
  unit: "calls",
  target: "<= 1",
  ok: ran - CAP_CALLS <= 1 && ran >= CAP_CALLS,
});
await drop(cap);

// What the check adds to propose: the same calls with no budget and with seventeen of them, turn by turn.
expectOk(await publish(systemActor, { rules: hundredRules(), reason: "For the bench." }));
type Measured = { readonly ms: number; readonly cpuMs: number };
/** What a call takes, as several batches in a row have it in their middle, and what this process works for it. */
async function measured(worstCase?: object): Promise<Measured> {
  const times: number[] = [];
  let cpuMs = 0;
  for (let n = -1; n < BATCHES; n++) {
    const [cpu, began] = [process.cpuUsage(), performance.now()];
    await Promise.all(Array.from({ length: BATCH }, () => ask(worstCase)));
    const { user, system } = process.cpuUsage(cpu);
    if (n < 0) continue; // the first after a change reads the budgets anew
    times.push((performance.now() - began) / BATCH);
    cpuMs += (user + system) / 1_000 / BATCH / BATCHES;
  }
  return { ms: median(times), cpuMs };
}
const without: Measured[] = [];
const withBudgets: Measured[] = [];
const holding: Measured[] = [];
for (let warm = 0; warm < 3; warm++) await measured();
for (let pair = 0; pair < PAIRS; pair++) {
  const ids = [
    await set(scopes.organisation, "900000000000"),
    await set(scopes.agent, "900000000000"),
    await set(scopes.task, "900000000000"),
  ];
  for (let i = 0; i < 14; i++) ids.push(await set({ kind: "task_class", id: `other-${i}` }, "900000000000"));
  withBudgets.push(await measured());
  holding.push(await measured({ worstCase: { costMicroUsd: "1" } }));
  for (const id of ids) await drop(id);
  without.push(await measured());
}
/** What one adds to the other in per cent, pair by pair. */
const added = (of: readonly Measured[], what: keyof Measured): number =>
  (median(of.map((one, i) => one[what] / (without[i]?.[what] ?? one[what]))) - 1) * 100;
const orientation = { target: "for orientation", ok: true } as const;
report({ name: "budgets: propose without any", value: median(without.map(({ ms }) => ms)), unit: "ms a call", ...orientation });
const share = added(withBudgets, "ms");
report({
  name: "budgets: what the check of 17 adds to propose, 3 of them binding",
  value: share,
  unit: "%",
  target: "<= 15",
  ok: share <= 15,
});
report({ name: "budgets: the same, in work of the web process", value: added(withBudgets, "cpuMs"), unit: "%", ...orientation });
report({ name: "budgets: what checking and holding in all 3 adds", value: added(holding, "ms"), unit: "%", ...orientation });

await stop();

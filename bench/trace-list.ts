import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "@/cli/postgres";
import { actorOfPerson } from "@/server/identity/sessions";
import { invariant } from "@/server/kernel/result";
import { disconnect } from "@/server/platform/db";
import { applyMigrations } from "@/server/platform/migrations";
import { countHours } from "@/server/traces/hours";
import { ListTracesInput } from "@/server/traces/schema";
import { readSpread } from "@/server/traces/spread";
import type { SpreadInput } from "@/server/traces/spread-schema";
import { listTraces } from "@/server/traces/trace-list";
import { percentile, report } from "./figure";

/** Ten million steps over 90 days, thirty a trace. The list reads what is rolled up of them, never the steps. */
const TRACES = 333_333;
const ROUNDS = 30;

const dataDir = await mkdtemp(join(tmpdir(), "reeve-bench-"));
const database = await startPostgres({ dataDir, throwaway: true });
await applyMigrations(database.url);
const client = new pg.Client({ connectionString: database.url });
await client.connect();
await client.query(
  `insert into trace (id, first_at, last_at, name, name_key, has_root, agent_name, agent_key, team, task_class, conversation_id, initiator_type, initiator_id,
     agents, tools, models, steps, running, errors, is_failed, llm_steps, tool_steps, ungoverned, input_tokens, output_tokens, reported_cost_pico_usd, cost_pico_usd, priced_steps, received_at, gate_outcome, authority, stood_at)
   select md5(n::text), at, at + (1 + n % 600) * interval '1 second', 'invoke_agent agent-' || n % 12, '0' || n, true, 'agent-' || n % 12, '0' || n, 'team-' || n % 5,
     'task-' || n % 20, md5('c' || n / 4), 'user', 'person-' || n % 300 || '@acme.example', array['agent-' || n % 12], array['crm.tool_' || n % 40, 'mail.send'],
     array['model-' || n % 6], 30, case when n < 40 then 1 else 0 end, case when n % 50 = 0 then 2 else 0 end, n % 50 = 0, 12, 10, case when n % 200 = 0 then 3 else 0 end,
     (n % 9000) * 10, n % 900, 0, (n % 5000)::numeric * 1000000000, 1, at,
     case when n % 70 = 0 then 'rejected' end, case when n % 3 = 0 then 'person' when n % 2 = 0 then 'rule' end, at
   from (select n, now() - n * interval '23 seconds' as at from generate_series(1, ${TRACES}) n) made`,
);
await client.query(
  `insert into trace_words (trace_id, at, words)
   select md5(n::text), now(), array_to_tsvector(array['the', 'account', 'w' || n % 3, 'x' || n % 17, 'y' || n % 400, 'z' || n % 5000, 'customer' || n / 10]
     || (select array_agg('t' || (n * k) % 20000) from generate_series(1, 40) k))
   from generate_series(1, ${TRACES}) n`,
);
await client.query("vacuum analyze trace");
await client.query("vacuum analyze trace_words");
await client.query(
  `insert into person (id, email, name, roles, created_at, updated_at) values ('per_bench', 'bench@example.com', 'Bench', '{auditor}', now(), now())`,
);
process.env.DATABASE_URL = database.url;

const reader = await actorOfPerson("per_bench");
invariant(reader !== null, "the reader of the bench is gone");
const filters: { readonly [name: string]: Partial<ListTracesInput> } = {
  everything: {},
  agent: { agent: "agent-7" },
  team: { team: "team-3" },
  "task class": { taskClass: "task-11" },
  person: { person: "person-222@acme.example" },
  tool: { tool: "crm.tool_17" },
  "a tool that nothing called": { tool: "none" },
  model: { model: "model-4" },
  failed: { outcome: "failed" },
  rejected: { outcome: "rejected" },
  "decided by a person": { authority: "person" },
  "nothing was asked": { authority: "none" },
  "agents that nobody registered": { shadow: true },
  running: { outcome: "running" },
  done: { outcome: "done" },
  ungoverned: { ungoverned: true },
  cost: { minCostMicroUsd: "4990000" },
  duration: { minDurationMs: 595_000 },
  "a duration that nothing took": { minDurationMs: 86_000_000 },
  "a cost that nothing had": { minCostMicroUsd: "900000000000" },
  "agent and tool": { agent: "agent-5", tool: "crm.tool_17" },
  "agent and a tool that it never called": { agent: "agent-5", tool: "crm.tool_16" },
  "everything at once": {
    ...{
      agent: "agent-5",
      team: "team-1",
      tool: "crm.tool_17",
      model: "model-5",
      outcome: "done",
      minCostMicroUsd: "1000000",
      minDurationMs: 60_000,
    },
    ...{ text: "account y17", from: new Date(Date.now() - 30 * 86_400_000).toISOString() },
  },
  "a word of every payload": { text: "account" },
  "a word of one payload in 17": { text: "x11" },
  "a word of one payload in 400": { text: "y399" },
  "a word of one payload in 5000": { text: "z4999" },
  "a word of ten payloads": { text: "customer12345" },
  "the beginning of a word": { text: "customer1234" },
  "a word that is nowhere": { text: "nowhere" },
  "two words that stand together nowhere": { text: "w1 w2" },
  "a word, for an agent": { text: "x11", agent: "agent-7" },
  "the longest": { order: "longest" },
  "the costliest of an agent": { order: "costliest", agent: "agent-3" },
  "a day of the past": {
    from: new Date(Date.now() - 80 * 86_400_000).toISOString(),
    to: new Date(Date.now() - 79 * 86_400_000).toISOString(),
  },
};
const bars: { readonly [name: string]: SpreadInput } = {
  "everything, a week": { frame: "week" },
  "everything, a month": { frame: "month" },
  everything: { frame: "quarter" },
  agent: { frame: "quarter", agent: "agent-7" },
  "a tool that everything called": { frame: "quarter", tool: "mail.send" },
  done: { frame: "quarter", outcome: "done" },
  ungoverned: { frame: "quarter", ungoverned: true },
  person: { frame: "quarter", person: "person-222@acme.example" },
  "agent and tool": { frame: "quarter", agent: "agent-5", tool: "crm.tool_17" },
  "model, outcome and cost, the newest": { frame: "quarter", model: "model-4", outcome: "done", minCostMicroUsd: "1000000" },
  "a duration, the newest": { frame: "quarter", minDurationMs: 60_000 },
  "a word of every payload, the newest": { frame: "quarter", text: "account" },
  "a word of one payload in 5000": { frame: "quarter", text: "z4999" },
};

/** How long one reading takes, of all but the slowest of them. */
async function p95Of(read: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    invariant((await read()).ok, "the reader may read");
    times.push(performance.now() - began);
  }
  return percentile(times, 0.95);
}

const slowest: { name: string; p95: number }[] = [];
await countHours(new Date(Date.now() + 3_600_000)); // as the worker does once they are quiet
await client.query("vacuum analyze trace_hour");
await listTraces(reader, ListTracesInput.parse({})); // connects
for (const [name, filter] of Object.entries(filters)) {
  slowest.push({
    name: `trace list of 10000000 steps over 90 days, ${name}`,
    p95: await p95Of(() => listTraces(reader, ListTracesInput.parse(filter))),
  });
}
for (const [name, asked] of Object.entries(bars)) {
  slowest.push({ name: `bars over the list of traces, ${name}`, p95: await p95Of(() => readSpread(reader, asked)) });
}
await disconnect();
await client.end();
await database.stop();
await rm(dataDir, { recursive: true, force: true });
for (const { name, p95 } of slowest) {
  report({ name: `${name}: p95`, value: p95, unit: "ms", target: "<= 100", ok: p95 <= 100 });
}

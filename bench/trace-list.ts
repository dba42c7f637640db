import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "@/cli/postgres";
import { actorOfPerson } from "@/server/identity/sessions";
import { invariant } from "@/server/kernel/result";
import { disconnect } from "@/server/platform/db";
import { applyMigrations } from "@/server/platform/migrations";
import { ListTracesInput } from "@/server/traces/schema";
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
     agents, tools, models, steps, running, errors, is_failed, llm_steps, tool_steps, ungoverned, input_tokens, output_tokens, reported_cost_pico_usd, received_at)
   select md5(n::text), at, at + (1 + n % 600) * interval '1 second', 'invoke_agent agent-' || n % 12, '0' || n, true, 'agent-' || n % 12, '0' || n, 'team-' || n % 5,
     'task-' || n % 20, md5('c' || n / 4), 'user', 'person-' || n % 300 || '@acme.example', array['agent-' || n % 12], array['crm.tool_' || n % 40, 'mail.send'],
     array['model-' || n % 6], 30, case when n < 40 then 1 else 0 end, case when n % 50 = 0 then 2 else 0 end, n % 50 = 0, 12, 10, case when n % 200 = 0 then 3 else 0 end,
     (n % 9000) * 10, n % 900, (n % 5000)::numeric * 1000000000, at
   from (select n, now() - n * interval '23 seconds' as at from generate_series(1, ${TRACES}) n) made`,
);
await client.query("vacuum analyze trace");
await client.query(
  `insert into person (id, email, name, roles, created_at, updated_at) values ('per_bench', 'bench@example.com', 'Bench', '{viewer}', now(), now())`,
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
  failed: { status: "error" },
  ungoverned: { ungoverned: true },
  cost: { minCostMicroUsd: "4990000" },
  duration: { minDurationMs: 595_000 },
  "agent and tool": { agent: "agent-5", tool: "crm.tool_17" },
  "a day of the past": {
    from: new Date(Date.now() - 80 * 86_400_000).toISOString(),
    to: new Date(Date.now() - 79 * 86_400_000).toISOString(),
  },
};
const slowest: { name: string; p95: number }[] = [];
await listTraces(reader, ListTracesInput.parse({})); // connects
for (const [name, filter] of Object.entries(filters)) {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    const page = await listTraces(reader, ListTracesInput.parse(filter));
    if (!page.ok) throw new Error(page.refusal.message);
    times.push(performance.now() - began);
  }
  slowest.push({ name, p95: percentile(times, 0.95) });
}
await disconnect();
await client.end();
await database.stop();
await rm(dataDir, { recursive: true, force: true });
for (const { name, p95 } of slowest) {
  report({ name: `trace list of 10000000 steps over 90 days, ${name}: p95`, value: p95, unit: "ms", target: "<= 100", ok: p95 <= 100 });
}

import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { createChain } from "@/server/escalation/chains";
import { findPersonByEmail } from "@/server/identity/service";
import { actorOfPerson } from "@/server/identity/sessions";
import { invariant } from "@/server/kernel/result";
import { disconnect } from "@/server/platform/db";
import { percentile, report } from "./figure";
import { insertRequests } from "./requests";
import { startStack } from "./stack";

const EACH = 2_500;
const LIMIT_MS = 2_000;
const LEAD_SECONDS = 15;
const MINUTE = 60;

const stack = await startStack({ REEVE_ROLE: "web" });
process.env.DATABASE_URL = stack.databaseUrl;
const database = new pg.Client({ connectionString: stack.databaseUrl });
await database.connect();

/** A chain whose one step comes when the bench says, and whose end is far away. */
async function makeChain(): Promise<string> {
  const operator = await actorOfPerson((await findPersonByEmail("operator@reeve.demo"))?.id ?? "");
  invariant(operator !== null, "the demo has an operator");
  const step = { after: { minutes: 1 }, targets: [{ kind: "stage" as const }], channels: [], important: false };
  const made = await createChain(operator, { name: "Bench", steps: [step], loops: 0, pauseMinutes: 600, final: { kind: "expire" } });
  if (!made.ok) throw new Error(made.refusal.message);
  await disconnect();
  return made.value.id;
}
const chainId = await makeChain();

const secret = (await readFile(join(stack.dataDir, "session-secret"), "utf8")).trim();
const startWorker = (): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", "server/worker.ts"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DATABASE_URL: stack.databaseUrl, REEVE_ROLE: "worker", NEXTAUTH_SECRET: secret },
  });
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

const workers = [startWorker(), startWorker()];
await pause(LEAD_SECONDS);

// One half escalates, the other half is breached and then expires, spread evenly over the same minute.
const at = (n: string) => `now() + interval '${LEAD_SECONDS} seconds' + ${n} * interval '${MINUTE} seconds' / ${EACH}`;
const far = "now() + interval '10 hours'";
await insertRequests(database, { state: "pending", count: EACH, from: 1, dueAt: far, escalation: { chainId, at: at("n") } });
const moment = at(`(n - ${EACH})`);
await insertRequests(database, {
  state: "pending",
  count: EACH,
  from: EACH + 1,
  dueAt: `${moment} - interval '10 seconds'`,
  expiresAt: moment,
});
await database.query("analyze approval, action");

// Two workers; one is killed in the middle of it and replaced.
await pause(LEAD_SECONDS + MINUTE / 2);
workers[0]?.kill("SIGKILL");
workers.push(startWorker());
await pause(MINUTE / 2 + 15);
for (const worker of workers) worker.kill("SIGTERM");

// The moment of recording is the clock's own at the act; the act itself names the moment at which its turn began.
type Row = { readonly kind: string; readonly subject_id: string; readonly late_ms: number };
const { rows } = await database.query<Row>(
  `select e.kind, e.subject_id, extract(epoch from e.recorded_at - case e.kind
       when 'approval.expired' then p.expires_at when 'approval.breached' then p.due_at
       else (select v.due_at from escalation_event v where v.approval_id = p.id) end)::float8 * 1000 as late_ms
   from audit_outbox e join approval p on p.id = e.subject_id
   where p.id like 'apr_0000%' and e.kind in ('approval.expired', 'approval.breached', 'approval.escalated')`,
);
await database.end();
await stack.stop();

const what = "5,000 escalations and expiries due within a minute, two workers, one killed";
const acts = rows.filter((row) => row.kind !== "approval.breached").map((row) => row.late_ms);
const p95 = percentile(acts, 0.95);
report({ name: `${what}: p95 after the moment`, value: p95, unit: "ms", target: `<= ${LIMIT_MS}`, ok: p95 <= LIMIT_MS });
const early = rows.filter((row) => row.late_ms < 0).length;
report({ name: "the same: before its moment", value: early, unit: "acts", target: "0", ok: early === 0 });
for (const kind of ["approval.escalated", "approval.expired", "approval.breached"]) {
  const subjects = rows.filter((row) => row.kind === kind).map((row) => row.subject_id);
  const isOnce = subjects.length === EACH && new Set(subjects).size === EACH;
  report({ name: `the same: "${kind}", once each`, value: subjects.length, unit: "acts", target: String(EACH), ok: isOnce });
}

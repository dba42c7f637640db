import { type ChildProcess, spawn } from "node:child_process";
import pg from "pg";
import { percentile, report } from "./figure";
import { insertRequests } from "./requests";
import { startStack } from "./stack";

const DUE = 5_000;
const LIMIT_MS = 2_000;
const LEAD_SECONDS = 20;
const MINUTE = 60;

const stack = await startStack({ REEVE_ROLE: "web" });
const database = new pg.Client({ connectionString: stack.databaseUrl });
await database.connect();
const at = (seconds: string) => `now() + interval '${LEAD_SECONDS} seconds' + ${seconds} * interval '1 second'`;
await insertRequests(database, {
  state: "pending",
  count: DUE,
  from: 1,
  dueAt: at(`(n * ${MINUTE / 2}.0 / ${DUE})`),
  expiresAt: at(`(n * ${MINUTE}.0 / ${DUE})`),
});
await database.query("vacuum analyze approval, action");

const startWorker = (): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", "server/worker.ts"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DATABASE_URL: stack.databaseUrl, REEVE_ROLE: "worker" },
  });
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

// Two workers; one is killed in the middle of it and replaced.
const workers = [startWorker(), startWorker()];
await pause(LEAD_SECONDS + MINUTE / 2);
workers[0]?.kill("SIGKILL");
workers.push(startWorker());
await pause(MINUTE / 2 + 15);
for (const worker of workers) worker.kill("SIGTERM");

type Row = { readonly late_ms: number };
const own = "id like 'apr_0000%'";
const { rows: expired } = await database.query<Row>(
  `select extract(epoch from decided_at - expires_at) * 1000 as late_ms from approval where ${own} and state = 'expired'`,
);
const { rows: entries } = await database.query<{ kind: string; entries: number; subjects: number }>(
  `select kind, count(*)::int as entries, count(distinct subject_id)::int as subjects from audit_outbox
   where subject_id like 'apr_0000%' and kind in ('approval.expired', 'approval.breached') group by kind`,
);
await database.end();
await stack.stop();

const late = expired.map((row) => Number(row.late_ms));
const p95 = percentile(late, 0.95);
report({
  name: "5,000 ending within a minute, two workers, one killed: p95 after the moment",
  value: p95,
  unit: "ms",
  target: `<= ${LIMIT_MS}`,
  ok: p95 <= LIMIT_MS,
});
report({
  name: "the same: ended before its moment",
  value: late.filter((ms) => ms < 0).length,
  unit: "requests",
  target: "0",
  ok: late.every((ms) => ms >= 0),
});
for (const kind of ["approval.expired", "approval.breached"]) {
  const found = entries.find((row) => row.kind === kind);
  const isOnce = found?.entries === DUE && found.subjects === DUE;
  report({ name: `the same: entries "${kind}", once each`, value: found?.entries ?? 0, unit: "entries", target: String(DUE), ok: isOnce });
}

import pg from "pg";
import { takeNext } from "@/server/approvals/claims";
import { actorOfPerson } from "@/server/identity/sessions";
import { invariant } from "@/server/kernel/result";
import { disconnect } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { percentile, report } from "./figure";
import { insertRequests } from "./requests";
import { startStack } from "./stack";

const PENDING = 10_000;
const APPROVERS = 20;
/** Enough that a process that has just begun (connections to open, code to warm) is the rare case that it is in a day's work. */
const TAKES_EACH = 200;
const FIRST = 100;
const LIMIT_MS = 60;

const stack = await startStack();
const database = new pg.Client({ connectionString: stack.databaseUrl });
await database.connect();
await insertRequests(database, { state: "pending", count: PENDING, from: 1, dueAt: "now() + n * interval '1 second'" });
const ids = Array.from({ length: APPROVERS }, () => newId("person"));
for (const id of ids) {
  await database.query(
    `insert into person (id, email, name, roles, created_at, updated_at) values ($1, $1 || '@bench.example', $1, '{approver}', now(), now())`,
    [id],
  );
  await database.query(`insert into group_member (group_id, person_id) select id, $1 from "group" where name = 'Finance'`, [id]);
}
await database.query("vacuum analyze approval");
await database.end();

process.env.DATABASE_URL = stack.databaseUrl;
const samples: number[] = [];
const taken: string[] = [];

/** One approver who takes one after the other, all the time. */
async function work(id: string): Promise<void> {
  for (let take = 0; take < TAKES_EACH; take++) {
    const actor = await actorOfPerson(id);
    invariant(actor !== null, "an approver of the bench is gone");
    const began = performance.now();
    const answer = await takeNext(actor);
    samples.push(performance.now() - began);
    if (answer.ok && answer.value !== null) taken.push(answer.value.id);
  }
}

await Promise.all(ids.map(work));
await disconnect();
await stack.stop();

const p95 = percentile(samples, 0.95);
const cold = percentile(samples.slice(0, FIRST), 0.95);
report({
  name: "take next: requests given to two people",
  value: taken.length - new Set(taken).size,
  unit: "requests",
  target: "0",
  ok: taken.length === new Set(taken).size,
});
report({
  name: "take next: given",
  value: taken.length,
  unit: "requests",
  target: String(APPROVERS * TAKES_EACH),
  ok: taken.length === APPROVERS * TAKES_EACH,
});
report({
  name: "20 approvers taking next without a pause from 10,000 pending: p95 at the service",
  value: p95,
  unit: "ms",
  target: `<= ${LIMIT_MS}`,
  ok: p95 <= LIMIT_MS,
});
report({ name: `take next: p95 of the first ${FIRST}, in a process that has just begun`, value: cold, unit: "ms", target: "-", ok: true });

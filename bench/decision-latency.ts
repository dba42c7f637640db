import { randomUUID } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import pg from "pg";
import { percentile, report } from "./figure";
import { signIn } from "./sign-in";
import { startStack } from "./stack";

const WAITERS = 500;
const LIMIT_MS = 300;

const stack = await startStack();
const cookies = await Promise.all(["approver@reeve.demo", "approver2@reeve.demo"].map((email) => signIn(stack.url, email)));
const agent = new Agent({ keepAlive: true, maxSockets: WAITERS + 50 });

/** Measured is Reeve, not the seconds that people give themselves to undo: these two give themselves none. */
async function forgoUndo(cookie: string): Promise<void> {
  const headers = { cookie, "content-type": "application/json", origin: stack.url };
  const body = JSON.stringify({ seconds: 0 });
  const answer = await fetch(`${stack.url}/api/trpc/identity.account.setUndoSeconds`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`the undo window could not be set (${answer.status})`);
}
await Promise.all(cookies.map(forgoUndo));

type Answer = { readonly id: string; readonly decision: string; readonly approval: { readonly id: string } | null };

function call(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<unknown> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL(path, stack.url), { method, agent, headers }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on("end", () =>
        response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(`${response.statusCode}: ${text}`)),
      );
    });
    request.once("error", reject);
    request.end(payload);
  });
}

const machine = { authorization: `Bearer ${stack.apiKey}`, "content-type": "application/json" };
const propose = (index: number) =>
  call(
    "POST",
    "/api/v1/actions",
    { ...machine, "idempotency-key": randomUUID() },
    {
      agent: "support-triage",
      tool: "crm.merge_contacts",
      args: { name: `Contact ${index}`, keep: `c-${index}`, drop: `d-${index}` },
      initiator: { type: "system", id: "bench" },
    },
  ) as Promise<Answer>;

const pending: Answer[] = [];
for (let index = 0; index < WAITERS; index += 20)
  pending.push(...(await Promise.all(Array.from({ length: 20 }, (_, i) => propose(index + i)))));

const answeredAt = new Map<string, number>();
const waits = pending.map(async ({ id }) => {
  for (;;) {
    const answer = (await call("GET", `/api/v1/actions/${id}?waitMs=55000`, machine)) as Answer;
    if (answer.decision !== "pending") {
      answeredAt.set(id, performance.now());
      return;
    }
  }
});
await new Promise((resolve) => setTimeout(resolve, 2_000)); // everyone waits now

const database = new pg.Client({ connectionString: stack.databaseUrl });
await database.connect();
const { rows } = await database.query<{ held: number }>(
  "select count(*)::int as held from pg_stat_activity where datname = current_database()",
);
await database.end();

const decidedAt = new Map<string, number>();
for (const [index, { id, approval }] of pending.entries()) {
  const headers = { cookie: cookies[index % cookies.length] ?? "", "content-type": "application/json", origin: stack.url };
  decidedAt.set(id, performance.now());
  await call("POST", "/api/trpc/approvals.decide", headers, { id: approval?.id, verdict: "approve", reason: "" });
}
await Promise.all(waits);
agent.destroy();
await stack.stop();

const delays = pending.map(({ id }) => (answeredAt.get(id) ?? Number.NaN) - (decidedAt.get(id) ?? 0));
const p95 = percentile(delays, 0.95);
report({
  name: `decision to the waiting agent's answer, ${WAITERS} waiting, undo window 0 s, p95`,
  value: p95,
  unit: "ms",
  target: `<= ${LIMIT_MS}`,
  ok: p95 <= LIMIT_MS,
});
const held = rows[0]?.held ?? WAITERS;
report({
  name: `database connections while ${WAITERS} agents wait`,
  value: held,
  unit: "connections",
  target: "far below the waiters",
  ok: held < WAITERS / 5,
});

import { randomUUID } from "node:crypto";
import pg from "pg";
import { percentile, report } from "./figure";
import { signIn } from "./sign-in";
import { startBeside, startStack } from "./stack";

const AGENT = "support-triage";
const KILLS = 6;
const LOOPS_EACH = 6;
/** What is allowed and not run yet; it is tried after the kill. */
const KEPT_BACK = 20;
const UNDER_LOAD_MS = 3_000;
const GRACE_MS = 1_000;
const AFTER_MS = 3_000;

const first = await startStack();
const second = await startBeside(first);
const urls = [first.url, second.url] as const;
const database = new pg.Client({ connectionString: first.databaseUrl });
await database.connect();

type Answer = {
  readonly id: string;
  readonly decision: string;
  readonly actionDigest: string;
  readonly approval: { readonly id: string } | null;
};

async function machine(url: string, path: string, body: unknown): Promise<{ status: number; answer: Answer }> {
  const headers = { authorization: `Bearer ${first.apiKey}`, "content-type": "application/json", "idempotency-key": randomUUID() };
  const response = await fetch(`${url}/api/v1/actions${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, answer: await response.json() };
}

const propose = (url: string) =>
  machine(url, "", {
    agent: AGENT,
    tool: "desk.close_tickets",
    args: { days: 90, count: 5 },
    initiator: { type: "system", id: "bench" },
  });
const consume = (url: string, { id, actionDigest }: Answer) => machine(url, `/${id}/consume`, { actionDigest });

/** Somebody at one of the web processes. */
async function personAt(url: string, email: string) {
  const cookie = await signIn(url, email);
  return async <A>(procedure: string, input: unknown): Promise<A> => {
    const headers = { cookie, "content-type": "application/json", origin: url };
    const response = await fetch(`${url}/api/trpc/${procedure}`, { method: "POST", headers, body: JSON.stringify(input) });
    if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${await response.text()}`);
    return (await response.json()).result.data;
  };
}

const operators = await Promise.all(urls.map((url) => personAt(url, "operator@reeve.demo")));
const colleague = await personAt(first.url, "lea@reeve.demo");
const approver = await personAt(first.url, "approver@reeve.demo");
await approver("identity.account.setUndoSeconds", { seconds: 0 });

/** Lets the agent go on without asking: from now on it is allowed by a standing grant. */
async function giveGrant(): Promise<void> {
  const { answer } = await propose(first.url);
  const grant = { scope: { kind: "tool" }, endsAt: new Date(Date.now() + 3_600_000).toISOString(), reason: "For the bench." };
  await approver("approvals.decide", { id: answer.approval?.id, verdict: "approve", grant });
  const next = await propose(second.url);
  if (next.answer.decision !== "allow") throw new Error(`the grant allows nothing: ${next.answer.decision}`);
}

/** What went through, by when it was answered. */
const passed: { readonly what: "allow" | "consume"; readonly at: number }[] = [];
const keptBack: Answer[] = [];
let isOver = false;
/** Nobody asks between the restoring and the next grant: people are not part of this. */
let isAsking = false;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An agent that asks one web process and runs at the other, without a pause. */
async function work(askAt: string, runAt: string): Promise<void> {
  while (!isOver) {
    if (!isAsking) {
      await pause(20);
      continue;
    }
    const { answer } = await propose(askAt);
    if (answer.decision === "allow") {
      passed.push({ what: "allow", at: performance.now() });
      if (keptBack.length < KEPT_BACK) keptBack.push(answer);
      else await run(runAt, answer);
    } else {
      const early = keptBack.pop();
      if (early !== undefined) await run(runAt, early);
    }
  }
}

async function run(url: string, action: Answer): Promise<void> {
  const { status } = await consume(url, action);
  if (status === 200) passed.push({ what: "consume", at: performance.now() });
}

const countOf = async (sql: string): Promise<number> => Number((await database.query<{ n: string }>(sql, [AGENT])).rows[0]?.n);

type Outcome = {
  readonly killMs: number;
  /** How long after the kill was acknowledged the last one still came back. */
  readonly lastMs: number;
  readonly allows: number;
  readonly consumes: number;
  readonly liveGrants: number;
  readonly allowedActions: number;
  readonly before: number;
};

async function killOnce(round: number): Promise<Outcome> {
  await giveGrant();
  const from = passed.length;
  isAsking = true;
  await pause(UNDER_LOAD_MS);
  const sentAt = performance.now();
  await operators[round % operators.length]?.("gate.kill", { name: AGENT, reason: "For the bench." });
  const acknowledgedAt = performance.now();
  const before = passed.slice(from).filter(({ at }) => at < acknowledgedAt).length;
  await pause(GRACE_MS);
  const liveGrants = await countOf("select count(*) as n from standing_grant where agent_name = $1 and state = 'live'");
  const allowedActions = await countOf("select count(*) as n from action where agent_name = $1 and state = 'allowed'");
  await pause(AFTER_MS);
  isAsking = false;
  await pause(GRACE_MS); // what is under way comes back
  const after = passed.slice(from).filter(({ at }) => at >= acknowledgedAt);
  const late = after.filter(({ at }) => at > acknowledgedAt + GRACE_MS);
  const wish = await operators[0]?.<{ id: string }>("gate.restore.ask", { name: AGENT, reason: "For the bench." });
  await colleague("gate.restore.confirm", { name: AGENT, id: wish?.id });
  return {
    killMs: acknowledgedAt - sentAt,
    lastMs: Math.max(0, ...after.map(({ at }) => at - acknowledgedAt)),
    allows: late.filter(({ what }) => what === "allow").length,
    consumes: late.filter(({ what }) => what === "consume").length,
    liveGrants,
    allowedActions,
    before,
  };
}

const loops = urls.flatMap((url, index) => Array.from({ length: LOOPS_EACH }, () => work(url, urls[1 - index] ?? url)));
const outcomes: Outcome[] = [];
for (let round = 0; round < KILLS; round++) outcomes.push(await killOnce(round));
isOver = true;
await Promise.all(loops);
await database.end();
await second.stop();
await first.stop();

const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
function none(name: string, value: number, unit: string): void {
  report({ name, value, unit, target: "0", ok: value === 0 });
}
const under = `${KILLS} kills under load at two web processes`;
none(
  `${under}: allowed later than 1 s after`,
  sum(({ allows }) => allows),
  "actions",
);
none(
  `${under}: consumed later than 1 s after`,
  sum(({ consumes }) => consumes),
  "actions",
);
none(
  `${under}: standing grants live 1 s after`,
  sum(({ liveGrants }) => liveGrants),
  "grants",
);
none(
  `${under}: actions still allowed 1 s after`,
  sum(({ allowedActions }) => allowedActions),
  "actions",
);
function orientation(name: string, value: number, unit: string): void {
  report({ name, value, unit, target: "for orientation", ok: true });
}
orientation(
  "last allow or consume that came back after the kill was acknowledged",
  Math.max(...outcomes.map(({ lastMs }) => lastMs)),
  "ms",
);
orientation(
  "a kill until it is acknowledged, slowest",
  percentile(
    outcomes.map(({ killMs }) => killMs),
    1,
  ),
  "ms",
);
orientation(
  "allowed and consumed before the kills",
  sum(({ before }) => before),
  "calls",
);

import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { deactivatePerson, setRoles } from "@/server/identity/people";
import { signInAs } from "@/server/identity/testing";
import { ok, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { deliverDue } from "./sending";
import { settle } from "./service";
import { type DecideBySlack, type SlackClick, takeSlackInteraction } from "./slack-clicks";
import { noticeTo, tell } from "./testing";

type Call = { readonly method: string; readonly args: Record<string, string> };
const calls: Call[] = [];
const faults: string[] = [];
const users = new Map<string, string>();
let failure: { status: number; headers?: Record<string, string>; error?: string } | null = null;
let duringPost: () => Promise<void> = async () => undefined;

/** Slack's Web API, as far as we call it. */
const METHODS: Readonly<Record<string, (args: Record<string, string>) => object | Promise<object>>> = {
  "auth.test": () => ({ ok: true, team_id: "T1" }),
  "users.lookupByEmail": ({ email = "" }) =>
    users.has(email) ? { ok: true, user: { id: users.get(email) } } : { ok: false, error: "users_not_found" },
  "users.info": ({ user = "" }) => {
    const email = [...users].find(([, id]) => id === user)?.[0];
    if (email === undefined) return { ok: false, error: "user_not_found" };
    return { ok: true, user: { id: user, team_id: user.startsWith("X") ? "T2" : "T1", profile: { email } } };
  },
  "chat.postMessage": async ({ channel = "" }) => {
    await duringPost();
    return { ok: true, channel: channel.startsWith("U") ? `D${channel}` : "C0PS", ts: `1700000000.${calls.length}` };
  },
};
const answer = (method: string, args: Record<string, string>) => METHODS[method]?.(args) ?? { ok: true };
/** What real Slack would refuse of a request's shape. */
function check({ authorization, "content-type": type }: IncomingHttpHeaders, args: Record<string, string>): void {
  if (authorization !== "Bearer xoxb-test") faults.push("the token is missing");
  if (!type?.startsWith("application/x-www-form-urlencoded")) faults.push(`content type ${type}`);
  for (const name of ["blocks", "metadata", "view"]) if (args[name] !== undefined) JSON.parse(args[name]);
}
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    const method = request.url?.split("/").at(-1) ?? "";
    const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
    calls.push({ method, args });
    check(request.headers, args);
    const isFailing = failure !== null && method.startsWith("chat.");
    response.writeHead(isFailing ? (failure?.status ?? 500) : 200, {
      "content-type": "application/json",
      ...(isFailing ? failure?.headers : {}),
    });
    response.end(JSON.stringify(isFailing ? { ok: false, error: failure?.error } : await answer(method, args)));
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

const SECRET = "slack-signing-secret";
process.env.SLACK_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
process.env.SLACK_BOT_TOKEN = "xoxb-test";
process.env.SLACK_SIGNING_SECRET = SECRET;
process.env.REEVE_URL = "https://reeve.example.com";
freshDatabase();

beforeEach(() => {
  calls.length = 0;
  faults.length = 0;
  failure = null;
  duringPost = async () => undefined;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let people = 0;
async function newPerson(isInSlack = true) {
  const person = await signInAs(`slack-${people}@example.com`, ["approver"]);
  if (isInSlack) users.set(person.email, `U${people}`);
  return { person, slackId: `U${people++}` };
}
const after = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const sent = (method: string) => calls.filter((call) => call.method === method).map(({ args }) => args);
const buttons = [
  { verb: "approve", label: "Approve", style: "primary", value: "7" },
  { verb: "reject", label: "Reject", style: "danger", value: "7", asksReason: true },
] as const;

test("a card goes to the person whom Slack knows by the e-mail address; Slack is asked who that is once", async () => {
  const { person, slackId } = await newPerson();
  await tell(noticeTo([person.id], { buttons, quote: { text: "<!channel> trust me", writer: "procurement-agent" } }));
  await deliverDue("slack", after(1));
  await tell(noticeTo([person.id], { buttons }));
  await deliverDue("slack", after(1));
  expect(faults).toEqual([]);
  expect(sent("users.lookupByEmail")).toEqual([expect.objectContaining({ email: person.email })]);
  const posted = sent("chat.postMessage");
  expect(posted.map(({ channel }) => channel)).toEqual([slackId, slackId]);
  const blocks = JSON.parse(posted[0]?.blocks ?? "[]");
  const actions = blocks.at(-1).elements.map(({ action_id }: { action_id: string }) => action_id);
  expect(actions).toEqual(["reeve.act:approve", "reeve.act:reject", "reeve.open"]);
  expect(posted.some(({ text }) => text?.includes("<!channel>"))).toBe(false);
  expect(JSON.parse(posted[0]?.metadata ?? "{}").event_payload.delivery_id).toMatch(/^dlv_/);
  expect(posted[0]?.client_msg_id).toMatch(/^[0-9a-f-]{36}$/);
});

test("who is not in Slack is told by the other channels alone", async () => {
  const { person } = await newPerson(false);
  await tell(noticeTo([person.id]));
  await deliverDue("slack", after(1));
  const row = await prisma().delivery.findFirstOrThrow({ where: { personId: person.id } });
  expect([row.state, row.lastError, sent("chat.postMessage").length]).toEqual(["dropped", expect.stringContaining("nobody"), 0]);
});

test("a step may post to a channel", async () => {
  await tell(noticeTo([], { slackChannels: ["#finance-approvals", "#finance-approvals"] }));
  await deliverDue("slack", after(1));
  expect(sent("chat.postMessage").map(({ channel }) => channel)).toEqual(["#finance-approvals"]);
});

test("once settled every card that was sent is changed and offers nothing more; one that waits is not sent", async () => {
  const [{ person: one }, { person: two }] = [await newPerson(), await newPerson()];
  const { subject } = await tell(noticeTo([one.id, two.id], { buttons, slackChannels: ["#finance"] }));
  await deliverDue("slack", after(1));
  await tell(noticeTo([one.id], { kind: "approval.escalated", subject, dedupeKey: `escalated:${subject.id}`, buttons }));
  await inTransaction((tx) => settle(tx, subject, "Already approved by Ana Ruiz", new Date()));
  await deliverDue("slack", after(2));
  expect(sent("chat.postMessage")).toHaveLength(3);
  const updates = sent("chat.update");
  expect(updates.map(({ channel }) => channel).sort()).toHaveLength(3);
  expect(new Set(updates.map(({ ts }) => ts)).size).toBe(3);
  for (const { blocks } of updates) {
    expect(blocks).toContain("Already approved by Ana Ruiz");
    expect(blocks).not.toContain("reeve.act:");
  }
});

test("a card that is settled while it is being sent is changed right after", async () => {
  const { person } = await newPerson();
  const { subject } = await tell(noticeTo([person.id], { buttons }));
  duringPost = () => inTransaction((tx) => settle(tx, subject, "Already rejected by Tom Okafor", new Date()));
  await deliverDue("slack", after(1));
  await deliverDue("slack", after(2));
  expect(sent("chat.update").map(({ blocks }) => blocks?.includes("Already rejected by Tom Okafor"))).toEqual([true]);
});

test("Slack's wish to wait is heeded, and what Slack will never take is given up", async () => {
  const { person } = await newPerson();
  failure = { status: 429, headers: { "retry-after": "90" } };
  const notice = await tell(noticeTo([person.id]));
  const now = after(1);
  await deliverDue("slack", now);
  const row = () => prisma().delivery.findFirstOrThrow({ where: { notice: { subjectId: notice.subject.id } } });
  expect(Math.round(((await row()).nextAttemptAt?.getTime() ?? 0) / 1_000)).toBe(Math.round(now.getTime() / 1_000) + 90);
  failure = { status: 200, error: "channel_not_found" };
  await deliverDue("slack", after(120));
  expect([(await row()).state, (await row()).lastCode]).toEqual(["dead", "channel_not_found"]);
});

const sign = (body: string, timestamp = String(Math.floor(Date.now() / 1_000)), secret = SECRET) =>
  new Headers({
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`,
  });
const bodyOf = (payload: object) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
const click = (user: string, verb: "approve" | "reject", id = "apr_1") => {
  const button = buttons.find((one) => one.verb === verb);
  const value = JSON.stringify({ asksReason: false, ...button, subject: { type: "approval", id } });
  const action = { action_id: `reeve.act:${verb}`, value };
  return { type: "block_actions", user: { id: user }, trigger_id: `t${Math.random()}`, channel: { id: "D1" }, actions: [action] };
};
/** Stands for the app's route: remembers who did what, and refuses when told to. */
function desk(refusal: string | null = null) {
  const decided: (SlackClick & { by: string })[] = [];
  const decide: DecideBySlack = async (actor: PersonActor, what) => {
    decided.push({ ...what, by: actor.id });
    return refusal === null ? ok(null) : refuse("not_allowed", refusal);
  };
  return { decided, decide };
}
const take = (payload: object, decide: DecideBySlack, headers?: Headers) => {
  const body = bodyOf(payload);
  return takeSlackInteraction(headers ?? sign(body), body, decide);
};

test("a click acts with the rights of the person whom the server knows by Slack's e-mail address", async () => {
  const { person, slackId } = await newPerson();
  const { decided, decide } = desk();
  const answered = await take(click(slackId, "approve"), decide);
  expect([answered.status, answered.later]).toEqual([200, null]);
  expect(decided).toEqual([{ verb: "approve", subject: { type: "approval", id: "apr_1" }, value: "7", reason: "", by: person.id }]);
});

test("an unsigned, forged, old or repeated request does nothing", async () => {
  const { slackId } = await newPerson();
  const { decided, decide } = desk();
  const payload = click(slackId, "approve");
  const body = bodyOf(payload);
  const old = String(Math.floor(Date.now() / 1_000) - 301);
  const ahead = String(Math.floor(Date.now() / 1_000) + 301);
  for (const headers of [
    new Headers(),
    sign(body, undefined, "another"),
    sign(body, old),
    sign(body, ahead),
    sign(`${body}&x=1`),
    sign(body, "abc"),
  ]) {
    expect((await takeSlackInteraction(headers, body, decide)).status).toBe(401);
  }
  expect(decided).toEqual([]);
  const headers = sign(body);
  const both = await Promise.all([takeSlackInteraction(headers, body, decide), takeSlackInteraction(headers, body, decide)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect(decided).toHaveLength(1);
});

test("a stranger, and someone who was deactivated, decides nothing and is told so alone", async () => {
  const { person, slackId } = await newPerson();
  const admin = await signInAs(`slack-admin-${people}@example.com`, ["admin"]);
  const { decided, decide } = desk();
  users.set("stranger@elsewhere.example", "U_STRANGER");
  await deactivatePerson(admin, person.id);
  // The same address, but a user of another company's Slack in a shared channel.
  const { person: colleague } = await newPerson(false);
  users.set(colleague.email, "X_ELSEWHERE");
  for (const user of [slackId, "U_STRANGER", "X_ELSEWHERE"]) {
    const { later } = await take(click(user, "approve"), decide);
    await later?.();
  }
  expect(decided).toEqual([]);
  expect(sent("chat.postEphemeral").map(({ user }) => user)).toEqual([slackId, "U_STRANGER", "X_ELSEWHERE"]);
});

test("rights are read at the click, not remembered", async () => {
  const { person, slackId } = await newPerson();
  const admin = await signInAs(`slack-admin-${people}@example.com`, ["admin"]);
  const seen: string[][] = [];
  const decide: DecideBySlack = async (actor) => {
    seen.push([...actor.roles]);
    return ok(null);
  };
  await take(click(slackId, "approve"), decide);
  await setRoles(admin, { personId: person.id, roles: ["viewer"] });
  await take(click(slackId, "approve"), decide);
  expect(seen).toEqual([["approver"], ["viewer"]]);
});

test("what is refused is told to the one who clicked", async () => {
  const { slackId } = await newPerson();
  const { decide } = desk("High risk: open it in Reeve.");
  const { later } = await take(click(slackId, "approve"), decide);
  await later?.();
  expect(sent("chat.postEphemeral")).toEqual([
    expect.objectContaining({ channel: "D1", user: slackId, text: "High risk: open it in Reeve." }),
  ]);
});

test("to reject asks for the reason first, and a refusal stays in the dialog", async () => {
  const { person, slackId } = await newPerson();
  const { decided, decide } = desk();
  await take(click(slackId, "reject"), decide);
  expect(decided).toEqual([]);
  const view = JSON.parse(sent("views.open")[0]?.view ?? "{}");
  const state = { values: { reason: { reason: { value: "  Chairs are bought in January. " } } } };
  const submission = {
    type: "view_submission",
    user: { id: slackId },
    view: { callback_id: view.callback_id, private_metadata: view.private_metadata, state },
  };
  expect((await take(submission, decide)).body).toBeNull();
  expect(decided).toEqual([
    { verb: "reject", subject: { type: "approval", id: "apr_1" }, value: "7", reason: "Chairs are bought in January.", by: person.id },
  ]);
  const refused = await take({ ...submission, again: 1 }, desk("It was decided already.").decide);
  expect(refused.body).toEqual({ response_action: "errors", errors: { reason: "It was decided already." } });
});

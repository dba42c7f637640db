import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeEach, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { listDeliveries, readDelivery, retryNow } from "./deliveries";
import { listInbox } from "./inbox";
import type { CreateWebhook } from "./schema";
import { deliverDue } from "./sending";
import { settle } from "./service";
import { noticeTo, tell } from "./testing";
import { createWebhook, enableWebhook, readSettings, removeWebhook, rotateSecret, testWebhook } from "./webhooks";

type Call = { readonly headers: IncomingHttpHeaders; readonly body: string };
const calls: Call[] = [];
let answer: (call: Call) => { status: number; headers?: Record<string, string>; body?: string } = () => ({ status: 204 });
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const call = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
    calls.push(call);
    const { status, headers, body } = answer(call);
    response.writeHead(status, headers).end(body);
  });
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;

process.env.REEVE_WEBHOOK_HOSTS = "127.0.0.1";
process.env.NEXTAUTH_SECRET = "0123456789abcdef0123456789abcdef";
freshDatabase();

beforeEach(async () => {
  await prisma().webhookEndpoint.updateMany({ data: { removedAt: new Date(), disabledAt: new Date() } });
  await prisma().delivery.updateMany({ where: { state: { in: ["waiting", "sending"] } }, data: { state: "dropped", nextAttemptAt: null } });
  calls.length = 0;
  answer = () => ({ status: 204 });
});
afterAll(() => new Promise<void>((resolve) => receiver.close(() => resolve())));

function granted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}
let people = 0;
const newAdmin = () => signInAs(`admin-${people++}@example.com`, ["admin"]);
const after = (seconds: number, from = new Date()) => new Date(from.getTime() + seconds * 1_000);
const endpoint = async (more: Partial<CreateWebhook> = {}) => {
  const admin = await newAdmin();
  return { admin, ...granted(await createWebhook(admin, { url, events: ["approval.*"], description: "", ...more })) };
};
const verify = (secret: string, { headers, body }: Call) => new Webhook(secret).verify(body, headers as Record<string, string>);
const deliveriesTo = (endpointId: string) =>
  prisma().delivery.findMany({ where: { endpointId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

test("an event goes to the endpoints that asked for it, signed so that the library of Standard Webhooks verifies it", async () => {
  const { secret } = await endpoint();
  const other = await endpoint({ events: ["agent.killed"] });
  expect(secret).toMatch(/^whsec_/);
  const notice = await tell(noticeTo([], { quote: { text: "trust me", writer: "procurement-agent" } }));
  await deliverDue("webhook", new Date());
  expect(calls).toHaveLength(1);
  const [call] = calls;
  if (!call) throw new Error("nothing came");
  expect(verify(secret, call)).toMatchObject({
    type: "approval.asked",
    data: { subject: notice.subject, title: notice.title, untrustedText: { text: "trust me", writtenBy: "procurement-agent" } },
  });
  expect(() => verify(other.secret, call)).toThrow();
  expect(call.headers["webhook-id"]).toMatch(/^dlv_/);
});

test("what fails is tried again after 5 seconds, then 5 minutes, under the same webhook-id", async () => {
  const { endpointId, secret, admin } = await endpoint();
  answer = () => ({ status: 500, body: "broken\u202E" });
  const now = new Date();
  await tell(noticeTo([]), now);
  await deliverDue("webhook", now);
  await deliverDue("webhook", after(4, now));
  await deliverDue("webhook", after(6, now));
  expect(calls).toHaveLength(2);
  await deliverDue("webhook", after(290, now));
  answer = () => ({ status: 200 });
  await deliverDue("webhook", after(307, now));
  expect(new Set(calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(calls.map((call) => verify(secret, call))).toHaveLength(3);
  const [row] = await deliveriesTo(endpointId);
  const read = granted(await readDelivery(admin, row?.id ?? ""));
  expect(read.log.map(({ isSent, code, error }) => [isSent, code, error])).toEqual([
    [false, "500", "It answered 500: broken."],
    [false, "500", "It answered 500: broken."],
    [true, "200", null],
  ]);
  expect([read.state, read.receiver]).toEqual(["sent", new URL(url).host]);
});

test("a redirect is a failure that is named, not followed; Retry-After is heeded", async () => {
  const { endpointId } = await endpoint();
  answer = () => ({ status: 302, headers: { location: "http://169.254.169.254/", "retry-after": "600" } });
  const now = new Date();
  await tell(noticeTo([]), now);
  await deliverDue("webhook", now);
  const [row] = await deliveriesTo(endpointId);
  expect(row?.lastError).toBe("It answered with a redirect, which is not followed.");
  expect(Math.round(((row?.nextAttemptAt?.getTime() ?? 0) - now.getTime()) / 1_000)).toBe(600);
});

test("during a rotation both secrets sign, after a day the new one alone", async () => {
  const { admin, endpointId, secret } = await endpoint();
  const rotated = granted(await rotateSecret(admin, endpointId));
  await tell(noticeTo([]));
  await deliverDue("webhook", new Date());
  expect(calls[0] && [verify(secret, calls[0]), verify(rotated.secret, calls[0])]).toHaveLength(2);
  await tell(noticeTo([]));
  await deliverDue("webhook", after(86_401));
  const late = calls[1];
  if (!late) throw new Error("nothing came");
  expect(() => verify(secret, late)).toThrow();
  verify(rotated.secret, late);
});

test("the secret is neither in the database nor in any answer but the first", async () => {
  const { admin, endpointId, secret } = await endpoint();
  const row = await prisma().webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId } });
  expect(JSON.stringify(row)).not.toContain(secret.slice(6));
  await tell(noticeTo([]));
  await deliverDue("webhook", new Date());
  const [settings, list] = [granted(await readSettings(admin)), granted(await listDeliveries(admin, { limit: 50 }))];
  expect(JSON.stringify([settings, list])).not.toContain(secret.slice(6));
  expect(JSON.stringify([settings, list])).not.toContain(row.secret);
});

test("after five days without one success an endpoint is disabled, on record, and administrators are told", async () => {
  const { admin, endpointId } = await endpoint();
  answer = () => ({ status: 503 });
  const now = new Date();
  await tell(noticeTo([]), now);
  await deliverDue("webhook", now);
  await deliverDue("webhook", after(6, now));
  expect((await prisma().webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId } })).disabledAt).toBeNull();
  await tell(noticeTo([]), after(10, now));
  await deliverDue("webhook", after(5 * 86_400 + 10, now));
  const row = await prisma().webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId } });
  expect([row.disabledBecause, row.disabledAt === null]).toEqual(["failing", false]);
  expect((await deliveriesTo(endpointId)).every(({ state }) => state === "dropped" || state === "waiting" || state === "dead")).toBe(true);
  const record = await prisma().auditOutbox.findFirst({ where: { kind: "webhook.disabled", subjectId: endpointId } });
  expect(record?.actorType).toBe("system");
  const told = granted(await listInbox(admin, { unread: true, limit: 10 })).items;
  expect(told.map(({ title }) => title)).toEqual([`The webhook to ${new URL(url).host} was disabled`]);
});

test("one success ends the count of failing days", async () => {
  const { endpointId } = await endpoint();
  answer = () => ({ status: 503 });
  const now = new Date();
  await tell(noticeTo([]), now);
  await deliverDue("webhook", now);
  answer = () => ({ status: 200 });
  await deliverDue("webhook", after(6, now));
  expect((await prisma().webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId } })).failingSince).toBeNull();
});

test("a receiver that says it is gone is called no more", async () => {
  const { endpointId } = await endpoint();
  answer = () => ({ status: 410 });
  await tell(noticeTo([]));
  await deliverDue("webhook", new Date());
  await tell(noticeTo([]));
  await deliverDue("webhook", after(60));
  expect(calls).toHaveLength(1);
  expect((await prisma().webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId } })).disabledBecause).toBe("gone");
});

test("an endpoint inside the network is refused in the log, and nothing is called", async () => {
  const { endpointId } = await endpoint({ url: "https://10.1.2.3/in" });
  await tell(noticeTo([]));
  await deliverDue("webhook", new Date());
  const [row] = await deliveriesTo(endpointId);
  expect([row?.state, row?.lastError]).toEqual(["waiting", expect.stringContaining("private address")]);
});

test("once something is decided machines hear of it, once", async () => {
  const { secret } = await endpoint({ events: ["approval.decided"] });
  const { subject, path } = await tell(noticeTo([]));
  const now = new Date();
  await inTransaction((tx) => settle(tx, subject, "Already approved by Ana Ruiz", now));
  await inTransaction((tx) => settle(tx, subject, "Already approved by Ana Ruiz", now));
  await deliverDue("webhook", new Date());
  expect(calls).toHaveLength(1);
  expect(calls[0] && verify(secret, calls[0])).toMatchObject({
    type: "approval.decided",
    data: { subject, title: "Already approved by Ana Ruiz", url: expect.stringContaining(path) },
  });
});

test("who gave up is tried again when an administrator says so; an auditor only reads", async () => {
  const { admin, endpointId } = await endpoint();
  const auditor = await signInAs(`auditor-${people++}@example.com`, ["auditor"]);
  await tell(noticeTo([]));
  const [row] = await deliveriesTo(endpointId);
  const id = row?.id ?? "";
  await prisma().delivery.update({ where: { id }, data: { state: "dead", attempts: 10, nextAttemptAt: null } });
  expect(granted(await readDelivery(auditor, id)).canRetry).toBe(false);
  expect((await retryNow(auditor, id)).ok).toBe(false);
  granted(await retryNow(admin, id));
  await deliverDue("webhook", after(1));
  expect([calls.length, (await deliveriesTo(endpointId))[0]?.state]).toEqual([1, "sent"]);
  expect((await retryNow(admin, id)).ok).toBe(false);
});

test("the log narrows by channel, state and receiver and goes on by cursor without a gap", async () => {
  const { admin, endpointId } = await endpoint();
  const start = Date.now() - 60_000;
  for (let i = 0; i < 5; i += 1) await tell(noticeTo([]), new Date(start + (i >> 1)));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; nextCursor: string | null } = granted(
      await listDeliveries(admin, { endpointId, channel: "webhook", state: "waiting", limit: 2, cursor }),
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  expect(granted(await listDeliveries(admin, { endpointId, channel: "email", limit: 2 })).items).toEqual([]);
});

test("off drops what waits, on goes on; a removed one stays away; a test goes to one endpoint alone", async () => {
  const { admin, endpointId, secret } = await endpoint();
  await endpoint();
  await tell(noticeTo([]));
  granted(await enableWebhook(admin, { endpointId, isEnabled: false }));
  expect((await testWebhook(admin, endpointId)).ok).toBe(false);
  granted(await enableWebhook(admin, { endpointId, isEnabled: true }));
  await prisma().delivery.updateMany({ where: { state: "waiting" }, data: { state: "dropped", nextAttemptAt: null } });
  granted(await testWebhook(admin, endpointId));
  await deliverDue("webhook", after(1));
  expect(calls.map((call) => (verify(secret, call) as { type: string }).type)).toEqual(["webhook.tested"]);
  granted(await removeWebhook(admin, endpointId));
  expect((await enableWebhook(admin, { endpointId, isEnabled: true })).ok).toBe(false);
  expect(granted(await readSettings(admin)).webhooks.map(({ id }) => id)).not.toContain(endpointId);
});

test("a worker that is killed after it has sent and before it wrote that down loses nothing: the same message goes again", async () => {
  const { endpointId, secret } = await endpoint();
  await tell(noticeTo([]));
  const script = `const { deliverDue } = await import("./server/notifications/sending.ts"); await deliverDue("webhook", new Date());`;
  const worker = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { env: process.env, stdio: "inherit" });
  answer = () => {
    worker.kill("SIGKILL");
    return { status: 200 };
  };
  await once(worker, "exit");
  expect([worker.signalCode, calls.length]).toEqual(["SIGKILL", 1]);
  answer = () => ({ status: 200 });
  await deliverDue("webhook", after(60));
  expect(calls).toHaveLength(1); // its lease lasts
  await deliverDue("webhook", after(121));
  expect(calls.map((call) => [call.headers["webhook-id"], verify(secret, call)])).toHaveLength(2);
  expect(new Set(calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect((await deliveriesTo(endpointId)).map(({ state, attempts }) => [state, attempts])).toEqual([["sent", 2]]);
});

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { deliverDue } from "@/server/notifications/sending";
import { createWebhook } from "@/server/notifications/webhooks";
import { propose } from "./service";
import { actionId, approve, ask, discount, expectOk, gateWorld, key } from "./testing";

type Call = { readonly headers: IncomingHttpHeaders; readonly body: string };
const calls: Call[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/decided`;
afterAll(() => new Promise<void>((resolve) => receiver.close(() => resolve())));

process.env.REEVE_WEBHOOK_HOSTS = "127.0.0.1";
process.env.NEXTAUTH_SECRET = "0123456789abcdef0123456789abcdef";
gateWorld();

test("a registered callback is called once, signed, when people have decided; any other address is refused", async () => {
  const nobodys = await propose(key, discount({ callbackUrl: url }), "before it is registered");
  expect(nobodys).toMatchObject({ ok: false, refusal: { code: "invalid_request", errors: [{ path: "callbackUrl" }] } });

  const admin = await signInAs("callbacks@example.com", ["admin"]);
  const other = `${url}/other`;
  // The list of endpoints is remembered for two seconds: the one before was read without it.
  const { secret } = expectOk(await createWebhook(admin, { url, events: ["webhook.disabled"], description: "" }));
  expectOk(await createWebhook(admin, { url: other, events: ["webhook.disabled"], description: "" }));
  await new Promise((resolve) => setTimeout(resolve, 2_100));

  const allowed = await ask(discount({ callbackUrl: url }));
  const denied = await ask(discount({ callbackUrl: url }));
  await ask(discount());
  expectOk(await approve(allowed));
  expectOk(await approve(denied, "reject"));
  await deliverDue("webhook", new Date());
  await deliverDue("webhook", new Date());

  const told = calls.map(({ headers, body }) => new Webhook(secret).verify(body, headers as Record<string, string>));
  expect(told).toHaveLength(2);
  expect(told).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        type: "action.decided",
        data: expect.objectContaining({
          subject: { type: "action", id: actionId(allowed) },
          action: expect.objectContaining({ id: actionId(allowed), decision: "allow", cause: "human", actionDigest: allowed.actionDigest }),
        }),
      }),
      expect.objectContaining({
        data: expect.objectContaining({
          action: expect.objectContaining({ id: actionId(denied), decision: "deny", reason: "Too much.", retry: "after_change" }),
        }),
      }),
    ]),
  );
});

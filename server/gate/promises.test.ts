import { expect, test } from "vitest";
import { decide } from "@/server/approvals/decisions";
import { listQueue } from "@/server/approvals/queue";
import { QueueInput } from "@/server/approvals/schema";
import { prisma } from "@/server/platform/db";
import { editAndApprove } from "./edit";
import { giveUp } from "./jobs";
import { consume, receive } from "./service";
import { actionId, ana, ask, codeOf, discount, expectOk, gateWorld, key, mei } from "./testing";

gateWorld();

const approveOn = (approvalId: string, email: string) =>
  decide(ana, { id: approvalId, verdict: "approve", reason: "", obligations: [{ kind: "notify", email }] });

test("whom an approver promised it to is told once it has run, by inbox and e-mail, and once", async () => {
  const asked = await ask(discount());
  const id = actionId(asked);
  expectOk(await approveOn(asked.approval?.id ?? "", mei.email));
  const lease = expectOk(await consume(key, id, { actionDigest: asked.actionDigest }, "k"));
  const told = () => prisma().notice.findMany({ where: { kind: "action.ran", subjectId: id }, include: { inboxItems: true } });
  expect(await told()).toEqual([]);
  const receipt = { token: lease.token, status: "succeeded" as const, actionDigest: asked.actionDigest };
  expectOk(await receive(key, id, receipt));
  expect(codeOf(await receive(key, id, receipt))).toBe("already_received");
  expect(await told()).toMatchObject([
    {
      body: "sales-agent has run crm.apply_discount, and it succeeded.",
      path: `/queue/${asked.approval?.id}`,
      inboxItems: [{ personId: mei.id, because: "an approver asked that you are told" }],
    },
  ]);
});

test("it is said, too, when its agent never tells how it ended, and put right when it does", async () => {
  const asked = await ask(discount({ args: { account: "lost", percent: 50 } }));
  const id = actionId(asked);
  expectOk(await approveOn(asked.approval?.id ?? "", mei.email));
  const lease = expectOk(await consume(key, id, { actionDigest: asked.actionDigest }, "k"));
  const told = () =>
    prisma().notice.findMany({ where: { subjectId: id }, orderBy: { createdAt: "asc" }, select: { body: true, settledWords: true } });
  await giveUp(new Date(Date.now() + 6 * 60_000));
  await giveUp(new Date(Date.now() + 7 * 60_000));
  const lost = { body: "sales-agent has run crm.apply_discount, but never said how it ended.", settledWords: null };
  expect(await told()).toEqual([lost]);
  expectOk(await receive(key, id, { token: lease.token, status: "failed", actionDigest: asked.actionDigest }));
  expect(await told()).toEqual(
    expect.arrayContaining([
      { ...lost, settledWords: "Its agent has said since how it ended" },
      { body: "sales-agent has run crm.apply_discount, and it failed.", settledWords: null },
    ]),
  );
});

test("someone whom nobody knows is not promised anything: refused in place", async () => {
  const asked = await ask(discount({ args: { account: "other", percent: 50 } }));
  const refused = await approveOn(asked.approval?.id ?? "", "nobody@elsewhere.example");
  expect(refused).toMatchObject({
    ok: false,
    refusal: {
      code: "invalid_request",
      errors: [{ path: "obligations.0", message: "Nobody in Reeve has the address nobody@elsewhere.example." }],
    },
  });
});

test("a call that names a look-alike host is marked in the queue, until an edit takes it out", async () => {
  const asked = await ask(discount({ args: { account: "https://p\u0430ypal.example/pay", percent: 50 } }));
  const row = async () => {
    const { items } = expectOk(await listQueue(ana, QueueInput.parse({ tab: "all" })));
    return items.find(({ id }) => id === asked.approval?.id);
  };
  expect((await row())?.hasLookAlike).toBe(true);
  const approvalId = asked.approval?.id ?? "";
  const revision = (await row())?.revision ?? 0;
  const args = JSON.stringify({ account: "https://paypal.example/pay", percent: 50 });
  expectOk(await editAndApprove(ana, { approvalId, args, reason: "The true one.", revision }));
  expect(await prisma().approval.findUniqueOrThrow({ where: { id: approvalId } })).toMatchObject({ hasLookAlike: false });
});

import { createHmac } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { putAgent } from "@/server/fleet/agents";
import { actionId, ana, ask, discount, gateWorld, mei } from "@/server/gate/testing";
import { systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { decideBySlack } from "./decide-by-slack";
import { POST } from "./route";

const SECRET = "slack-signing-secret";
process.env.SLACK_SIGNING_SECRET = SECRET;
gateWorld();
beforeAll(() => prisma().slackPerson.create({ data: { personId: ana.id, slackUserId: "U_ANA", lookedUpAt: new Date() } }));

const approvalIdOf = (answer: Awaited<ReturnType<typeof ask>>) => answer.approval?.id ?? "";
const stateOf = async (answer: Awaited<ReturnType<typeof ask>>) =>
  (await prisma().action.findUniqueOrThrow({ where: { id: actionId(answer) }, select: { state: true } })).state;

function click(id: string, secret = SECRET): Request {
  const value = JSON.stringify({ verb: "approve", label: "Approve", subject: { type: "approval", id }, value: "1", asksReason: false });
  const actions = [{ action_id: "reeve.act:approve", value }];
  const body = new URLSearchParams({
    payload: JSON.stringify({ type: "block_actions", user: { id: "U_ANA" }, trigger_id: "t", actions }),
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
  const headers = { "x-slack-request-timestamp": timestamp, "x-slack-signature": signature };
  return new Request("http://localhost/api/slack/interactions", { method: "POST", headers, body });
}

test("an approver's signed click in Slack decides the request; a forged one does not", async () => {
  const held = await ask(discount());
  expect((await POST(click(approvalIdOf(held), "another"))).status).toBe(401);
  expect(await stateOf(held)).toBe("awaiting");
  expect((await POST(click(approvalIdOf(held)))).status).toBe(200);
  expect(await stateOf(held)).toBe("allowed");
});

test("Slack decides only what the person may, as it stood on the card, and nothing of high risk", async () => {
  const held = await ask(discount());
  const what = { verb: "approve", subject: { type: "approval", id: approvalIdOf(held) }, value: "1", reason: "" };
  expect((await decideBySlack(mei, what)).ok).toBe(false);
  expect((await decideBySlack(ana, { ...what, value: "99" })).ok).toBe(false);
  expect((await decideBySlack(ana, { ...what, verb: "reject" })).ok).toBe(false);
  expect((await decideBySlack(ana, { ...what, subject: { type: "agent", id: "sales-agent" } })).ok).toBe(false);
  expect((await decideBySlack(ana, { ...what, subject: { type: "approval", id: "made up" } })).ok).toBe(false);
  expect(await stateOf(held)).toBe("awaiting");

  await putAgent(systemActor, "sales-agent", { state: "live", riskTier: "high", environment: "production" });
  const risky = await ask(discount());
  const refused = await decideBySlack(ana, { ...what, subject: { type: "approval", id: approvalIdOf(risky) } });
  expect(refused.ok ? null : refused.refusal.message).toMatch(/high risk/);
  expect(await stateOf(risky)).toBe("awaiting");
});

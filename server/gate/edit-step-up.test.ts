import { beforeAll, expect, test } from "vitest";
import { decide } from "@/server/approvals/decisions";
import type { StepUpInput } from "@/server/approvals/step-up-schema";
import { person } from "@/server/approvals/testing/fixtures";
import { enrol } from "@/server/approvals/testing/step-up";
import { putAgent, setGrant } from "@/server/fleet/agents";
import type { Result } from "@/server/kernel/result";
import { type PersonActor, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { getAnswer } from "./answers";
import { askEditStepUp, editAndApprove } from "./edit";
import { actionId, ask, discount, expectOk, gateWorld, key } from "./testing";

gateWorld();

let tom: PersonActor;
let tomsKey: Awaited<ReturnType<typeof enrol>>;
beforeAll(async () => {
  tom = await person("Tom", ["approver"]);
  tomsKey = await enrol(tom);
  expectOk(await putAgent(systemActor, "high-agent", { state: "live", riskTier: "high", environment: "production" }));
  expectOk(await setGrant(systemActor, { agent: "high-agent", tool: "crm.apply_discount", isGranted: true }));
});

const propose = () => ask(discount({ agent: "high-agent", args: { account: "acme", percent: 50 } }));
const words = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.message);
const argsOf = (percent: number) => JSON.stringify({ account: "acme", percent });

async function sign(approvalId: string, percent: number): Promise<StepUpInput> {
  const question = expectOk(await askEditStepUp(tom, { approvalId, args: argsOf(percent), revision: 1 }));
  if (question.kind !== "passkey") throw new Error(`asked for ${question.kind}`);
  return { kind: "passkey", nonce: question.nonce, assertion: tomsKey.get(question.options) };
}

test("editing what is of high risk takes a countersignature over the edited arguments, and no other", async () => {
  const answer = await propose();
  const approvalId = answer.approval?.id ?? "";
  const edit = { approvalId, args: argsOf(15), reason: "15 is what we give.", revision: 1 };
  expect(words(await editAndApprove(tom, edit))).toMatch(/sign with a passkey/);
  const forOther = await sign(approvalId, 20);
  expect(words(await editAndApprove(tom, { ...edit, stepUp: forOther }))).toMatch(/not what is being approved now/);
  expect(words(await decide(tom, { id: approvalId, verdict: "approve", reason: "", stepUp: forOther }))).toMatch(
    /not what is being approved now/,
  );
  expect(await prisma().vote.count({ where: { approvalId } })).toBe(0);
  expect(expectOk(await getAnswer(key, actionId(answer))).actionDigest).toBe(answer.actionDigest);

  expectOk(await editAndApprove(tom, { ...edit, stepUp: await sign(approvalId, 15) }));
  const after = expectOk(await getAnswer(key, actionId(answer)));
  expect(after).toMatchObject({ decision: "allow", args: { account: "acme", percent: 15 } });
  const [vote] = await prisma().vote.findMany({ where: { approvalId } });
  expect(vote?.stepUp).toMatchObject({ kind: "passkey", countersignature: { signed: { actionDigest: after.actionDigest, stage: 1 } } });
});

test("whoever may not decide is asked for nothing, and what policy denies is not signed", async () => {
  const answer = await propose();
  const approvalId = answer.approval?.id ?? "";
  expect(words(await askEditStepUp(tom, { approvalId, args: argsOf(95), revision: 1 }))).toBe("Nobody gives things away.");
  const vera = await person("Vera", ["viewer"]);
  expect(words(await askEditStepUp(vera, { approvalId, args: argsOf(15), revision: 1 }))).toMatch(/Only approvers/);
});

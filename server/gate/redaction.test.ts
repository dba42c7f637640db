import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { getActionForPeople, listActions, revealAction } from "@/server/actions/service";
import { setGrant } from "@/server/fleet/agents";
import { createTool, updateTool } from "@/server/fleet/tools";
import type { Role } from "@/server/kernel/roles";
import { mintPerson, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { getAnswer } from "./answers";
import { consume, receive } from "./service";
import { actionId, ask, call, codeOf, expectOk, gateWorld, key, kindsOf } from "./testing";

gateWorld();

const IBAN = "DE89370400440532013000";
const as = (role: Role) =>
  mintPerson({ id: newId("person"), name: role, email: `${role}@example.com`, roles: new Set([role]), groupIds: new Set() });
const tool = { version: "1", description: "Looks an account up.", sideEffect: "read" as const, argsSchema: null, summary: null };
const lookUp = { tool: "bank.look_up", args: { iban: IBAN, depth: 2 }, resource: `account:${IBAN}`, reasoning: `I need ${IBAN}.` };

beforeAll(async () => {
  expectOk(await createTool(systemActor, "bank.look_up", { ...tool, sensitiveArgs: ["/iban"] }));
  expectOk(await setGrant(systemActor, { agent: "sales-agent", tool: "bank.look_up", isGranted: true }));
});

const dataOf = async (kind: string, id: string) => {
  const { bytes } = await prisma().auditOutbox.findFirstOrThrow({ where: { kind, actionId: id } });
  return JSON.parse(Buffer.from(bytes).toString()).data;
};

test("what was sensitive when an action was proposed stays hidden after its tool says otherwise; the agent is answered its own", async () => {
  const answer = await ask(call(lookUp));
  const { token } = expectOk(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, "k"));
  const receipt = { token, status: "succeeded" as const, actionDigest: answer.actionDigest, output: { holder: "Sam", iban: IBAN } };
  expectOk(await receive(key, actionId(answer), receipt));
  expectOk(await updateTool(systemActor, "bank.look_up", { ...tool, sensitiveArgs: [] }));

  for (const role of ["viewer", "executive", "operator", "auditor", "admin"] as const) {
    const seen = expectOk(await getActionForPeople(as(role), actionId(answer)));
    expect(JSON.stringify([seen, expectOk(await listActions(as(role), {}))])).not.toContain(IBAN);
    expect(seen).toMatchObject({
      args: { iban: "•••", depth: 2 },
      hiddenArgs: ["/iban"],
      hiddenBecause: "sensitive",
      resource: "account:•••",
    });
    expect(seen.receipt?.output).toEqual(role === "viewer" || role === "executive" ? undefined : { holder: "Sam", iban: "•••" });
    expect(seen.canReveal).toBe(role === "auditor");
  }
  const whole = expectOk(await getActionForPeople(as("approver"), actionId(answer)));
  expect(whole).toMatchObject({ args: lookUp.args, hiddenBecause: null, canReveal: false, receipt: { output: { iban: IBAN } } });
  expect(expectOk(await getAnswer(key, actionId(answer))).args).toEqual(lookUp.args);
});

test("of a tool that nobody registered a viewer sees the names of the arguments alone, and who runs agents the values", async () => {
  const answer = await ask(call({ tool: "rogue.export", args: { to: "sam@acme.example", rows: 10 }, resource: "mail:sam@acme.example" }));
  const seen = expectOk(await getActionForPeople(as("viewer"), actionId(answer)));
  expect(seen).toMatchObject({ args: { to: "•••", rows: "•••" }, hiddenBecause: "unregistered", summary: "rogue.export on mail:•••" });
  expect(expectOk(await getActionForPeople(as("operator"), actionId(answer)))).toMatchObject({ args: { rows: 10 }, hiddenBecause: null });
});

test("an auditor sees what is hidden once it is on the record that they looked, and nobody else does", async () => {
  const answer = await ask(call(lookUp), randomUUID());
  for (const role of ["viewer", "executive", "operator", "approver", "admin"] as const) {
    expect(codeOf(await revealAction(as(role), actionId(answer)))).toBe("forbidden");
  }
  expect(await kindsOf(actionId(answer))).not.toContain("action.revealed");
  const revealed = expectOk(await revealAction(as("auditor"), actionId(answer)));
  expect(revealed).toMatchObject({ args: lookUp.args, resource: lookUp.resource, reasoning: lookUp.reasoning, receipt: null });
  expect(await dataOf("action.revealed", actionId(answer))).toEqual({ digest: answer.actionDigest });
});

test("that people were asked is recorded with the rule, its version and the policy set", async () => {
  const answer = await ask(call({ tool: "crm.apply_discount", args: { account: "acme", percent: 50 } }));
  const { ruleId, ruleVersion, policyVersion } = await dataOf("approval.opened", actionId(answer));
  expect({ ruleId, ruleVersion, policyVersion }).toEqual({
    ruleId: answer.rule?.id ?? null,
    ruleVersion: answer.rule?.version ?? null,
    policyVersion: answer.policyVersion,
  });
});

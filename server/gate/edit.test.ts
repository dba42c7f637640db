import { beforeAll, describe, expect, test } from "vitest";
import { actionsById } from "@/server/actions/service";
import { readCard } from "@/server/approvals/card";
import { decide, undo } from "@/server/approvals/decisions";
import { escalateDue } from "@/server/approvals/escalations";
import { force, person, read } from "@/server/approvals/testing/fixtures";
import { settleDue } from "@/server/approvals/votes";
import { createGroup } from "@/server/identity/groups";
import type { PersonActor } from "@/server/platform/actor";
import { mintPerson, systemActor } from "@/server/platform/actor";
import { publish } from "@/server/policies/service";
import { getAnswer } from "./answers";
import { checkEdit, editAndApprove } from "./edit";
import type { EditInput } from "./edit-schema";
import { killAgent } from "./kill";
import { consume } from "./service";
import { readToken } from "./signing";
import { actionId, ana, ask, codeOf, discount, expectOk, gateWorld, key, kindsOf, mei, restore } from "./testing";

gateWorld();

let tom: PersonActor;
let slow: PersonActor;
let finance: { readonly id: string };
const inFinance = async (name: string) => {
  const made = await person(name, ["approver"], [finance.id]);
  await force("insert into group_member (group_id, person_id) values ($1, $2)", finance.id, made.id);
  return made;
};
let fay: PersonActor;
let fred: PersonActor;

beforeAll(async () => {
  tom = await person("Tom", ["approver"]);
  slow = await person("Sue", ["approver"], [], 5);
  finance = { id: expectOk(await createGroup(mintPerson({ ...mei, roles: new Set(["admin"]) }), { name: "Finance" })).groupId };
  fay = await inFinance("Fay");
  fred = await inFinance("Fred");
  const match = { tools: ["crm.apply_discount"] };
  const stage = (name: string, groups: string[], quorum = 1) => ({ name, groups, quorum });
  const rules = [
    {
      id: "no-gifts",
      order: 1,
      name: "No gifts",
      effect: "deny" as const,
      match,
      when: "args.percent > 90",
      reason: "Nobody gives things away.",
    },
    { id: "small", order: 2, name: "Small discounts", effect: "allow" as const, match, when: "args.percent <= 5", reason: "Fine." },
    {
      id: "two-stages",
      order: 3,
      name: "Two stages",
      effect: "require_approval" as const,
      match,
      when: "args.percent >= 60",
      reason: "Both look at it.",
      approval: { stages: [stage("Anyone", []), stage("Finance", ["Finance"])] },
    },
  ];
  expectOk(await publish(systemActor, { rules, reason: "For the test." }));
});

const propose = (percent: number) => ask(discount({ args: { account: "acme", percent } }));
const approvalOf = (answer: Awaited<ReturnType<typeof ask>>) => answer.approval?.id ?? "";
const revisionOf = async (answer: Awaited<ReturnType<typeof ask>>) =>
  (await read<{ revision: number }>("select revision from approval where id = $1", approvalOf(answer)))[0]?.revision ?? 0;
const edit = async (by: PersonActor, answer: Awaited<ReturnType<typeof ask>>, args: unknown, over: Partial<EditInput> = {}) =>
  editAndApprove(by, {
    approvalId: approvalOf(answer),
    args: JSON.stringify(args),
    reason: "Half price is not ours to give.",
    revision: await revisionOf(answer),
    ...over,
  });
const acme = (percent: number) => ({ account: "acme", percent });
const kept = async (answer: Awaited<ReturnType<typeof ask>>) => (await actionsById([actionId(answer)]))[0];

describe("an edit is decided again", () => {
  test("nobody can edit an action into something that policy denies: refused with the rule's reason, and nothing changes", async () => {
    const answer = await propose(50);
    const before = await kept(answer);
    const refused = await edit(ana, answer, acme(95));
    expect(refused).toMatchObject({ ok: false, refusal: { code: "not_allowed", message: "Nobody gives things away." } });
    expect(await kept(answer)).toEqual(before);
    expect(await revisionOf(answer)).toBe(1);
    expect(await kindsOf(actionId(answer))).not.toContain("action.edited");
  });

  test("what does not fit the tool is refused in place, with the path", async () => {
    const answer = await propose(50);
    const refused = await edit(ana, answer, { account: "acme", percent: "lots" });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: "invalid_request", errors: [{ path: "args.percent", message: "must be number" }] },
    });
    expect(codeOf(await edit(ana, answer, {}, { args: '{"account":"a","account":"b"}' }))).toBe("invalid_request");
    expect(codeOf(await edit(ana, answer, acme(50)))).toBe("invalid_request");
    expect(codeOf(await edit(mei, answer, acme(15)))).toBe("forbidden");
    expect(codeOf(await edit(ana, answer, acme(15), { revision: 7 }))).toBe("conflict");
  });

  test("the agent gets what was edited and its digest, and can consume nothing else", async () => {
    const answer = await propose(50);
    expect(expectOk(await edit(ana, answer, acme(15)))).toMatchObject({ state: "approved", effectiveAt: null });
    const now = expectOk(await getAnswer(key, actionId(answer)));
    expect(now).toMatchObject({ decision: "allow", cause: "human", args: acme(15), reason: "Half price is not ours to give." });
    expect(now.actionDigest).not.toBe(answer.actionDigest);
    expect(codeOf(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, "old"))).toBe("digest_mismatch");
    const lease = expectOk(await consume(key, actionId(answer), { actionDigest: now.actionDigest }, "new"));
    expect(lease.args).toEqual(acme(15));
    expect(await readToken(lease.token)).toMatchObject({ digest: now.actionDigest });
    expect(await kindsOf(actionId(answer))).toContain("action.edited");
    const card = expectOk(await readCard(ana, approvalOf(answer)));
    expect(card.edits).toMatchObject([{ by: { name: "ana" }, changes: [{ path: "/percent", before: 50, after: 15 }] }]);
  });

  test("what policy would allow goes on in the same chain, and is approved by the editor", async () => {
    const answer = await propose(50);
    expect(expectOk(await edit(ana, answer, acme(5)))).toMatchObject({ state: "approved" });
    expect(await kept(answer)).toMatchObject({ state: "allowed", cause: "human" });
  });

  test("a look ahead says the same as the edit, and changes nothing", async () => {
    const answer = await propose(50);
    const look = async (percent: number) =>
      checkEdit(ana, { approvalId: approvalOf(answer), args: JSON.stringify(acme(percent)), revision: 1 });
    expect(await look(95)).toMatchObject({ ok: false, refusal: { message: "Nobody gives things away." } });
    expect(expectOk(await look(15))).toMatchObject({ effect: "require_approval", isRestarted: false, countsMyVote: true });
    expect(expectOk(await look(5))).toMatchObject({ effect: "allow", rule: { id: "small" } });
    expect(expectOk(await look(70))).toMatchObject({ isRestarted: true, stages: [{ name: "Anyone" }, { name: "Finance" }] });
    expect(await revisionOf(answer)).toBe(1);
  });
});

describe("votes on what was edited", () => {
  test("another rule's chain starts anew with the editor's vote counted where they are asked", async () => {
    const answer = await propose(50);
    expect(expectOk(await edit(ana, answer, acme(70)))).toMatchObject({ state: "pending" });
    const [row] = await read<{ stage: number; rule_id: string }>("select stage, rule_id from approval where id = $1", approvalOf(answer));
    expect(row).toEqual({ stage: 2, rule_id: "two-stages" });
    expect(codeOf(await decide(ana, { id: approvalOf(answer), verdict: "approve", reason: "", revision: await revisionOf(answer) }))).toBe(
      "self_approval",
    );
    expectOk(await decide(fay, { id: approvalOf(answer), verdict: "approve", reason: "", revision: await revisionOf(answer) }));
    expect(await kept(answer)).toMatchObject({ state: "allowed", ruleId: "two-stages", args: '{"account":"acme","percent":70}' });
  });

  test("an edit in the second stage voids the votes of the first, and the editor's vote waits for its own stage", async () => {
    const answer = await propose(70);
    expectOk(await decide(tom, { id: approvalOf(answer), verdict: "approve", reason: "" }));
    expect(expectOk(await edit(fay, answer, acme(65)))).toMatchObject({ state: "pending", effectiveAt: null });
    const card = expectOk(await readCard(tom, approvalOf(answer)));
    expect(card).toMatchObject({ stage: 1, votesIn: 0 });
    expect(card.votes.map(({ stage, outcome }) => [stage, outcome])).toEqual([
      [1, "void"],
      [2, "effective"],
    ]);
    expect(codeOf(await decide(fay, { id: approvalOf(answer), verdict: "approve", reason: "", revision: card.revision }))).toBe(
      "self_approval",
    );
    // A vote that does not say what it saw is none on arguments that were edited.
    expect(codeOf(await decide(tom, { id: approvalOf(answer), verdict: "approve", reason: "" }))).toBe("conflict");
    expect(await kept(answer)).toMatchObject({ state: "awaiting" });
    expectOk(await decide(tom, { id: approvalOf(answer), verdict: "approve", reason: "", revision: card.revision }));
    expect(await kept(answer)).toMatchObject({ state: "allowed", args: '{"account":"acme","percent":65}' });
  });

  test("taking the vote back leaves the edit, and nothing runs with what nobody approved", async () => {
    const answer = await propose(50);
    const edited = expectOk(await edit(slow, answer, acme(15)));
    expect(edited).toMatchObject({ state: "pending", effectiveAt: expect.any(String) });
    expectOk(await undo(slow, { voteId: edited.voteId ?? "" }));
    await settleDue(new Date(Date.now() + 60_000));
    expect(await kept(answer)).toMatchObject({ state: "awaiting", args: '{"account":"acme","percent":15}' });
    expectOk(await edit(ana, answer, acme(50)));
    expect(expectOk(await getAnswer(key, actionId(answer)))).toMatchObject({ decision: "allow", actionDigest: answer.actionDigest });
  });

  test("an edit that waits for its undo window takes effect by itself; a kill inside the window wins", async () => {
    const [first, second] = [await propose(50), await propose(51)];
    expectOk(await edit(slow, first, acme(15)));
    await settleDue(new Date(Date.now() + 60_000));
    expect(await kept(first)).toMatchObject({ state: "allowed", args: '{"account":"acme","percent":15}' });
    expectOk(await edit(slow, second, acme(15)));
    expectOk(await killAgent(mei, "sales-agent", "Stop it."));
    await settleDue(new Date(Date.now() + 60_000));
    expect(await kept(second)).toMatchObject({ state: "awaiting" });
    expect(codeOf(await edit(ana, second, acme(14)))).toBe("not_pending");
    await restore("sales-agent");
  });

  test("of an edit and another's approval at the same moment exactly one counts", async () => {
    for (let round = 0; round < 6; round += 1) {
      const answer = await propose(50);
      const [edited, approved] = await Promise.all([
        edit(ana, answer, acme(15), { revision: 1 }),
        decide(tom, { id: approvalOf(answer), verdict: "approve", reason: "", revision: 1 }),
      ]);
      expect([edited.ok, approved.ok].filter(Boolean)).toHaveLength(1);
      expect(await kept(answer)).toMatchObject({ state: "allowed", args: JSON.stringify(acme(edited.ok ? 15 : 50)) });
    }
  });
});

describe("what an approver asks in return", () => {
  const until = () => new Date(Date.now() + 3_600_000).toISOString();

  test("reaches the agent and its token, leaves the digest alone and shortens the allowance", async () => {
    const answer = await propose(50);
    const end = until();
    const cap = { kind: "cap_amount", pointer: "/percent", max: 50 } as const;
    expectOk(
      await decide(ana, {
        id: approvalOf(answer),
        verdict: "approve",
        reason: "",
        obligations: [{ kind: "dry_run_first" }, cap, { kind: "within", until: end }],
      }),
    );
    const now = expectOk(await getAnswer(key, actionId(answer)));
    expect(now.obligations).toEqual([cap, { kind: "dry_run_first" }, { kind: "within", until: end }]);
    expect(now.actionDigest).toBe(answer.actionDigest);
    expect((await kept(answer))?.allowedUntil?.toISOString()).toBe(end);
    const lease = expectOk(await consume(key, actionId(answer), { actionDigest: now.actionDigest }, "k"));
    expect(await readToken(lease.token)).toMatchObject({ obligations: now.obligations });
    expect(expectOk(await readCard(ana, approvalOf(answer))).obligations).toEqual(now.obligations);
  });

  test("is refused in place where the arguments break it already, and kept where an edit made them fit", async () => {
    const answer = await propose(50);
    const obligations = [{ kind: "cap_amount", pointer: "/percent", max: 20 }] as const;
    const refused = await decide(ana, { id: approvalOf(answer), verdict: "approve", reason: "", obligations });
    expect(refused).toMatchObject({
      ok: false,
      refusal: {
        code: "invalid_request",
        errors: [{ path: "obligations.0", message: expect.stringContaining("edit the arguments instead") }],
      },
    });
    expect(codeOf(await edit(ana, answer, acme(25), { obligations }))).toBe("invalid_request");
    expect(await kept(answer)).toMatchObject({ state: "awaiting", digest: answer.actionDigest });
    expectOk(await edit(ana, answer, acme(15), { obligations }));
    expect(expectOk(await getAnswer(key, actionId(answer))).obligations).toEqual(obligations);
  });

  test("joins what the stage before asked: of two limits the stricter", async () => {
    const answer = await propose(70);
    const cap = (max: number) => [{ kind: "cap_amount", pointer: "/percent", max }] as const;
    expectOk(await decide(tom, { id: approvalOf(answer), verdict: "approve", reason: "", obligations: cap(75) }));
    expectOk(await decide(fred, { id: approvalOf(answer), verdict: "approve", reason: "", obligations: cap(90) }));
    expect(expectOk(await getAnswer(key, actionId(answer))).obligations).toEqual(cap(75));
  });
});

test("whoever is asked anew after an edit is told anew, and the clock of the others goes on", async () => {
  const answer = await propose(50);
  await escalateDue(new Date());
  expectOk(await edit(slow, answer, { account: "acme", percent: 70 }));
  await escalateDue(new Date());
  const events = "select round, stage, kind from escalation_event where approval_id = $1 order by round";
  expect(await read(events, approvalOf(answer))).toEqual([
    { round: 0, stage: 1, kind: "asked" },
    { round: 1, stage: 1, kind: "asked" },
  ]);
  const told = "select count(*)::int as count from notice where kind = 'approval.asked' and subject_id = $1";
  expect(await read(told, approvalOf(answer))).toEqual([{ count: 2 }]);
});

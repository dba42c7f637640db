import { beforeEach, expect, test } from "vitest";
import { mintPerson } from "@/server/platform/actor";
import { pool } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inPgTransaction } from "@/server/platform/tx";
import { getPolicy, getRule, listVersions } from "./history";
import type { RuleInput } from "./schema";
import { policyAt, policyInForce, publish } from "./service";

freshDatabase();

const person = (...roles: ("operator" | "viewer")[]) =>
  mintPerson({ id: newId("person"), name: "Mei Lin", email: "operator@reeve.demo", roles: new Set(roles), groupIds: new Set() });
const operator = person("operator");

const over = (percent: number, more: Partial<RuleInput> = {}): RuleInput => ({
  id: "discounts",
  order: 10,
  name: "Discounts",
  effect: "require_approval",
  match: { tools: ["crm.apply_discount"] },
  when: `args.percent > ${percent}`,
  reason: "Ask Finance.",
  approval: { dueMinutes: 60, expiryMinutes: 120 },
  ...more,
});
const reading: RuleInput = {
  id: "reading",
  order: 20,
  name: "Reading",
  effect: "allow",
  match: { sideEffects: ["read"] },
  reason: "Reading is allowed.",
};

const versionNow = async () => (await policyInForce()).version;
const publishOk = async (rules: RuleInput[]) => {
  const published = await publish(operator, { rules, reason: "Test." });
  if (!published.ok) throw new Error(published.refusal.message);
  return published.value.version;
};
const entries = async (kind: string) =>
  (await pool().query("select subject_id, bytes from audit_outbox where kind = $1 order by id", [kind])).rows.map((row) => ({
    subject: row.subject_id,
    ...JSON.parse(Buffer.from(row.bytes).toString()).data,
  }));

let base = 0;
beforeEach(async () => {
  base = await versionNow();
});

test("publishing makes one numbered policy version with its audit entries; unchanged rules keep their version", async () => {
  const first = await publishOk([over(20), reading]);
  expect(first).toBe(base + 1);
  const before = await policyInForce();
  const second = await publishOk([over(30), reading]);
  const after = await policyInForce();
  const versions = (policy: typeof after) => Object.fromEntries(policy.rules.map((rule) => [rule.id, rule.version]));
  expect(versions(after)).toEqual({ discounts: (versions(before).discounts ?? 0) + 1, reading: versions(before).reading });
  expect(after).toMatchObject({ version: second, rules: [{ authorId: operator.id, when: "args.percent > 30" }, { id: "reading" }] });
  expect(await policyAt(first)).toEqual(before);
  expect((await entries("policy.published")).at(-1)).toMatchObject({ subject: String(second), version: second });
  expect((await entries("rule.published")).filter((entry) => entry.policyVersion === second)).toMatchObject([{ subject: "discounts" }]);
});

test("the gate reads the version in force inside its own transaction", async () => {
  const version = await publishOk([over(20)]);
  expect(await inPgTransaction((tx) => policyInForce(tx))).toMatchObject({ version, rules: [{ id: "discounts" }] });
});

test("two operators publishing at once: one new version, the other is told, and nothing of theirs is kept", async () => {
  const answers = await Promise.all(
    [1, 2, 3, 4].map((n) => publish(operator, { rules: [over(n, { id: `racer-${base}-${n}` })], reason: "Race.", baseVersion: base })),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.refusal.code === "conflict")).toHaveLength(3);
  expect(await versionNow()).toBe(base + 1);
  const { rows } = await pool().query("select rule_id from rule_version where rule_id like $1", [`racer-${base}-%`]);
  expect(rows).toHaveLength(1);
});

test.each<[string, RuleInput[], string]>([
  ["a condition that does not compile", [over(1, { when: "args.percent >" })], "rules.0.when"],
  ["a condition about unknown facts", [reading, over(1, { when: "amount > 2" })], "rules.1.when"],
  ["a group that does not exist", [over(1, { approval: { stages: [{ groups: ["Nobody"] }] } })], "rules.0.approval.stages.0.groups.0"],
  ["a glob with a space", [over(1, { match: { tools: ["crm. *"] } })], "rules.0.match.tools.0"],
  ["two rules of one id", [over(1), over(2)], "rules.1.id"],
  ["an end before it is due", [over(1, { approval: { dueMinutes: 9, expiryMinutes: 2 } })], "rules.0.approval.expiryMinutes"],
  ["nobody asked", [over(1, { approval: null })], "rules.0.approval"],
])("%s is refused, naming the field", async (_, rules, path) => {
  const answer = await publish(operator, { rules, reason: "Test." });
  expect(answer).toMatchObject({ ok: false, refusal: { code: "invalid_request", errors: [{ path }] } });
  expect(await versionNow()).toBe(base);
});

test("only operators publish; everyone who is signed in reads", async () => {
  const viewer = person("viewer");
  expect(await publish(viewer, { rules: [reading], reason: "No." })).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await getPolicy(viewer, null)).toMatchObject({ ok: true });
});

test("history names versions, authors and what is in force, also of rules that were dropped", async () => {
  await publishOk([over(41, { id: "dropped" }), reading]);
  const version = await publishOk([reading]);
  const rule = await getRule(operator, "dropped");
  expect(rule).toMatchObject({ ok: true, value: { versionInForce: null, versions: [{ definition: { when: "args.percent > 41" } }] } });
  const versions = await listVersions(operator, null);
  expect(versions.ok && versions.value.items.slice(0, 2)).toMatchObject([
    { version, ruleCount: 1 },
    { version: version - 1, ruleCount: 2 },
  ]);
  expect(await getPolicy(operator, version - 1)).toMatchObject({ ok: true, value: { inForce: version, rules: [{}, {}] } });
  expect(await getPolicy(operator, 9_999)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});

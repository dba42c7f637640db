import { beforeAll, expect, test } from "vitest";
import { putAgent } from "@/server/fleet/agents";
import { archiveGroup, createGroup, setMembers } from "@/server/identity/groups";
import { setRoles } from "@/server/identity/people";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import type { Role } from "@/server/kernel/roles";
import { systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { pool } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { archiveCalendar, createCalendar } from "@/server/schedules/calendars";
import { archiveOnCall, createOnCall } from "@/server/schedules/on-calls";
import { moveRule, removeRule, saveRule, startWithDefaults, switchRule } from "./edits";
import { getPolicy } from "./history";
import { type PublishInput, RuleDefinitionSchema, type RuleDraft, type SaveRuleInput } from "./schema";
import { policyInForce, publish } from "./service";
import { tryOut } from "./try-out";

const unused = async () => [];

freshDatabase();

type Person = Awaited<ReturnType<typeof signInAs>>;
let [mei, ana, tom, admin]: Person[] = [];
const ids = { finance: "", empty: "", gone: "", onCall: "", goneOnCall: "", goneCalendar: "", leaver: "" };
const reason = "So it was agreed.";

const hours = [{ from: "09:00", to: "17:00" }];
const week = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: [], sun: [] };
const person = (name: string, ...roles: Role[]) => signInAs(`${name}@example.com`, roles);
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

beforeAll(async () => {
  admin = await person("victor", "admin");
  mei = await person("mei", "operator", "approver");
  ana = await person("ana", "approver");
  tom = await person("tom", "approver");
  const leaver = await person("leaver", "approver");
  ids.leaver = leaver.id;
  const group = async (name: string, ...members: Person[]) => {
    const { groupId } = value(await createGroup(admin as Person, { name }));
    await setMembers(admin as Person, { groupId, personIds: members.map((member) => member.id) });
    return groupId;
  };
  ids.finance = await group("Finance", ana, mei);
  ids.empty = await group("Empty");
  ids.gone = await group("Gone", ana);
  await archiveGroup(admin, ids.gone);
  const handover = { weekday: "mon" as const, time: "09:00" };
  const layer = {
    name: "First",
    people: [ana.id, tom.id],
    rotation: "weekly" as const,
    handover,
    startsOn: "2026-11-02",
    restriction: null,
  };
  const onCall = async (name: string) => value(await createOnCall(mei as Person, { name, zone: "UTC", layers: [layer] })).id;
  ids.onCall = await onCall("Duty");
  ids.goneOnCall = await onCall("Former duty");
  await archiveOnCall(mei, { id: ids.goneOnCall, isArchived: true }, unused);
  ids.goneCalendar = value(await createCalendar(mei, { name: "Former", zone: "UTC", hours: week, holidays: null, dates: [] })).id;
  await archiveCalendar(mei, { id: ids.goneCalendar, isArchived: true }, unused);
  await pool().query("update person set deactivated_at = now() where id = $1", [leaver.id]);
});

const draft = (id: string, more: object = {}): RuleDraft =>
  ({
    id,
    ...{ name: "Discounts", effect: "require_approval", match: { tools: ["crm.apply_discount"] }, when: "args.percent > 20" },
    ...{ reason: "Finance decides.", approval: { stages: [{ groups: ["Finance"] }] } },
    ...more,
  }) as unknown as RuleDraft;
const save = async (rule: RuleDraft, more: Partial<SaveRuleInput> = {}, by: Person | undefined = mei) =>
  saveRule(by as Person, { rule, isNew: true, baseVersion: (await policyInForce()).version, reason, ...more });
const names = async () => (await policyInForce()).rules.map((rule) => rule.id);
const stages = (...list: object[]) => ({ approval: { stages: list } });
/** Made when it is needed: the ids are known only once the people are there. */
type Make = () => object;

test("the rules of the start are offered only where there are none, and are Reeve's, not those of whoever publishes them", async () => {
  expect(await startWithDefaults(ana as Person)).toMatchObject({ refusal: { code: "forbidden" } });
  value(await startWithDefaults(mei as Person));
  expect(await startWithDefaults(mei as Person)).toMatchObject({ refusal: { code: "conflict" } });
  const { rules } = await policyInForce();
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.every((rule) => rule.authorId === null)).toBe(true);
  expect(rules.every((rule) => RuleDefinitionSchema.safeParse((({ version: _, authorId: __, ...rest }) => rest)(rule)).success)).toBe(true);
  const { rows } = await pool().query("select published_by_id from policy_version");
  expect(rows).toEqual([{ published_by_id: mei?.id }]);
});

test.each<[what: string, rule: Make, path: string, words: RegExp]>([
  ["a condition that does not compile", () => ({ when: "args.percent >" }), "when", /expecting/],
  ["a condition about no fact", () => ({ when: "amount > 2" }), "when", /no fact "amount"/],
  ["a glob with a space", () => ({ match: { tools: ["crm. *"] } }), "match.tools.0", /must not contain spaces/],
  ["a name that is empty", () => ({ name: " " }), "name", /must not be empty/],
  ["nothing told to the agent", () => ({ reason: "" }), "reason", /must not be empty/],
  ["an end before it is due", () => ({ approval: { dueMinutes: 9, expiryMinutes: 2 } }), "approval.expiryMinutes", /must not end/],
  ["a group that there never was", () => stages({ groups: ["Nobody"] }), "approval.stages.0.groups.0", /no group "Nobody"/],
  ["an archived group", () => stages({ groups: ["Gone"] }), "approval.stages.0.groups.0", /no group "Gone"/],
  ["someone who left", () => stages({}, { people: [ids.leaver] }), "approval.stages.1.people.0", /leaver cannot sign in/],
  ["an archived schedule", () => stages({ onCall: [ids.goneOnCall] }), "approval.stages.0.onCall.0", /not in use/],
  ["an archived calendar", () => ({ approval: { calendarId: ids.goneCalendar } }), "approval.calendarId", /not in use/],
  ["a chain that there never was", () => ({ approval: { chainId: newId("chain") } }), "approval.chainId", /not in use/],
  ["a stage of a group without approvers", () => stages({ groups: ["Empty"] }), "approval.stages.0", /no active approver/],
  ["a stage of someone who is no approver", () => stages({ people: [admin?.id] }), "approval.stages.0", /no active approver/],
  ["a manager where nobody has one", () => stages({ asksManager: true }), "approval.stages.0", /no active approver/],
  [
    "more than the group has, the author left out",
    () => stages({ groups: ["Finance"], quorum: 2 }),
    "approval.stages.0.quorum",
    /only 1 person.*without you/,
  ],
  ["more than there are approvers", () => stages({ quorum: 3 }), "approval.stages.0.quorum", /only 2 people.*ask for 2 or fewer/],
  ["two of one on duty", () => stages({ onCall: [ids.onCall], quorum: 2 }), "approval.stages.0.quorum", /only 1 person/],
  [
    "the same person twice",
    () => stages({ people: [ana?.id] }, { groups: ["Finance"] }),
    "approval.stages.1.quorum",
    /need 2 different people and reach 1/,
  ],
])("%s is refused at its field, in words, and nothing is published", async (_, rule, path, words) => {
  const before = await policyInForce();
  const answer = await save(draft("refused", rule()));
  expect(answer).toMatchObject({
    ok: false,
    refusal: { code: "invalid_request", errors: [{ path, message: expect.stringMatching(words) }] },
  });
  expect(await policyInForce()).toEqual(before);
});

test("a change without a reason, by nobody who may, or of an id that is or was taken is refused", async () => {
  expect(await save(draft("no-reason"), { reason: " " })).toMatchObject({ refusal: { errors: [{ path: "changeReason" }] } });
  expect(await save(draft("not-mine"), {}, ana)).toMatchObject({ refusal: { code: "forbidden" } });
  value(await save(draft("taken")));
  expect(await save(draft("taken"))).toMatchObject({
    refusal: { errors: [{ path: "id", message: expect.stringContaining("Discounts") }] },
  });
  expect(await save(draft("taken"), { isNew: false })).toMatchObject({
    refusal: { message: expect.stringContaining("Nothing is different") },
  });
  const { version } = await policyInForce();
  value(await removeRule(mei as Person, { ruleId: "taken", baseVersion: version, reason }));
  expect(await save(draft("taken"))).toMatchObject({ refusal: { errors: [{ path: "id", message: expect.stringContaining("removed") }] } });
  expect(await save(draft("taken"), { isNew: false })).toMatchObject({ refusal: { code: "not_found" } });
});

test("each change is a policy version with its author and reason; moving makes no version of a rule", async () => {
  const { version } = await policyInForce();
  value(await save(draft("first")));
  value(await save(draft("second", { effect: "deny", approval: null }), { before: "first" }));
  const ours = async () => (await names()).filter((id) => id === "first" || id === "second");
  expect(await ours()).toEqual(["second", "first"]);
  value(await moveRule(mei as Person, { ruleId: "second", before: null, baseVersion: version + 2, reason: "Last." }));
  value(await save(draft("first", { when: "args.percent > 30" }), { isNew: false }));
  value(await switchRule(mei as Person, { ruleId: "first", mode: "off", baseVersion: version + 4, reason: "Not now." }));
  const { rules, version: last } = value(await getPolicy(mei as Person, null));
  expect(last).toBe(version + 5);
  expect(rules.slice(-2)).toMatchObject([
    { id: "first", order: rules.length * 10 - 10, version: 3, mode: "off", when: "args.percent > 30", authorId: mei?.id },
    { id: "second", order: rules.length * 10, version: 1, authorId: mei?.id },
  ]);
  value(await removeRule(mei as Person, { ruleId: "first", baseVersion: last, reason: "Over." }));
  expect(await ours()).toEqual(["second"]);
  expect(
    value(await getPolicy(mei as Person, version + 2))
      .rules.slice(-2)
      .map((rule) => rule.id),
  ).toEqual(["second", "first"]);
  const { rows } = await pool().query("select bytes from audit_outbox where kind = 'rule.removed' order by id desc limit 1");
  expect(JSON.parse(Buffer.from(rows[0].bytes).toString())).toMatchObject({
    actor: { id: mei?.id },
    subject: { id: "first" },
    data: { version: 3, policyVersion: version + 6 },
  });
});

test("someone else publishing meanwhile is a conflict, and nothing of it is kept", async () => {
  const { version } = await policyInForce();
  const answers = await Promise.all(["race-a", "race-b", "race-c"].map((id) => save(draft(id), { baseVersion: version })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.refusal.code === "conflict")).toHaveLength(2);
  expect((await names()).filter((id) => id.startsWith("race-"))).toHaveLength(1);
});

test("a rule whose approvers went can be moved, switched off and removed, but neither saved nor switched on", async () => {
  value(await save(draft("orphan", stages({ people: [tom?.id] }))));
  await setRoles(admin as Person, { personId: (tom as Person).id, roles: ["viewer"] });
  const at = async () => ({ ruleId: "orphan", baseVersion: (await policyInForce()).version, reason });
  value(await moveRule(mei as Person, { ...(await at()), before: (await names())[0] ?? null }));
  value(await switchRule(mei as Person, { ...(await at()), mode: "off" }));
  expect(await switchRule(mei as Person, { ...(await at()), mode: "enforce" })).toMatchObject({
    refusal: { errors: [{ path: "approval.stages.0" }] },
  });
  expect(await save(draft("orphan", { name: "New", ...stages({ people: [tom?.id] }) }), { isNew: false })).toMatchObject({ ok: false });
  value(await removeRule(mei as Person, await at()));
  await setRoles(admin as Person, { personId: (tom as Person).id, roles: ["approver"] });
});

test("in the single-operator mode one approver is enough for any quorum", async () => {
  await pool().query(
    "insert into organisation (id, name, time_zone, is_demo, is_single_operator, created_at) values ($1, 'One', 'UTC', false, true, $2)",
    [newId("organisation"), clock.now()],
  );
  value(await save(draft("alone", stages({ groups: ["Finance"], quorum: 2 }, { groups: ["Finance"] }))));
});

test("a whole set is not published either that names a calendar or a chain which is not in use, unless the rule rests", async () => {
  const asks = { stages: [{ groups: ["Finance"] }], calendarId: ids.goneCalendar, chainId: newId("chain") };
  const rule = { ...draft("set-of-one"), order: 1, approval: asks } as unknown as PublishInput["rules"][number];
  const answer = await publish(mei as Person, { rules: [rule], reason });
  expect(answer).toMatchObject({
    refusal: { code: "invalid_request", errors: [{ path: "rules.0.approval.calendarId" }, { path: "rules.0.approval.chainId" }] },
  });
  value(await publish(mei as Person, { rules: [{ ...rule, mode: "off" }], reason }));
});

test("a rule that is being written is tried in its place before it is saved, and nothing is stored", async () => {
  value(await putAgent(systemActor, "somebody", { state: "live", riskTier: "low", environment: "production" }));
  const { version } = await policyInForce();
  const rule = draft("tried-draft", { match: { tools: ["e2e.tried"] }, when: "args.count > 3", effect: "deny", approval: null });
  const ask = (count: number, more: object = {}) =>
    tryOut(mei as Person, { agent: "somebody", tool: "e2e.tried", args: { count }, draft: { rule: { ...rule, ...more } } });
  expect(value(await ask(4)).evaluation).toMatchObject({ effect: "deny", rule: { id: "tried-draft", version: 1 } });
  expect(value(await ask(3)).evaluation.tried).toContainEqual(
    expect.objectContaining({ ruleId: "tried-draft", matched: false, failed: "when" }),
  );
  expect(await ask(4, { when: "args.count >" })).toMatchObject({ refusal: { errors: [{ path: "when" }] } });
  expect(await ask(4, { name: "" })).toMatchObject({ refusal: { errors: [{ path: "name" }] } });
  expect((await policyInForce()).version).toBe(version);
});

import { expect, test } from "vitest";
import { type Asked, type AskedPeople, type Run, standingOf } from "./standing";

const RUN: Run = { status: "ok", errors: 0, toolSteps: 3, ungoverned: 0, firstMs: 0, lastMs: 60_000 };
const people = (over: Partial<AskedPeople> = {}): AskedPeople => ({
  state: "approved",
  asks: ["Finance"],
  askedMs: 10_000,
  dueMs: 90_000,
  decidedMs: 40_000,
  by: "Ana Ruiz",
  ...over,
});
const asked = (over: Partial<Asked> = {}): Asked => ({
  decision: "allow",
  isTakenBack: false,
  cause: "policy",
  rule: "Refunds under $200",
  grantBy: null,
  isEdited: false,
  askedMs: 1_000,
  people: null,
  ...over,
});
const by = (person: AskedPeople, over: Partial<Asked> = {}) => asked({ cause: "human", people: person, ...over });
const told = (list: readonly Asked[], run: Partial<Run> = {}, nowMs = 60_000) => standingOf({ ...RUN, ...run }, list, nowMs);

test("a person's word outweighs a grant's, and a grant's a rule's, whatever came last", () => {
  expect(told([asked()]).authority).toEqual({ kind: "decided", by: "rule", text: "Rule: Refunds under $200" });
  expect(told([asked({ grantBy: "Tom Okafor", cause: "grant" }), asked()]).authority.text).toBe("Grant of Tom Okafor");
  expect(told([by(people()), asked({ grantBy: "Tom Okafor" }), asked()]).authority.text).toBe("Ana Ruiz");
  expect(told([by(people(), { isEdited: true })])).toMatchObject({
    outcome: "done",
    note: "edited first",
    authority: { text: "Ana Ruiz, edited" },
  });
  expect(told([by(people()), by(people({ by: "Tom Okafor" }))]).authority.text).toBe("Tom Okafor and 1 more");
});

test("an authority is a person, a grant, a rule, or the gate itself where one of its limits spoke", () => {
  const kindOf = (...list: readonly Asked[]) => told(list).authority.by;
  expect([kindOf(by(people())), kindOf(asked({ grantBy: "Tom Okafor", cause: "grant" })), kindOf(asked())]).toEqual([
    "person",
    "grant",
    "rule",
  ]);
  expect(kindOf(asked({ decision: "deny", cause: "loop" }))).toBe("gate");
  expect(kindOf(asked({ decision: "deny", cause: "timeout" }))).toBe("gate");
  expect(kindOf(asked({ decision: "deny", isTakenBack: true, cause: "timeout" }))).toBe("rule");
  expect(kindOf(asked({ rule: null }))).toBe("gate");
  expect(kindOf()).toBeNull();
});

test.each<[string, Partial<Asked>, string, string | null, string]>([
  [
    "rejected by a person",
    { decision: "deny", cause: "human", people: people({ state: "rejected" }) },
    "rejected",
    "by Ana Ruiz",
    "Ana Ruiz",
  ],
  ["denied by policy", { decision: "deny" }, "denied", "by policy", "Rule: Refunds under $200"],
  [
    "decided by nobody",
    { decision: "deny", cause: "timeout", people: people({ state: "expired", by: null }) },
    "expired",
    "nobody decided",
    "Timeout, refused",
  ],
  ["a loop", { decision: "deny", cause: "loop", rule: null }, "stopped", "the same call again", "Loop detector"],
  ["killed with its agent", { decision: "deny", cause: "killed", rule: null }, "killed", "with its agent", "Kill switch"],
  [
    "allowed and not made in time",
    { decision: "deny", isTakenBack: true, cause: "timeout" },
    "expired",
    "never used",
    "Rule: Refunds under $200",
  ],
  [
    "taken back",
    { decision: "deny", isTakenBack: true, cause: "human", people: people({ state: "revoked" }) },
    "stopped",
    "taken back",
    "Ana Ruiz",
  ],
])("a run whose last call was %s says so, and who decided it", (_, over, outcome, note, authority) => {
  const { outcome: word, note: why, authority: who } = told([asked(), asked(over)]);
  expect([word, why, who]).toEqual([outcome, note, { kind: "decided", by: expect.any(String), text: authority }]);
});

test("a run that goes on after a refusal is done, and says what was refused", () => {
  expect(told([asked({ decision: "deny" }), asked()])).toMatchObject({ outcome: "done", note: "1 call refused" });
});

test("a run that waits for people says for whom and until when, lasts until now, and has no authority yet", () => {
  const open = by(people({ state: "pending", by: null, decidedMs: null }), { decision: "pending" });
  expect(told([asked(), open], { status: "running" }, 100_000)).toEqual({
    outcome: "waiting",
    note: "Finance",
    dueAt: new Date(90_000).toISOString(),
    authority: { kind: "open", by: "open", text: "none yet" },
    lastedMs: 100_000,
    waitedMs: 90_000,
  });
});

test("moments in which two requests waited are counted once, and none outside the run", () => {
  const list = [by(people()), by(people({ askedMs: 20_000, decidedMs: 50_000 })), by(people({ askedMs: 55_000, decidedMs: 500_000 }))];
  expect(told(list)).toMatchObject({ lastedMs: 60_000, waitedMs: 45_000 });
});

test("a run in which nothing was asked of the gate says so, and one that ran ungoverned leaves that to its mark", () => {
  expect(told([]).authority.text).toBe("nothing asked");
  expect(told([], { toolSteps: 0 }).authority.text).toBe("no tool called");
  expect(told([], { ungoverned: 1 }).authority.text).toBe("");
  expect(told([], { status: "error", errors: 3 })).toMatchObject({ outcome: "failed", note: "in 3 steps" });
});

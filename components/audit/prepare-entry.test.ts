import { describe, expect, test } from "vitest";
import type { AuditEntry } from "@/server/audit/schema";
import { authorityInSentence, prepareEntry } from "./prepare-entry";
import { NOUNS, VERBS } from "./verbs";

const ana = "per_01kaz5v7q8e8f9v4v0m2x3y4z5";
const key = "key_01kaz5v7q8e8f9v4v0m2x3y4z5";
const finance = "grp_01kaz5v7q8e8f9v4v0m2x3y4z5";
const names = { [ana]: "Ana Ruiz", [key]: "CRM agents", [finance]: "Finance" };

const entry = (part: Partial<AuditEntry>): AuditEntry => ({
  id: "aud_01kaz5v7q8e8f9v4v0m2x3y4z5",
  kind: "approval.claimed",
  actor: { type: "person", id: ana },
  subject: { type: "approval", id: "apr_01kaz5v7q8e8f9v4v0m2x3y4z5" },
  actionId: null,
  agentName: null,
  occurredAt: "2026-11-20T16:26:19.000Z",
  recordedAt: "2026-11-20T16:26:19.000Z",
  data: {},
  canonical: "{}",
  leafHash: "00",
  isSequenced: false,
  ...part,
});

describe("who did what, on what, by whose authority", () => {
  test("failed sign-ins are counted, name the account or say that there is none, and many of them want a look", () => {
    const failed = (type: string, id: string, count: number) =>
      prepareEntry(
        entry({ kind: "session.sign_in_failed", actor: { type: "system", id: null }, subject: { type, id }, data: { count } }),
        names,
      );
    expect(failed("person", ana, 1)).toMatchObject({ who: "Reeve", did: "refused a sign-in of", on: { text: "Ana Ruiz" }, isAlarm: false });
    expect(failed("person", ana, 12)).toMatchObject({ did: "refused 12 sign-ins of", isAlarm: true });
    expect(failed("sign_in_address", "hmac-sha256:ab", 1).on).toMatchObject({ text: "an address nobody has", id: "hmac-sha256:ab" });
    expect(failed("sign_in_address", "others", 2).on).toMatchObject({ text: "many addresses nobody has", id: null });
  });

  test("who takes turns takes a shift by that alone; whoever gives it to others does so by a role", () => {
    const subject = { type: "on_call", id: "onc_01kaz5v7q8e8f9v4v0m2x3y4z5" };
    const added = (isOwn: boolean) =>
      prepareEntry(entry({ kind: "on_call.override_added", subject, data: { isOwn } }), { ...names, [subject.id]: "Finance on call" });
    expect(added(true)).toMatchObject({ did: "changed who is on duty in", authority: "A turn in the schedule" });
    expect(added(true).on).toMatchObject({ text: "Finance on call", href: `/settings/on-call/${subject.id}` });
    expect(added(false).authority).toBe("Role operator or administrator");
  });

  test("an agent proposes by its key; the rule that answered is the authority", () => {
    const proposed = entry({
      kind: "action.awaiting",
      actor: { type: "key", id: key },
      subject: { type: "action", id: "act_01kaz5v7q8e8f9v4v0m2x3y4z5" },
      agentName: "sales-agent",
      data: { tool: "crm.apply_discount", cause: "policy", rule: "discount-over-20", ruleVersion: 4, policyVersion: 31 },
    });
    expect(prepareEntry(proposed, names)).toMatchObject({
      who: "sales-agent",
      did: "proposed, and waits for people",
      on: { text: "crm.apply_discount", isMono: true },
      authority: "discount-over-20, version 4",
    });
    const withoutRule = { ...proposed, kind: "action.denied", data: { tool: "x", rule: null, policyVersion: 31 } };
    expect(prepareEntry(withoutRule, names)).toMatchObject({ did: "proposed, and was denied", authority: "Policy set 31" });
  });

  test("people approve; what follows from it is by their authority", () => {
    expect(prepareEntry(entry({ kind: "approval.approved" }), names)).toMatchObject({
      who: "Ana Ruiz",
      did: "approved",
      authority: "Role approver",
    });
    const allowed = entry({ kind: "action.allowed", subject: { type: "action", id: "act_1" }, data: { cause: "human" } });
    expect(prepareEntry(allowed, names)).toMatchObject({ who: "Ana Ruiz", did: "allowed the action", authority: "Ana Ruiz" });
  });

  test("Reeve names the true cause, and never claims that a person did it", () => {
    const denied = entry({ kind: "action.denied", actor: { type: "system", id: null }, data: { cause: "timeout" } });
    expect(prepareEntry(denied, names)).toMatchObject({
      who: "Reeve",
      did: "denied the action: nobody decided in time",
      authority: "Reeve's own rules",
    });
  });

  test("a permission that ran out is told from one that was taken back", () => {
    const actor = { type: "system", id: null } as const;
    const revoked = entry({ kind: "action.revoked", actor, subject: { type: "action", id: "act_1" }, agentName: "sales-agent" });
    expect(prepareEntry({ ...revoked, data: { cause: "timeout" } }, names)).toMatchObject({
      did: "ended the permission: it was not used in time",
      on: { text: "sales-agent", id: "act_1" },
    });
    expect(prepareEntry({ ...revoked, data: { cause: "killed" } }, names).did).toBe("took the permission back");
  });

  test("a request names the groups that were asked, and leads to its card", () => {
    const opened = entry({ kind: "approval.opened", actor: { type: "system", id: null }, data: { groupIds: [finance] } });
    expect(prepareEntry(opened, names)).toMatchObject({ did: "asked Finance", on: { href: "/queue/apr_01kaz5v7q8e8f9v4v0m2x3y4z5" } });
    expect(prepareEntry({ ...opened, data: { groupIds: [] } }, names).did).toBe("asked all approvers");
  });

  test("people are asked by authority of the rule in its version, or of the set whose default asks", () => {
    const opened = entry({ kind: "approval.opened", actor: { type: "system", id: null }, data: { groupIds: [finance] } });
    const by = (data: AuditEntry["data"]) => prepareEntry({ ...opened, data: { ...opened.data, ...data } }, names).authority;
    expect(by({ ruleId: "discount-over-20", ruleVersion: 4, policyVersion: 31 })).toBe("discount-over-20, version 4");
    expect(by({ ruleId: null, ruleVersion: null, policyVersion: 31 })).toBe("Policy set 31");
    expect(by({})).toBe("The policy in force");
  });

  test("an account is changed by its owner's sign-in or by an administrator", () => {
    const own = entry({ kind: "person.password_changed", subject: { type: "person", id: ana } });
    expect(prepareEntry(own, names).authority).toBe("Own sign-in");
    const other = entry({ kind: "person.role_changed", subject: { type: "person", id: "per_2" } });
    expect(prepareEntry(other, names)).toMatchObject({ authority: "Role administrator", on: { text: "per_2", isMono: true } });
  });

  test("a kill by a key names the key, since no person stands behind it", () => {
    const killed = entry({
      kind: "agent.killed",
      actor: { type: "key", id: key },
      subject: { type: "agent", id: "agt_1" },
      agentName: "sales-agent",
    });
    expect(prepareEntry(killed, names)).toMatchObject({
      who: "CRM agents",
      on: { text: "sales-agent", href: "/agents/sales-agent" },
      authority: "Key CRM agents",
      isAlarm: true,
    });
  });

  test("a kind without words shows the kind, an id without a name the id", () => {
    const unknown = entry({ kind: "widget.turned", actor: { type: "person", id: "per_gone" }, subject: { type: "widget", id: "w-1" } });
    expect(prepareEntry(unknown, names)).toMatchObject({ who: "per_gone", did: "widget.turned", on: { text: "w-1", href: null } });
  });
});

test("every kind that has words can be filtered by its noun", () => {
  const nouns = new Set(NOUNS.map(({ noun }) => noun));
  expect(Object.keys(VERBS).filter((kind) => !nouns.has(kind.split(".")[0] ?? ""))).toEqual([]);
});

test("within a sentence phrases begin small and names do not change", () => {
  expect(authorityInSentence("The policy in force")).toBe("the policy in force");
  expect(authorityInSentence("Own sign-in")).toBe("own sign-in");
  for (const name of ["Ana Ruiz", "Reeve's own rules", "discount-over-20, version 4"]) expect(authorityInSentence(name)).toBe(name);
});

import { TRPCError } from "@trpc/server";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openApproval } from "@/server/approvals/service";
import { signInAs } from "@/server/identity/testing";
import { ROLES, type Role } from "@/server/kernel/roles";
import type { PersonActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { createCallerFactory } from "./init";
import { appRouter } from "./root";
import { FORECAST_ROWS } from "./testing/forecast-rows";
import { MATURITY_ROWS } from "./testing/maturity-rows";
import { RECORD_ROWS } from "./testing/record-rows";
import { REDACTION_ROWS } from "./testing/redaction-rows";
import { BUDGET_ROWS, TELEMETRY_ROWS } from "./testing/telemetry-rows";

process.env.NEXTAUTH_SECRET = "0123456789abcdef0123456789abcdef"; // webhook secrets are sealed with it
freshDatabase();

/** Who may call a procedure, and an input that gets past its schema. Nobody: who is not signed in. */
type Row = { readonly may: readonly (Role | "nobody")[]; readonly input?: unknown | (() => Promise<unknown>) };

const anyone = ["nobody", ...ROLES] as const;
const everyone = ROLES;
const [admins, operators, approvers, auditors] = [["admin"], ["operator"], ["approver"], ["auditor"]] as const satisfies Role[][];
const reviewers = ["approver", "operator", "auditor", "admin"] as const;
const keepers = ["admin", "auditor"] as const;
const schedulers = ["operator", "admin"] as const;
const readersOfTheRecord = ["auditor", "admin", "operator"] as const;

const personId = newId("person");
const noPasskey = { id: "x", rawId: "x", type: "public-key", response: { clientDataJSON: "x", attestationObject: "x" } };
const webhook = { url: "https://hooks.example.com/in", events: ["*"] };
const tool = { version: "1", description: "x", sideEffect: "read" };
const allWeek = Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, [{ from: "00:00", to: "24:00" }]]));
const calendar = { name: "Calendar", zone: "UTC", hours: allWeek, holidays: null, dates: [] };
const handover = { weekday: "mon", time: "09:00" };
const layer = { name: "First", people: [personId], rotation: "weekly", handover, startsOn: "2026-11-02", restriction: null };
const onCall = { name: "On call", zone: "UTC", layers: [layer] };
const shift = { onCallId: newId("onCall"), personId: null, from: "2026-11-22T00:00:00Z", until: "2026-11-22T08:00:00Z" };
const change = { baseVersion: 0, reason: "because" };
const chain = {
  name: "Chain",
  steps: [{ after: { minutes: 5 }, targets: [{ kind: "stage" }] }],
  loops: 0,
  pauseMinutes: 5,
  final: { kind: "expire" },
};
const approvalId = async (): Promise<{ id: string; revision: number; verdict: "approve" }> => {
  const now = new Date();
  const facts = { agentName: "a", toolName: "t", teamId: null, riskTier: "low" as const, title: "x", calendarId: null, chainId: null };
  const authority = { ruleId: null, ruleVersion: null, policyVersion: 1 };
  const people = { ownerId: null, initiatorPersonId: null, ruleAuthorId: null, authority };
  const stage = { name: "Approval", groupIds: [], personIds: [], onCallIds: [], quorum: 1, dueMinutes: 10 };
  const plan = { stages: [stage] as const, dueAt: new Date(now.getTime() + 600_000), expiresAt: new Date(now.getTime() + 1_200_000) };
  const input = { actionId: newId("action"), ...facts, ...people, amountMicroUsd: null, ...plan };
  const { id } = await inTransaction((tx) => openApproval(tx, input, now));
  return { id, revision: 99, verdict: "approve" };
};

const editInput = async () => {
  const { id, revision } = await approvalId();
  return { approvalId: id, revision, args: "{}", reason: "because" };
};

/** Every procedure that pages may call. A new one without a row here fails the first test below. */
const TABLE: { readonly [path: string]: Row } = {
  "actions.byId": { may: everyone, input: { id: newId("action") } },
  "actions.flagged": { may: everyone },
  "actions.lastAsked": { may: everyone, input: { agents: [] } },
  "actions.list": { may: everyone, input: {} },
  "actions.reveal": { may: auditors, input: { id: newId("action") } },
  "approvals.reviewTime": { may: everyone, input: { by: "team" } },
  "approvals.setReviewRate": { may: ["admin"], input: { microUsdPerHour: "80000000" } },
  "approvals.attainment": { may: everyone, input: { range: { days: 30 } } },
  "approvals.byId": { may: everyone, input: approvalId },
  "approvals.changes": { may: everyone, input: {} },
  "approvals.claim": { may: approvers, input: approvalId },
  "approvals.clock.ofRequest": { may: everyone, input: approvalId },
  "approvals.clock.preview": { may: everyone, input: { riskTier: "low", ruleId: null, startedAt: "2026-11-22T00:00:00Z" } },
  "approvals.clock.setTarget": {
    may: schedulers,
    input: { riskTier: "low", revision: 0, dueMinutes: 60, expiryMinutes: 600, calendarId: null, chainId: null },
  },
  "approvals.clock.targets": { may: everyone },
  "approvals.counts": { may: everyone },
  "approvals.decide": { may: approvers, input: approvalId },
  "approvals.decideMany": {
    may: approvers,
    input: async () => {
      const { id, revision, verdict } = await approvalId();
      return { items: [{ id, revision }], verdict };
    },
  },
  "approvals.delegate": {
    may: everyone,
    input: { toId: "per_x", startsAt: "2026-01-01T00:00:00Z", endsAt: "2099-01-01T00:00:00Z" },
  },
  "approvals.delegationChoices": { may: everyone },
  "approvals.delegations": { may: everyone },
  "approvals.endDelegation": { may: everyone, input: { id: "dlg_x" } },
  "approvals.review": { may: reviewers, input: { id: "rev_x" } },
  "approvals.reviewCounts": { may: everyone },
  "approvals.reviews": { may: reviewers },
  "approvals.stepUp.ask": { may: approvers, input: approvalId },
  "approvals.stepUp.countersignature": { may: everyone, input: { voteId: newId("vote") } },
  "approvals.undo": { may: everyone, input: { voteId: newId("vote") } },
  "approvals.undoMany": { may: everyone, input: { voteIds: [newId("vote")] } },
  "approvals.ofActions": { may: everyone, input: { actionIds: [] } },
  "approvals.precedent": { may: everyone, input: approvalId },
  "approvals.queue": { may: everyone, input: {} },
  // Giving up a claim is for whoever holds it: who holds none is told so, in no role's terms.
  "approvals.release": { may: everyone, input: approvalId },
  "approvals.search": { may: everyone, input: { text: "acme" } },
  "approvals.takeNext": { may: approvers },
  "approvals.touches": { may: everyone, input: approvalId },
  "audit.byId": { may: readersOfTheRecord, input: { id: newId("auditEntry") } },
  "audit.list": { may: readersOfTheRecord, input: {} },
  "audit.story": { may: everyone, input: { actionId: newId("action") } },
  "escalation.archiveChain": { may: schedulers, input: { id: newId("chain"), isArchived: true } },
  "escalation.chain": { may: everyone, input: { id: newId("chain") } },
  "escalation.chains": { may: everyone },
  "escalation.createChain": { may: schedulers, input: chain },
  "escalation.editChain": { may: schedulers, input: { id: newId("chain"), version: 1, chain } },
  "fleet.agent": { may: everyone, input: { name: "a" } },
  "fleet.agents": { may: everyone, input: {} },
  "fleet.archiveTeam": { may: operators, input: { id: newId("team"), isArchived: true } },
  "fleet.archiveTool": { may: operators, input: { name: "t.t", isArchived: true } },
  "fleet.counts": { may: everyone },
  "fleet.createTeam": { may: operators, input: { name: "Team" } },
  "fleet.createTool": { may: operators, input: { name: "t.t", tool } },
  "fleet.owners": { may: operators },
  "fleet.registerAgent": { may: operators, input: { name: "new-agent", agent: {} } },
  "fleet.renameTeam": { may: operators, input: { id: newId("team"), from: "A", to: "B" } },
  "fleet.setCostCentre": { may: operators, input: { id: newId("team"), from: null, to: "4100" } },
  "fleet.setGrant": { may: operators, input: { agent: "a", tool: "t.t", isGranted: true } },
  "fleet.teams": { may: everyone },
  "fleet.tool": { may: everyone, input: { name: "t.t" } },
  "fleet.tools": { may: everyone },
  "fleet.updateAgent": { may: operators, input: { name: "a", agent: {} } },
  "fleet.updateTool": { may: operators, input: { name: "t.t", tool } },
  "gate.askEditStepUp": { may: approvers, input: editInput },
  "gate.checkEdit": { may: approvers, input: editInput },
  "gate.editAndApprove": { may: approvers, input: editInput },
  "gate.kill": { may: operators, input: { name: "a", reason: "because" } },
  "gate.restore.ask": { may: operators, input: { name: "a", reason: "because" } },
  // The agent's owner may, too: of an agent that is not there, nobody is.
  "gate.restore.confirm": { may: operators, input: { name: "a", id: newId("restore") } },
  "gate.restore.withdraw": { may: operators, input: { name: "a", id: newId("restore") } },
  "gate.retire": { may: operators, input: { name: "a", revision: 1 } },
  "gate.retirement": { may: operators, input: { name: "a" } },
  "grants.askExtension": { may: everyone, input: { id: newId("grant"), until: "2099-01-01T00:00:00Z", reason: "because" } },
  "grants.byId": { may: everyone, input: { id: newId("grant") } },
  "grants.confirmExtension": { may: operators, input: { id: newId("grant"), until: "2099-01-01T00:00:00Z" } },
  "grants.dropExtension": { may: everyone, input: { id: newId("grant"), until: "2099-01-01T00:00:00Z" } },
  "grants.list": { may: everyone, input: {} },
  "grants.ofAction": { may: everyone, input: { actionId: newId("action") } },
  "grants.ofApproval": { may: everyone, input: { approvalId: newId("approval") } },
  "grants.preview": { may: approvers, input: { actionId: newId("action"), scope: { kind: "tool" } } },
  "grants.revoke": { may: everyone, input: { id: newId("grant"), reason: "because" } },
  "grants.uses": { may: everyone, input: { id: newId("grant") } },
  "identity.account.changePassword": { may: everyone, input: { current: "not it at all", next: "0123456789" } },
  "identity.account.me": { may: everyone },
  "identity.account.preferences": { may: everyone },
  "identity.account.setUndoSeconds": { may: everyone, input: { seconds: 5 } },
  "identity.account.revokeOtherSessions": { may: everyone },
  "identity.account.revokeSession": { may: everyone, input: { sessionId: newId("session") } },
  "identity.account.sessions": { may: everyone },
  "identity.changeOrganisation": { may: admins, input: { name: "Example", timeZone: "UTC" } },
  "identity.directory": { may: everyone },
  "identity.finishSetup": { may: anyone, input: { token: "none", password: "0123456789" } },
  "identity.groups.archive": { may: admins, input: { groupId: newId("group") } },
  "identity.groups.create": { may: admins, input: { name: "Group" } },
  "identity.groups.list": { may: keepers },
  "identity.groups.rename": { may: admins, input: { groupId: newId("group"), name: "Other" } },
  "identity.groups.setMembers": { may: admins, input: { groupId: newId("group"), personIds: [] } },
  "identity.keys.create": { may: admins, input: { name: "Key", scopes: ["actions:read"] } },
  "identity.keys.list": { may: keepers },
  "identity.keys.revoke": { may: admins, input: { keyId: newId("apiKey") } },
  "identity.organisation": { may: everyone },
  "identity.passkeys.begin": { may: everyone, input: { password: "not it at all" } },
  "identity.passkeys.finish": { may: everyone, input: { name: "Key", response: noPasskey } },
  "identity.passkeys.list": { may: everyone },
  "identity.passkeys.remove": { may: everyone, input: { passkeyId: newId("passkey") } },
  "identity.passkeys.rename": { may: everyone, input: { passkeyId: newId("passkey"), name: "Key" } },
  "identity.people.deactivate": { may: admins, input: { personId } },
  "identity.people.invite": { may: admins, input: { name: "X", email: "x@example.com", roles: ["viewer"] } },
  "identity.people.issueLink": { may: admins, input: { personId } },
  "identity.people.list": { may: keepers },
  "identity.people.reactivate": { may: admins, input: { personId } },
  "identity.people.rename": { may: admins, input: { personId, name: "X" } },
  "identity.people.setManager": { may: admins, input: { personId, managerId: null } },
  "identity.people.setRoles": { may: admins, input: { personId, roles: ["viewer"] } },
  "identity.setup": { may: anyone, input: { token: "none" } },
  "identity.setSingleOperator": { may: admins, input: { isOn: false } },
  "identity.signInChoices": { may: anyone },
  "identity.signingKeys": { may: keepers },
  "loops.dropLimit": { may: operators, input: { agent: "a", revision: 1 } },
  "loops.page": { may: everyone },
  "loops.setLimit": {
    may: operators,
    input: { agent: null, revision: 0, isOn: true, windowMinutes: 10, sameCall: 20, sameTool: 200 },
  },
  "notifications.deliveries.byId": { may: keepers, input: { id: newId("delivery") } },
  "notifications.deliveries.list": { may: keepers, input: {} },
  "notifications.deliveries.retry": { may: admins, input: { id: newId("delivery") } },
  "notifications.deliveries.summary": { may: keepers },
  "notifications.inbox": { may: everyone, input: {} },
  "notifications.mark": { may: everyone, input: { noticeIds: [newId("notice")], isRead: true } },
  "notifications.markAll": { may: everyone, input: { upTo: new Date().toISOString() } },
  "notifications.preferences": { may: everyone },
  "notifications.savePreferences": { may: everyone, input: { choices: [], quiet: null, groupSeconds: 60 } },
  "notifications.settings": { may: keepers },
  "notifications.unread": { may: everyone },
  "notifications.webhooks.change": { may: admins, input: { endpointId: newId("webhookEndpoint"), ...webhook } },
  "notifications.webhooks.create": { may: admins, input: webhook },
  "notifications.webhooks.enable": { may: admins, input: { endpointId: newId("webhookEndpoint"), isEnabled: true } },
  "notifications.webhooks.remove": { may: admins, input: { endpointId: newId("webhookEndpoint") } },
  "notifications.webhooks.rotate": { may: admins, input: { endpointId: newId("webhookEndpoint") } },
  "notifications.webhooks.test": { may: admins, input: { endpointId: newId("webhookEndpoint") } },
  "overview.home": { may: everyone },
  "overview.read": { may: everyone, input: {} },
  "policies.checkCondition": { may: everyone, input: { when: "args.percent > 20" } },
  "policies.moveRule": { may: operators, input: { ...change, ruleId: "none", before: null } },
  "policies.policy": { may: everyone, input: { version: null } },
  "policies.removeRule": { may: operators, input: { ...change, ruleId: "none" } },
  "policies.rule": { may: everyone, input: { ruleId: "none" } },
  "policies.saveRule": { may: operators, input: { ...change, rule: {}, isNew: true } },
  "policies.startWithDefaults": { may: operators },
  "policies.switchRule": { may: operators, input: { ...change, ruleId: "none", mode: "off" } },
  "policies.tryOut": { may: everyone, input: { agent: "a", tool: "t.t" } },
  "policies.versions": { may: everyone, input: {} },
  "schedules.calendars.archive": { may: schedulers, input: { id: newId("calendar"), isArchived: true } },
  "schedules.calendars.byId": { may: everyone, input: { id: newId("calendar") } },
  "schedules.calendars.countries": { may: everyone },
  "schedules.calendars.create": { may: schedulers, input: calendar },
  "schedules.calendars.edit": { may: schedulers, input: { id: newId("calendar"), revision: 1, calendar } },
  "schedules.calendars.holidays": { may: everyone, input: { country: "DE", region: null } },
  "schedules.calendars.list": { may: everyone },
  "schedules.calendars.makeDefault": { may: schedulers, input: { id: newId("calendar") } },
  // Who takes turns in a schedule may take a shift of it, whatever the role: of no schedule at all, all are told so.
  "schedules.onCall.addOverride": { may: everyone, input: shift },
  "schedules.onCall.archive": { may: schedulers, input: { id: newId("onCall"), isArchived: true } },
  "schedules.onCall.byId": { may: everyone, input: { id: newId("onCall") } },
  "schedules.onCall.create": { may: schedulers, input: onCall },
  "schedules.onCall.edit": { may: schedulers, input: { id: newId("onCall"), revision: 1, onCall } },
  "schedules.onCall.list": { may: everyone },
  "schedules.onCall.removeOverride": { may: everyone, input: { onCallId: newId("onCall"), overrideId: newId("onCallOverride") } },
  ...REDACTION_ROWS,
  ...FORECAST_ROWS,
  ...BUDGET_ROWS,
  ...TELEMETRY_ROWS,
  ...MATURITY_ROWS,
  ...RECORD_ROWS,
};

const createCaller = createCallerFactory(appRouter);
const actors = new Map<string, PersonActor | null>([["nobody", null]]);
beforeAll(async () => {
  for (const role of ROLES) actors.set(role, await signInAs(`${role}@example.com`, [role]));
});

/** The code of the refusal, or null when the procedure answered. */
async function codeOf(path: string, who: string): Promise<string | null> {
  let procedure: unknown = createCaller({ actor: actors.get(who) ?? null });
  for (const part of path.split(".")) procedure = (procedure as Record<string, unknown>)[part];
  const { input } = TABLE[path] ?? {};
  try {
    await (procedure as (input: unknown) => Promise<unknown>)(typeof input === "function" ? await input() : input);
    return null;
  } catch (error) {
    if (error instanceof TRPCError && !(error.cause instanceof z.ZodError)) return error.code;
    throw error;
  }
}

const paths = Object.keys(appRouter._def.procedures).sort();

test("every procedure has a row, and every row a procedure", () => {
  expect(Object.keys(TABLE).sort()).toEqual(paths);
});

describe.each(paths)("%s", (path) => {
  const may: readonly string[] = TABLE[path]?.may ?? [];
  test.each(anyone)("%s", async (who) => {
    const code = await codeOf(path, who);
    if (may.includes(who)) expect(code ?? "answered").not.toMatch(/^(UNAUTHORIZED|FORBIDDEN|INTERNAL_SERVER_ERROR)$/);
    else expect(code).toBe(who === "nobody" ? "UNAUTHORIZED" : "FORBIDDEN");
  });
});

import { ROLES } from "@/server/kernel/roles";
import { newId } from "@/server/platform/new-id";

const everyone = ROLES;
const reviewers = ["approver", "operator", "auditor", "admin"] as const;
const schedulers = ["operator", "admin"] as const;
const readersOfTheRecord = ["auditor", "admin", "operator"] as const;
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";

const id = newId("budget");
const thresholds = [{ percent: 100, act: "cut_off", groupIds: [], perMinute: null }];
const terms = { limit: "1000000", window: { kind: "calendar", unit: "month" }, thresholds, reason: "because" };

/** Who may call what about budgets. */
export const BUDGET_ROWS = {
  "budgets.burnDown": { may: everyone, input: { id } },
  "budgets.byId": { may: everyone, input: { id } },
  "budgets.choices": { may: everyone },
  "budgets.create": { may: ["operator"], input: { scope: { kind: "organisation", id: null }, measure: "money", ...terms } },
  "budgets.cutOffs": { may: everyone, input: {} },
  "budgets.edit": { may: ["operator"], input: { id, revision: 1, ...terms } },
  "budgets.list": { may: everyone, input: {} },
  "budgets.retire": { may: ["operator"], input: { id, revision: 1, reason: "because" } },
  "gate.extendBudget": { may: ["operator", "approver", "executive"], input: { id, amount: "1", reason: "because" } },
} as const;

/** Who may call what about traces, what they cost, and the saved views of their pages; see the table of all procedures. */
export const TELEMETRY_ROWS = {
  "advice.decide": {
    may: schedulers,
    input: { taskClass: "t", from: "a", to: "b", days: 90, verdict: "declined", share: 100, reason: "because" },
  },
  "advice.page": { may: everyone, input: { days: 90 } },
  "advice.setMargin": { may: ["admin"], input: { taskClass: "t", revision: 0, points: 3 } },
  "pricing.removeAlias": { may: schedulers, input: { id: newId("priceAlias") } },
  "pricing.removePrice": { may: schedulers, input: { id: newId("price") } },
  "pricing.search": { may: everyone, input: {} },
  "pricing.setAlias": { may: schedulers, input: { name: "chat", toProvider: "openai", toModel: "gpt-5" } },
  "pricing.setPrice": {
    may: schedulers,
    input: { provider: "p", model: "m", contract: "c", startsAt: "2026-11-01T00:00:00Z", rates: { input: "1", output: "2" } },
  },
  "pricing.table": { may: everyone },
  "traces.attribution.rules": { may: everyone },
  "traces.attribution.preview": { may: ["operator", "admin"], input: { rules: [] } },
  "traces.attribution.save": { may: ["operator", "admin"], input: { baseVersion: 0, rules: [], reason: "because" } },
  "spend.explore": { may: everyone, input: { by: "team" } },
  "spend.runs": { may: everyone, input: { by: "team" } },
  "spend.runList": { may: everyone, input: { of: { by: "team" } } },
  "spend.estimated": { may: everyone, input: { by: "team" } },
  "spend.reported": { may: everyone, input: { by: "team" } },
  "statements.acknowledge": { may: everyone, input: { id: newId("statement") } },
  "statements.brief": { may: everyone },
  "statements.byId": { may: everyone, input: { id: newId("statement") } },
  "statements.candidates": { may: ["operator"] as const },
  "statements.chooseBrief": { may: ["executive"] as const, input: { every: "weekly", timeZone: "UTC" } },
  "statements.dispute": { may: everyone, input: { id: newId("statement"), reason: "because" } },
  "statements.handOver": { may: ["operator"] as const, input: { id: newId("statement"), ownerId: newId("person") } },
  "statements.invoice": { may: everyone, input: { id: newId("invoice") } },
  "statements.invoices": { may: everyone },
  "statements.removeInvoice": { may: ["operator", "auditor"] as const, input: { id: newId("invoice") } },
  "statements.uploadInvoice": {
    may: ["operator", "auditor"] as const,
    input: {
      provider: "openai",
      fileName: "x.csv",
      text: "x",
      format: "plain",
      columns: { day: "day", model: "model", amount: "amount", tokens: "", currency: "" },
      currency: "USD",
      rates: "",
    },
  },
  "statements.list": { may: everyone },
  "traces.choices": { may: everyone },
  "traces.compare": { may: everyone, input: { a: traceId, b: traceId } },
  "traces.conversation": {
    may: reviewers,
    input: { traceId, before: [], spanIds: ["00f067aa0ba902b7"] },
  },
  "traces.line": { may: everyone, input: { traceId } },
  "traces.list": { may: everyone, input: {} },
  "traces.repeats": { may: everyone, input: { traceId } },
  "traces.skeleton": { may: everyone, input: { traceId } },
  "traces.sessionChecks": { may: readersOfTheRecord, input: {} },
  "traces.sources": { may: readersOfTheRecord, input: {} },
  "traces.step": { may: reviewers, input: { traceId, spanId: "00f067aa0ba902b7" } },
  "traces.spread": { may: everyone, input: { frame: "week" } },
  "traces.standings": { may: everyone, input: { traceIds: [traceId] } },
  "traces.story": { may: everyone, input: { traceId } },
  "traces.ungoverned": { may: everyone, input: {} },
  "views.default": { may: everyone, input: { page: "traces" } },
  "views.list": { may: everyone, input: { page: "traces" } },
  "views.remove": { may: everyone, input: { id: newId("savedView") } },
  "views.rename": { may: everyone, input: { id: newId("savedView"), name: "Mine" } },
  "views.replace": { may: everyone, input: { id: newId("savedView"), query: "status=error" } },
  "views.restore": { may: everyone, input: { id: newId("savedView") } },
  "views.save": { may: everyone, input: { page: "traces", name: "Mine", query: "status=error", isShared: false } },
  "views.setDefault": { may: everyone, input: { page: "traces", id: null } },
  "views.share": { may: everyone, input: { id: newId("savedView"), isShared: true } },
} as const;

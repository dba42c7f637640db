const ADMINS = ["admin"] as const;
const KEEPERS = ["auditor", "admin", "operator"] as const;
const REVIEWERS = ["approver", "operator", "auditor", "admin"] as const;
const CHANGE = { baseVersion: 0, reason: "because" };
const STEP = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const DAYS = { steps: 400, payloads: 200, events: 200, metrics: 200 };

/** Who may say and see what is taken out of traces, and how long they are kept. */
export const REDACTION_ROWS = {
  "traces.redaction.check": { may: KEEPERS, input: { ...STEP, value: "x" } },
  "traces.redaction.move": { may: ADMINS, input: { ...CHANGE, ruleId: "none", before: null } },
  "traces.redaction.remove": { may: ADMINS, input: { ...CHANGE, ruleId: "none" } },
  "traces.redaction.reveal": { may: REVIEWERS, input: { ...STEP, itemId: STEP.spanId, place: 0, reason: "because" } },
  "traces.redaction.rules": { may: KEEPERS },
  "traces.redaction.save": {
    may: ADMINS,
    input: {
      ...CHANGE,
      baseVersion: 99,
      ruleId: null,
      rule: { name: "x", what: { kind: "names", names: ["x"] }, tools: [], revealTo: [] },
    },
  },
  "traces.redaction.switch": { may: ADMINS, input: { ...CHANGE, ruleId: "none", isOn: false } },
  "traces.redaction.taken": { may: REVIEWERS, input: STEP },
  "traces.redaction.try": { may: ADMINS, input: { sample: { kind: "text", text: "x", tool: null }, ruleId: null, rule: null } },
  "traces.redaction.versions": { may: KEEPERS },
  "traces.retention.change": { may: ADMINS, input: { ...CHANGE, baseVersion: 99, days: DAYS } },
  "traces.retention.preview": { may: KEEPERS, input: { days: DAYS } },
  "traces.retention.read": { may: KEEPERS },
};

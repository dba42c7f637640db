import { choice, count, day, flag, type KindSpec, maybe, measure, moment, text } from "./fields";
import { ATTACK_CATEGORIES, INCIDENT_CATEGORIES, SEVERITIES } from "./vocabulary";

/** What happens in the organisation around its agents. */
export const HOUSE_KINDS = {
  training: {
    label: "Training",
    says: "A person completed a training on AI and oversight.",
    criteria: ["ORG-2.1", "ORG-3.2"],
    about: { person: "must" },
    facts: { course: text("Course") },
  },
  runbook: {
    label: "Runbook review",
    says: "The runbook for a category of incidents was reviewed.",
    criteria: ["ORG-3.1"],
    about: {},
    facts: { category: choice("Category", INCIDENT_CATEGORIES) },
    needsLink: true,
  },
  exercise: {
    label: "Exercise",
    says: "An incident was rehearsed.",
    criteria: ["ORG-4.1"],
    about: { team: "may" },
    facts: { category: choice("Category", INCIDENT_CATEGORIES) },
  },
  incident: {
    label: "Incident",
    says: "An agent did harm, or was about to.",
    criteria: ["OBS-4.1", "ORG-4.3", "ORG-5.2", "DX-5.1", "DX-5.2"],
    about: { agent: "may" },
    facts: {
      severity: choice("Severity", SEVERITIES),
      category: choice("Category", INCIDENT_CATEGORIES),
      firstEventAt: maybe(moment("First event")),
      openedAt: moment("Opened"),
      containedAt: maybe(moment("Contained")),
      recoveredAt: maybe(moment("Recovered")),
    },
    atMost: [
      ["firstEventAt", "openedAt"],
      ["firstEventAt", "containedAt"],
      ["containedAt", "recoveredAt"],
    ],
  },
  near_miss: {
    label: "Near miss",
    says: "It went well, and might not have.",
    criteria: ["ORG-5.2"],
    about: { team: "must", agent: "may" },
    facts: { category: choice("Category", INCIDENT_CATEGORIES) },
  },
  follow_up: {
    label: "Follow-up",
    says: "An incident or an exercise showed what is to be done. Correct the record once it is done.",
    criteria: ["ORG-4.1", "ORG-4.2"],
    about: { person: "must" },
    facts: {
      from: choice("From an", { incident: "Incident", exercise: "Exercise" }),
      dueOn: day("Due on"),
      closedOn: maybe(day("Done on", "Empty while it is open.")),
    },
  },
  simulated_attack: {
    label: "Simulated attack",
    says: "An attack was simulated, to see whether it is noticed.",
    criteria: ["OBS-5.3"],
    about: { agent: "may" },
    facts: { category: choice("Category", ATTACK_CATEGORIES), wasDetected: flag("It was detected") },
  },
  bypass_suite: {
    label: "Bypass suite",
    says: "It was tried to get past the controls.",
    criteria: ["GOV-5.4"],
    about: {},
    facts: { attempts: count("Attempts"), blocked: count("Of these, blocked") },
    atMost: [["blocked", "attempts"]],
  },
  policy_simulation: {
    label: "Policy simulation",
    says: "A set of policies was tried on past actions.",
    criteria: ["DX-3.2"],
    about: {},
    facts: { policyVersion: count("Version of the set"), actions: count("Actions tried"), changed: count("Of these, decided otherwise") },
    atMost: [["changed", "actions"]],
  },
  siem_count: {
    label: "Audit log sent on",
    says: "What another system got of the audit log within a day.",
    criteria: ["OBS-5.2"],
    about: {},
    facts: {
      lagMinutes: measure("Minutes late", "What 95 of 100 entries did not exceed."),
      sent: count("Sent"),
      acknowledged: count("Acknowledged"),
    },
  },
  seeded_requests: {
    label: "Seeded requests",
    says: "Bad requests were put before approvers, to see whether they notice.",
    criteria: ["HITL-4.2"],
    about: {},
    facts: { seeded: count("Seeded"), caught: count("Of these, refused") },
    atMost: [["caught", "seeded"]],
  },
  hindsight_sample: {
    label: "Review of autonomous calls",
    says: "A random sample of what agents did by themselves in a week was reviewed.",
    criteria: ["HITL-5.2"],
    about: {},
    facts: {
      calls: count("Calls of the week"),
      sampled: count("Of these, drawn"),
      reviewed: count("Of these, reviewed within 5 days"),
    },
    atMost: [
      ["sampled", "calls"],
      ["reviewed", "sampled"],
    ],
  },
} as const satisfies Readonly<Record<string, KindSpec>>;

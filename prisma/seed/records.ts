import type { PersonActor } from "@/server/platform/actor";
import type { RecordInput } from "@/server/records/schema";
import { addRecords } from "@/server/records/service";
import { expectOk } from "./expect";
import { AGENTS, TOOLS } from "./fleet";

const DAY_MS = 86_400_000;
const WIKI = "https://intranet.reeve.demo";

/** What is at work: all that went live but for the one that is stopped. */
const LIVE = AGENTS.flatMap(({ name, state }) => (state === "live" && name !== "invoice-agent" ? [name] : []));
const without = (...names: string[]) => LIVE.filter((name) => !names.includes(name));

type Moments = { readonly ago: (days: number, minutes?: number) => string; readonly day: (daysAgo: number) => string };

/** How agents are built, tried and watched; most of it good, some of it open. */
function ofAgents({ ago }: Moments): RecordInput[] {
  const of = (names: readonly string[], make: (agent: string, place: number) => RecordInput) => names.map(make);
  const passed = { evaluation: "passed", policyTests: "passed", faultTests: "passed", neededTicket: false } as const;
  const releases = ["sales-agent", "refund-agent", "claims-intake", "deploy-agent", "support-triage", "procurement-agent"];
  return [
    ...of(without("reporting-agent"), (agent, i) => ({
      kind: "evaluation_suite",
      happenedAt: ago(20 + i),
      agent,
      facts: { cases: 40 + 5 * i, baseline: 0.93 },
    })),
    ...of(releases, (agent, i) => ({
      kind: "release",
      happenedAt: ago(8 + 9 * i),
      agent,
      facts: {
        ...passed,
        version: `${i + 2}.0`,
        policyTests: i === 3 ? "none" : "passed",
        faultTests: i > 2 ? "none" : "passed",
        neededTicket: i === 1,
      },
    })),
    ...LIVE.flatMap((agent): RecordInput[] => [
      { kind: "objective", happenedAt: ago(3), agent, facts: { of: "success", target: 0.95, reached: 0.97, isReached: true } },
      {
        kind: "objective",
        happenedAt: ago(3),
        agent,
        facts: { of: "latency", target: 30, reached: agent === "claims-intake" ? 41 : 22, isReached: agent !== "claims-intake" },
      },
      { kind: "alerting", happenedAt: ago(30), agent, facts: { rules: 3, onCall: "Finance on call" } },
      { kind: "behaviour_baseline", happenedAt: ago(11), agent, facts: { isWatched: true } },
      { kind: "delegation_limit", happenedAt: ago(60), agent, facts: { depth: 2 } },
    ]),
    ...of(without("reporting-agent"), (agent, i) => ({
      kind: "rollback_drill",
      happenedAt: ago(15 + 5 * i),
      agent,
      facts: { minutes: 4 + i, isPassed: true },
    })),
    ...of(without("reporting-agent", "onboarding-agent"), (agent, i) => ({
      kind: "blast_radius",
      happenedAt: ago(12),
      agent,
      facts: { score: 10 + 3 * i, approvedCap: 40 },
    })),
    ...of(without("reporting-agent", "onboarding-agent", "deploy-agent"), (agent) => ({
      kind: "quality_scores",
      happenedAt: ago(2),
      agent,
      facts: { runs: 50, meanScore: 0.91 },
    })),
    ...of(LIVE, (agent, i) => ({ kind: "attack_suite", happenedAt: ago(9), agent, facts: { attempts: 200, succeeded: i === 4 ? 6 : 1 } })),
    ...of(without("reporting-agent", "deploy-agent"), (agent) => ({
      kind: "template_use",
      happenedAt: ago(50),
      agent,
      facts: { template: "northwind-agent", majorVersion: 2 },
    })),
    ...of(["sales-agent", "data-export-agent"], (agent) => ({
      kind: "failover_drill",
      happenedAt: ago(35),
      agent,
      facts: { metObjectives: true },
    })),
    ...of(["sales-agent", "deploy-agent"], (agent) => ({
      kind: "impact_assessment",
      happenedAt: ago(75),
      agent,
      facts: { isApproved: true },
      link: `${WIKI}/assessments/${agent}`,
    })),
    ...of(["sales-agent", "procurement-agent", "deploy-agent"], (agent) => ({
      kind: "compensation_test",
      happenedAt: ago(44),
      agent,
      facts: { steps: 2, undoable: 2, isPassed: true },
    })),
    { kind: "template", happenedAt: ago(55), facts: { template: "northwind-agent", majorVersion: 2 } },
  ];
}

/** What is known of tools and controls outside of Reeve. */
function ofControls({ ago }: Moments): RecordInput[] {
  const counts = [
    ["guard_verdicts", 4_180, 4_196],
    ["egress_checks", 412, 420],
    ["labelled_writes", 1_260, 1_262],
  ] as const;
  return [
    ...TOOLS.flatMap(({ name, version }, i): RecordInput[] => [
      { kind: "tool_approval", happenedAt: ago(85), facts: { tool: name, revision: 1 } },
      { kind: "origin", happenedAt: ago(85), facts: { of: "tool", name, source: `mcp.northwind.demo/${name.split(".")[0]}`, version } },
      { kind: "circuit_breaker", happenedAt: ago(70), facts: { of: "tool", name, isActive: i % 5 !== 4, opensAtErrorShare: 0.5 } },
    ]),
    ...counts.map(
      ([control, held, counted]): RecordInput => ({ kind: "control_count", happenedAt: ago(1), facts: { control, held, counted } }),
    ),
    { kind: "bypass_suite", happenedAt: ago(20), facts: { attempts: 24, blocked: 24 }, link: `${WIKI}/security/bypass-november` },
    ...Array.from(
      { length: 10 },
      (_, i): RecordInput => ({
        kind: "simulated_attack",
        happenedAt: ago(40),
        facts: { category: `ASI${String(i + 1).padStart(2, "0")}` as "ASI01", wasDetected: i !== 5 && i !== 6 },
      }),
    ),
    { kind: "seeded_requests", happenedAt: ago(25), facts: { seeded: 12, caught: 11 } },
    { kind: "hindsight_sample", happenedAt: ago(4), facts: { calls: 640, sampled: 30, reviewed: 30 } },
    { kind: "policy_simulation", happenedAt: ago(21), facts: { policyVersion: 2, actions: 1_400, changed: 9 } },
  ];
}

const TEAMS_THAT_TELL = ["Sales", "Customer Care", "Platform"];
const TRAINED = ["approver", "approver2", "noor", "priya", "dana", "lea"];

/** How people are prepared, and what they learnt from what went wrong. */
function ofPeople({ ago, day }: Moments): RecordInput[] {
  const incidents = [
    ["sev1", "invoice-agent", "harmful_action", 2, 9, 11],
    ["sev2", "data-export-agent", "data_exposure", 17, 12, 25],
    ["sev2", "refund-agent", "harmful_action", 33, 8, 40],
    ["sev2", "deploy-agent", "outage", 51, 14, 30],
    ["sev2", "support-triage", "manipulation", 64, 21, 35],
    ["sev3", "reporting-agent", "runaway", 70, 45, 60],
  ] as const;
  return [
    ...TRAINED.map(
      (who, i): RecordInput => ({
        kind: "training",
        happenedAt: ago(120 + 10 * i),
        person: `${who}@reeve.demo`,
        facts: { course: "AI and oversight" },
      }),
    ),
    ...(["harmful_action", "data_exposure", "manipulation", "runaway", "outage"] as const).map(
      (category): RecordInput => ({
        kind: "runbook",
        happenedAt: ago(90),
        facts: { category },
        link: `${WIKI}/runbooks/${category.replace("_", "-")}`,
      }),
    ),
    { kind: "exercise", happenedAt: ago(40), team: "Data", facts: { category: "data_exposure" } },
    ...incidents.map(
      ([severity, agent, category, days, opened, contained]): RecordInput => ({
        kind: "incident",
        happenedAt: ago(days, -opened),
        agent,
        facts: {
          severity,
          category,
          firstEventAt: ago(days),
          openedAt: ago(days, -opened),
          containedAt: ago(days, -opened - contained),
          recoveredAt: ago(days, -opened - contained - 90),
        },
      }),
    ),
    ...Array.from(
      { length: 9 },
      (_, i): RecordInput => ({
        kind: "near_miss",
        happenedAt: ago(6 + 11 * i),
        team: TEAMS_THAT_TELL[i % 3] ?? "Sales",
        facts: { category: i % 2 === 0 ? "harmful_action" : "manipulation" },
      }),
    ),
    ...Array.from(
      { length: 26 },
      (_, i): RecordInput => ({
        kind: "follow_up",
        happenedAt: ago(15 + 3 * i),
        person: `${TRAINED[i % TRAINED.length]}@reeve.demo`,
        facts: {
          from: i < 4 ? "exercise" : "incident",
          dueOn: day(5 + 3 * i),
          closedOn: i === 7 || i === 12 ? null : day(6 + 3 * i),
        },
      }),
    ),
    ...Array.from(
      { length: 6 },
      (_, i): RecordInput => ({
        kind: "contestation",
        happenedAt: ago(20 + 10 * i),
        agent: "claims-intake",
        facts: { dueOn: day(6 + 10 * i), answeredAt: ago((i === 2 ? 1 : 9) + 10 * i) },
      }),
    ),
  ];
}

/** Puts on record what people of the demo did around their agents, outside of Reeve. */
export async function seedRecords(operator: PersonActor, now: Date): Promise<void> {
  const at = (days: number, minutes = 0) => new Date(now.getTime() - days * DAY_MS - minutes * 60_000).toISOString();
  const moments: Moments = { ago: at, day: (days) => at(days).slice(0, 10) };
  expectOk(await addRecords(operator, [...ofAgents(moments), ...ofControls(moments), ...ofPeople(moments)]), "records of evidence");
}

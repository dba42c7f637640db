import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { type CountedCriterion, isOfNobody, verdictFor } from "./core/fleet";
import { CHECKLIST, CHECKLIST_IDS } from "./core/readiness";
import type { Limits } from "./core/rubric";
import { limitsOf, readFigures } from "./figures";
import type { AgentReadiness, Checklist, FleetAgent, Point, Readiness, Tallied } from "./fleet-schema";
import { findFleet, listRegistered } from "./fleet-store";
import { countByAgent } from "./measuring";
import { readNewest } from "./newest";
import { CRITERIA } from "./rubrics";
import type { CriterionRow } from "./schema";

const FORBIDDEN = refuse("forbidden", "Your role does not show you the maturity scorecard.");
const NEVER_DONE = "Nothing of the kind is on record for this agent yet. What it does is counted once a day.";

type Basis = {
  readonly rows: ReadonlyMap<string, CriterionRow>;
  readonly counted: Readonly<Record<string, CountedCriterion>>;
  readonly countedAt: string | null;
  readonly limits: Limits;
};

/**
 * What agents are is asked at once, for each as if it were live in production; what they did is taken from the day's count, since
 * it is dear to find.
 */
async function readBasis(now: Date): Promise<Basis> {
  const [known, fleet, figures, are] = await Promise.all([
    readNewest(),
    findFleet(),
    readFigures(),
    countByAgent(now, "as_if_live", ({ criterion, byAgent }) => CHECKLIST_IDS.has(criterion) && byAgent?.isOfAgents === true),
  ]);
  const did = Object.fromEntries(Object.entries(fleet?.criteria ?? {}).filter(([, one]) => !one.isOfAgents));
  return { rows: known?.rows ?? new Map(), counted: { ...did, ...are }, countedAt: fleet?.at ?? null, limits: limitsOf(figures) };
}

type Judged = Pick<Point, "state" | "held" | "missing">;

/** What a criterion says of one agent. */
function judge(id: string, agent: string, { rows, counted, limits }: Basis): Judged {
  const [criterion, row, own] = [CRITERIA.get(id), rows.get(id), counted[id]];
  if (own === undefined || isOfNobody(own) || criterion?.check.type !== "auto")
    return { state: "whole", held: row?.held ?? [], missing: row?.missing ?? null };
  const verdict = verdictFor(criterion.check, own, { held: row?.held ?? [] }, [agent], limits);
  if (verdict === null) {
    return own.isOfAgents ? { state: "none", held: [], missing: null } : { state: "insufficient_data", held: [], missing: NEVER_DONE };
  }
  const { finding, held, lack, n } = verdict;
  const missing = finding !== "insufficient_data" || lack === null ? null : `${n} so far: ${lack} more are needed before it can be told.`;
  return { state: finding, held, missing };
}

function checklistOf(agent: string, basis: Basis): Checklist {
  return CHECKLIST.map(({ title, criteria }) => ({
    title,
    points: criteria.flatMap((id): Point[] => {
      const criterion = CRITERIA.get(id);
      if (criterion === undefined) return [];
      const { text, isCore, remediation } = criterion;
      const whole = basis.rows.get(id)?.state ?? "insufficient_data";
      return [{ id, text, isCore, whole, action: remediation.action, ...judge(id, agent, basis) }];
    }),
  }));
}

/** How many points hold, do not, and cannot be told; what is nobody's in particular counts as the organisation came to. */
function countOf(checklist: Checklist): Tallied {
  const points = checklist.flatMap((part) => part.points).filter(({ state }) => state !== "none");
  const stands = points.map(({ state, whole, isCore }) => ({ isCore, state: state === "whole" ? whole : state }));
  const applying = stands.filter(({ state }) => state !== "not_applicable");
  const met = applying.filter(({ state }) => state === "met").length;
  const unknown = applying.filter(({ state }) => state === "insufficient_data").length;
  const coresOpen = applying.filter(({ isCore, state }) => isCore && state !== "met").length;
  return { met, unknown, notMet: applying.length - met - unknown, coresOpen };
}

/** How ready each registered agent is to work in production. */
export async function readReadiness(actor: PersonActor, now: Date = clock.now()): Promise<Result<Readiness>> {
  if (!access.read(actor)) return FORBIDDEN;
  const [agents, basis] = await Promise.all([listRegistered(), readBasis(now)]);
  return ok({ at: basis.countedAt, agents: agents.map((agent) => ({ ...agent, count: countOf(checklistOf(agent.id, basis)) })) });
}

/** The checklist of one agent. */
export async function readAgentReadiness(actor: PersonActor, name: string, now: Date = clock.now()): Promise<Result<AgentReadiness>> {
  if (!access.read(actor)) return FORBIDDEN;
  const agent: FleetAgent | undefined = (await listRegistered()).find((one) => one.name === name);
  if (agent === undefined) return refuse("not_found", "There is no registered agent of this name, or it is retired.");
  const basis = await readBasis(now);
  const checklist = checklistOf(agent.id, basis);
  return ok({ agent, count: countOf(checklist), checklist, countedAt: basis.countedAt });
}

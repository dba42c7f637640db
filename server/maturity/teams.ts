import { listTeams } from "@/server/fleet/teams";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access, rightsOf } from "./access";
import { cellsOf, type FleetContent, type Scoped, scopedOf } from "./core/fleet";
import type { Dimension, Limits } from "./core/rubric";
import { limitsOf, readFigures } from "./figures";
import type { CellRow, GroupCriteria, GroupRow, Groups } from "./fleet-schema";
import { findFleet } from "./fleet-store";
import { type Known, readNewest } from "./newest";
import { CRITERIA } from "./rubrics";
import type { Target } from "./schema";
import { readTargets, targetOf } from "./service";

const FORBIDDEN = refuse("forbidden", "Your role does not show you the maturity scorecard.");

type Basis = { readonly known: Known; readonly fleet: FleetContent; readonly limits: Limits };

/** What the newest snapshot and the newest count by agent say together; null before both are there. */
async function readBasis(): Promise<Basis | null> {
  const [known, fleet, figures] = await Promise.all([readNewest(), findFleet(), readFigures()]);
  return known === null || fleet === null ? null : { known, fleet, limits: limitsOf(figures) };
}

/** Every criterion for some agents. */
const scope = ({ known, fleet, limits }: Basis, agents: readonly string[]): Scoped[] =>
  [...known.rows.values()].flatMap((row) => {
    const criterion = CRITERIA.get(row.id);
    return criterion === undefined ? [] : [scopedOf(criterion, row, fleet.criteria[row.id], agents, limits)];
  });

const TIERS = [
  { scope: "tier:high", name: "High risk" },
  { scope: "tier:medium", name: "Medium risk" },
  { scope: "tier:low", name: "Low risk" },
] as const;

/** The agents of a team or a risk tier, as they were when they were counted. */
const agentsOf = ({ agents }: FleetContent, of: string): readonly string[] =>
  agents
    .filter(({ teamId, riskTier }) => (of.startsWith("tier:") ? of === `tier:${riskTier}` : of === `team:${teamId ?? "none"}`))
    .map(({ id }) => id);

type Aims = (subject: Dimension | "ALL", scope: string) => Target | null;

/** The highest target of each subject and group. */
const aimsIn =
  (targets: readonly Target[]): Aims =>
  (subject, of) =>
    targets.filter((one) => one.subject === subject && one.scope === of).toSorted((a, b) => b.level - a.level)[0] ?? null;

function groupRow(basis: Basis, aims: Aims, { scope: of, name }: { readonly scope: string; readonly name: string }): GroupRow {
  const agents = agentsOf(basis.fleet, of);
  const { level, score, cells } = cellsOf(scope(basis, agents), basis.known.weights);
  const own: CellRow[] = cells.map((cell) => ({ ...cell, target: aims(cell.dimension, of) }));
  return { scope: of, name, agents: agents.length, level, score, target: aims("ALL", of), cells: own };
}

/** Where each team and each risk tier stands, beside what it aims at. Teams without an agent have nothing to be judged by. */
export async function readGroups(actor: PersonActor): Promise<Result<Groups>> {
  if (!access.read(actor)) return FORBIDDEN;
  const [basis, targets, teams] = await Promise.all([readBasis(), readTargets(), listTeams(actor)]);
  const can = rightsOf(actor);
  if (!teams.ok) return teams;
  if (basis === null) return ok({ at: null, teams: [], tiers: [], whole: null, can });
  const aims = aimsIn(targets);
  const named = teams.value.filter(({ archivedAt }) => archivedAt === null).map(({ id, name }) => ({ scope: `team:${id}`, name }));
  const rows = [...named, { scope: "team:none", name: "No team" }].map((one) => groupRow(basis, aims, one));
  const { level, score, dimensions } = basis.known.snapshot;
  const cells = dimensions.map(({ dimension, level: stands, score: at }): CellRow => {
    const here = [...basis.known.rows.values()].filter((row) => row.dimension === dimension);
    const count = (state: string) => here.filter((row) => row.state === state).length;
    const sums = { own: here.length, met: count("met"), tooFew: count("insufficient_data") };
    return { dimension, level: stands, score: at, ...sums, target: targetOf(targets, dimension) };
  });
  return ok({
    at: basis.fleet.at,
    teams: rows.filter(({ agents, scope: of }) => agents > 0 || of !== "team:none"),
    tiers: TIERS.map((one) => groupRow(basis, aims, one)),
    whole: { name: "The organisation", level: level as GroupRow["level"], score, target: aims("ALL", ""), cells },
    can,
  });
}

/** What one dimension of one group is made of, criterion by criterion. */
export async function readGroupCriteria(
  actor: PersonActor,
  { scope: of, dimension }: { readonly scope: string; readonly dimension: Dimension },
): Promise<Result<GroupCriteria>> {
  if (!access.read(actor)) return FORBIDDEN;
  const basis = await readBasis();
  if (basis === null) return ok({ rows: [] });
  const rows = scope(basis, agentsOf(basis.fleet, of)).filter((one) => one.dimension === dimension);
  return ok({
    rows: rows.map(({ id, level, isCore, state, scope: counted, held, n, lack }) => {
      const row = basis.known.rows.get(id);
      return { id, level, isCore, state, scope: counted, held, n, lack, text: row?.text ?? id, whole: row?.state ?? "insufficient_data" };
    }),
  });
}

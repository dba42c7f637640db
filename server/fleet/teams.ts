import { append, entryActor } from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import type { TeamRow } from "./schema";
import * as store from "./team-store";

const NAME_TAKEN = "There is a team of that name already, perhaps an archived one. Choose another name.";
const REFUSED = {
  read: refuse("forbidden", "This key lacks the scope agents:read."),
  edit: refuse("forbidden", "Only operators may edit teams."),
  taken: refuse("conflict", NAME_TAKEN, { errors: [{ path: "name", message: NAME_TAKEN }] }),
  changed: refuse("conflict", "Someone else changed this team meanwhile. Look at it again, then repeat your change."),
} as const;

/** Every team by name, archived ones too, with how many agents each has. */
export async function listTeams(actor: Actor): Promise<Result<TeamRow[]>> {
  if (!access.read(actor)) return REFUSED.read;
  const teams = await store.listTeams();
  return ok(
    teams.map((team) => ({
      id: team.id,
      name: team.name,
      costCentre: team.costCentre,
      agentCount: team._count.agents,
      createdAt: team.createdAt.toISOString(),
      archivedAt: team.archivedAt?.toISOString() ?? null,
    })),
  );
}

/** Adds a team under a name that none has; answers its id. */
export async function createTeam(actor: Actor, name: string, now: Date = clock.now()): Promise<Result<{ id: string }>> {
  if (!access.editCatalogue(actor)) return REFUSED.edit;
  const id = newId("team");
  return inTransaction(async (tx) => {
    if (!(await store.insertTeam(tx, { id, name, createdAt: now }))) return REFUSED.taken;
    await append(tx, entry(actor, "team.created", id, now));
    return ok({ id });
  });
}

/** Gives a team another name, if it still has the one that the person saw. */
export async function renameTeam(
  actor: Actor,
  { id, from, to }: { id: string; from: string; to: string },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.editCatalogue(actor)) return REFUSED.edit;
  if (from === to) return ok({ id });
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    const outcome = await store.renameTeam(tx, { id, from, to });
    if (outcome !== "renamed") return outcome === "taken" ? REFUSED.taken : REFUSED.changed;
    await append(tx, entry(actor, "team.renamed", id, now));
    return ok({ id });
  }).catch((error: unknown) => (store.isTeamNameTaken(error) ? REFUSED.taken : Promise.reject(error)));
}

/** Says who pays for a team, if it still stands as the person saw it; past spend is shown under it too. */
export async function setCostCentre(
  actor: Actor,
  { id, from, to }: { id: string; from: string | null; to: string | null },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.editCatalogue(actor)) return REFUSED.edit;
  if (from === to) return ok({ id });
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    if (!(await store.setCostCentre(tx, { id, from, to }))) return REFUSED.changed;
    await append(tx, { ...entry(actor, "team.cost_centre_set", id, now), data: { isSet: to !== null } });
    return ok({ id });
  });
}

/** Takes a team out of use, or back. A team that still has working agents stays. */
export async function archiveTeam(
  actor: Actor,
  { id, isArchived }: { id: string; isArchived: boolean },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.editCatalogue(actor)) return REFUSED.edit;
  return inTransaction(async (tx): Promise<Result<{ id: string }>> => {
    if (!(await store.archiveTeam(tx, id, isArchived ? now : null))) {
      return isArchived
        ? refuse("conflict", "The team is archived already, or it still has agents. Move them to another team or retire them first.")
        : REFUSED.changed;
    }
    await append(tx, entry(actor, isArchived ? "team.archived" : "team.unarchived", id, now));
    return ok({ id });
  });
}

const entry = (actor: Actor, kind: `team.${string}`, id: string, now: Date) => ({
  kind,
  actor: entryActor(actor),
  subject: { type: "team", id },
  occurredAt: now,
  data: {},
});

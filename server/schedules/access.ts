import { type Actor, hasRole } from "@/server/platform/actor";

const isEditor = (actor: Actor): boolean => actor.kind === "system" || hasRole(actor, "operator", "admin");

export const access = {
  /** Everyone who is signed in sees when the organisation works and who is on duty. */
  read: (actor: Actor) => actor.kind !== "key",
  /** Calendars set deadlines and schedules set who is asked: operators and administrators, in a session. */
  edit: isEditor,
  /** Those who take turns in a schedule take shifts of it; editors give them to anyone. */
  takeShift: (actor: Actor, peopleOfSchedule: ReadonlySet<string>) =>
    isEditor(actor) || (actor.kind === "person" && peopleOfSchedule.has(actor.id)),
  /** Whoever took a shift gives it back; editors take back any. */
  removeOverride: (actor: Actor, override: { readonly createdById: string | null; readonly personId: string }) =>
    isEditor(actor) || (actor.kind === "person" && override.personId === actor.id && override.createdById === actor.id),
};

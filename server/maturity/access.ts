import { ROLES } from "@/server/kernel/roles";
import { type Actor, hasRole, hasScope } from "@/server/platform/actor";
import type { Rights } from "./schema";

export const access = {
  /** Everyone signed in: where the organisation stands is no secret within the house. */
  read: (actor: Actor) => hasRole(actor, ...ROLES),
  /** The same as machines read it. */
  answer: (actor: Actor) => hasRole(actor, ...ROLES) || hasScope(actor, "maturity:read"),
  /** Who says whether something holds: those who answer for agents, run them, audit them or administer Reeve. Two different ones each time. */
  assess: (actor: Actor) => hasRole(actor, "executive", "operator", "auditor", "admin"),
  /** To accept a risk for a time is for those who answer for it; who runs the agents does not excuse them. */
  waive: (actor: Actor) => hasRole(actor, "executive", "admin"),
  /** That a criterion does not apply: proposed by one, confirmed by another. Auditors decide nothing. */
  exclude: (actor: Actor) => hasRole(actor, "executive", "operator", "admin"),
  /** What is aimed at, and how much a criterion weighs. */
  aim: (actor: Actor) => hasRole(actor, "executive", "admin"),
  /** What is done about it, by whom and when. */
  plan: (actor: Actor) => hasRole(actor, "executive", "operator", "admin"),
  /** The audit log itself is open to these; that a snapshot is as it says is told to everyone. */
  openRecord: (actor: Actor) => hasRole(actor, "operator", "auditor", "admin"),
  /** To evaluate at once costs the database as much as a day's evaluation does. */
  evaluate: (actor: Actor) => hasRole(actor, "admin"),
};

/** What the one who asks may do, as the pages are told. */
export const rightsOf = (actor: Actor): Rights => ({
  assess: access.assess(actor),
  waive: access.waive(actor),
  exclude: access.exclude(actor),
  aim: access.aim(actor),
  plan: access.plan(actor),
  evaluate: access.evaluate(actor),
});

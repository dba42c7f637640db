import { ROLES } from "@/server/kernel/roles";
import { hasRole, type PersonActor } from "@/server/platform/actor";

type Owned = { readonly ownerId: string | null };

export const access = {
  /** Everyone signed in: sums by agent and model, as on the page of spend. */
  read: (actor: PersonActor): boolean => hasRole(actor, ...ROLES),
  /** Whoever owns it; where nobody does, an operator. */
  decide: (actor: PersonActor, { ownerId }: Owned): boolean => (ownerId === null ? hasRole(actor, "operator") : actor.id === ownerId),
  /** Who says whose a statement is. */
  handOver: (actor: PersonActor): boolean => hasRole(actor, "operator"),
  /** Executives are sent statements and reports. */
  beSent: (actor: PersonActor): boolean => hasRole(actor, "executive"),
  /** Who holds invoices against what was counted. */
  reconcile: (actor: PersonActor): boolean => hasRole(actor, "operator", "auditor"),
};

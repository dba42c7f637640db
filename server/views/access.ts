import { hasRole, type PersonActor } from "@/server/platform/actor";

type Kept = { readonly ownerId: string; readonly isShared: boolean };

/** Everyone keeps views of their own and may share them; an administrator may take down what is shared. */
export const access = {
  see: (actor: PersonActor, view: Kept): boolean => view.isShared || view.ownerId === actor.id,
  edit: (actor: PersonActor, view: Kept): boolean => view.ownerId === actor.id,
  remove: (actor: PersonActor, view: Kept): boolean => view.ownerId === actor.id || (view.isShared && hasRole(actor, "admin")),
};

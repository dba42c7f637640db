import type { Role, Scope } from "@/server/kernel/roles";

declare const proven: unique symbol;

/** A signed-in person whose session, roles and groups were read from the database for this request. */
export type PersonActor = {
  readonly kind: "person";
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: ReadonlySet<Role>;
  readonly groupIds: ReadonlySet<string>;
  /** The session that the request came with; absent where there is no request. */
  readonly sessionId?: string;
  readonly [proven]: true;
};

/** A caller of the machine API whose key was found, unrevoked, for this request. */
export type KeyActor = {
  readonly kind: "key";
  readonly id: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The one agent that this key may speak for, or null for any. */
  readonly agentName: string | null;
  readonly [proven]: true;
};

/**
 * A key as it was found a moment ago. Nothing of a key ever changes but that it is revoked, so this proves nothing:
 * whoever acts on it reads in the transaction in which it acts that the key still stands, and gets its actor.
 */
export type KeyClaim = { readonly kind: "key_claim"; readonly key: Omit<KeyActor, "kind" | typeof proven> };

/** Reeve itself: sweeps, seeding, the first start. */
export type SystemActor = { readonly kind: "system"; readonly id: null; readonly name: "Reeve"; readonly [proven]: true };

export type Actor = PersonActor | KeyActor | SystemActor;

// Only the session gate and the API-key gate mint actors (and the seed and tests, which have no request).
export const mintPerson = (person: Omit<PersonActor, "kind" | typeof proven>): PersonActor =>
  ({ kind: "person", ...person }) as PersonActor;
export const mintKey = (key: Omit<KeyActor, "kind" | typeof proven>): KeyActor => ({ kind: "key", ...key }) as KeyActor;
export const systemActor = { kind: "system", id: null, name: "Reeve" } as SystemActor;

/** Whether the actor is a person who holds at least one of the roles. */
export const hasRole = (actor: Actor, ...roles: readonly Role[]): actor is PersonActor =>
  actor.kind === "person" && roles.some((role) => actor.roles.has(role));

/** Whether the actor is a key with this scope. */
export const hasScope = (actor: Actor, scope: Scope): actor is KeyActor => actor.kind === "key" && actor.scopes.has(scope);

import { idsOfRoles } from "@/server/identity/service";
import type { Role } from "@/server/kernel/roles";
import type { Notice } from "@/server/notifications/schema";
import { notify, settle } from "@/server/notifications/service";
import type { Actor } from "@/server/platform/actor";
import type { ReadTx } from "@/server/platform/tx";

// Whom the stop and the return of an agent concern. Whoever did it knows already.

type Recipients = Notice["recipients"];

const ROLE_WORDS: Readonly<Partial<Record<Role, string>>> = {
  operator: "you are an operator",
  admin: "you are an administrator",
  executive: "you are an executive",
};

async function keepersOf(tx: ReadTx, ownerId: string | null, actor: Actor, roles: readonly Role[]): Promise<Recipients> {
  const byRole: { personId: string; because: string }[] = [];
  for (const role of roles) {
    for (const personId of await idsOfRoles([role], tx)) byRole.push({ personId, because: ROLE_WORDS[role] ?? `your role is ${role}` });
  }
  const owner = ownerId === null ? [] : [{ personId: ownerId, because: "you own the agent" }];
  return [...byRole, ...owner].filter(({ personId }) => personId !== actor.id);
}

const aboutAgent = (name: string) => ({ path: `/agents/${encodeURIComponent(name)}`, groupKey: `agent:${name}` });

type Stopped = { readonly id: string; readonly name: string; readonly ownerId: string | null; readonly revision: number };

/** Tells that an agent was killed, at once and by every way, or that it may act again. */
export async function tellState(
  tx: ReadTx,
  actor: Actor,
  kind: "agent.killed" | "agent.restored",
  { id, name, ownerId, revision }: Stopped,
  reason: string,
  now: Date,
): Promise<void> {
  const isKill = kind === "agent.killed";
  const notice: Notice = {
    ...aboutAgent(name),
    kind,
    subject: { type: "agent", id },
    recipients: await keepersOf(tx, ownerId, actor, isKill ? ["operator", "admin", "executive"] : ["operator"]),
    important: isKill,
    title: `${name} was ${isKill ? "killed" : "restored"} by ${actor.name}`,
    body: reason,
    dedupeKey: `${kind}:${id}:${revision}`,
  };
  await notify(tx, [notice], now);
}

type Wish = { readonly id: string; readonly name: string; readonly ownerId: string | null; readonly reason: string };

/** Tells those who may agree that somebody wants a killed agent to work again. */
export async function tellRestoreAsked(tx: ReadTx, actor: Actor, { id, name, ownerId, reason }: Wish, now: Date): Promise<void> {
  const notice: Notice = {
    ...aboutAgent(name),
    kind: "agent.restore_asked",
    subject: { type: "restore", id },
    recipients: await keepersOf(tx, ownerId, actor, ["operator"]),
    important: false,
    title: `${actor.name} asks to restore ${name}`,
    body: `A second person must agree within 24 hours. ${reason}`,
    dedupeKey: `agent.restore_asked:${id}`,
  };
  await notify(tx, [notice], now);
}

/** Closes what was told of a wish to restore, on every channel. */
export const settleRestore = (tx: ReadTx, id: string, words: string, now: Date): Promise<void> =>
  settle(tx, { type: "restore", id }, words, now);

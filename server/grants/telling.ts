import { readForGate } from "@/server/fleet/service";
import { idsOfRoles } from "@/server/identity/service";
import type { Notice } from "@/server/notifications/schema";
import { notify, settle } from "@/server/notifications/service";
import type { Actor } from "@/server/platform/actor";
import type { ReadTx } from "@/server/platform/tx";
import type { EndCause } from "./core/terms";

// Whom a standing grant concerns: who gave it, who owns the agent, and the operators, who keep watch over all of them.

type About = { readonly id: string; readonly agentName: string; readonly toolName: string };
type Told = Pick<Notice, "kind" | "recipients" | "title" | "body" | "dedupeKey"> & Partial<Pick<Notice, "subject">>;

const day = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

const tell = (tx: ReadTx, { id, agentName }: About, told: Told, now: Date): Promise<void> => {
  const path = `/queue/grants?open=${id}`;
  const notice = { subject: { type: "grant", id }, important: false, path, groupKey: `grant:${id}`, ...told };
  return notify(tx, [{ ...notice, title: `${told.title}: ${agentName}` }], now);
};

const asOperators = async (tx: ReadTx, without: readonly (string | null)[]): Promise<Notice["recipients"]> =>
  (await idsOfRoles(["operator"], tx))
    .filter((personId) => !without.includes(personId))
    .map((personId) => ({ personId, because: "you are an operator" }));

const ownerOf = async (tx: ReadTx, { agentName, toolName }: About): Promise<string | null> =>
  (await readForGate(tx, agentName, toolName)).agent?.ownerId ?? null;

const asOwner = (ownerId: string | null): Notice["recipients"] =>
  ownerId === null ? [] : [{ personId: ownerId, because: "you own the agent" }];

/** From now on calls pass without anybody being asked: the agent's owner and the operators hear of it. */
export async function tellCreated(tx: ReadTx, grant: About & { readonly authorId: string; readonly endsAt: Date }, now: Date) {
  const told = [...asOwner(await ownerOf(tx, grant)), ...(await asOperators(tx, [grant.authorId]))];
  const title = "A standing grant began";
  const body = `Calls of ${grant.toolName} that fit it run without being asked about, until ${day(grant.endsAt)} at the latest.`;
  const recipients = told.filter(({ personId }) => personId !== grant.authorId);
  await tell(tx, grant, { kind: "grant.created", recipients, title, body, dedupeKey: `grant.created:${grant.id}` }, now);
}

const question = ({ id }: About) => ({ type: "grant_extension", id });

/** Operators who may confirm it are asked: not whoever asked, nor the agent's owner. */
export async function tellExtensionAsked(tx: ReadTx, actor: Actor, grant: About, until: Date, now: Date): Promise<void> {
  const recipients = await asOperators(tx, [actor.id, await ownerOf(tx, grant)]);
  const title = "A standing grant is to last longer";
  const body = `${actor.name} asks that it last until ${day(until)}. Another operator must confirm it.`;
  const dedupeKey = `grant.extension_asked:${grant.id}:${now.getTime()}`;
  await tell(tx, grant, { kind: "grant.extension_asked", subject: question(grant), recipients, title, body, dedupeKey }, now);
}

type Answered = About & { readonly authorId: string; readonly extendAskedById: string | null };

/** Closes the question on every channel, and tells who asked and who gave the grant what came of it. */
export async function tellExtension(tx: ReadTx, actor: Actor, grant: Answered, until: Date | null, now: Date): Promise<void> {
  await settle(tx, question(grant), until === null ? `Not extended: ${actor.name} dropped it` : `Extended by ${actor.name}`, now);
  const asked = grant.extendAskedById === null ? [] : [{ personId: grant.extendAskedById, because: "you asked for it" }];
  const recipients = [...asked, { personId: grant.authorId, because: "you gave the grant" }].filter(
    ({ personId }) => personId !== actor.id,
  );
  const title = until === null ? "A standing grant keeps its end" : "A standing grant lasts longer";
  const body = until === null ? `${actor.name} dropped the question for a later end.` : `${actor.name} confirmed: until ${day(until)}.`;
  await tell(tx, grant, { kind: "grant.extended", recipients, title, body, dedupeKey: `grant.extended:${grant.id}:${now.getTime()}` }, now);
}

const CAUSES: Readonly<Record<EndCause, string>> = {
  expired: "Its time is over.",
  used_up: "Its uses or its money are used up.",
  revoked: "It was taken back.",
  killed: "The agent was stopped.",
  retired: "The agent was retired.",
  tool_changed: "The tool became another version, or takes other arguments.",
  agent_changed: "The agent's risk, its environment or its right to the tool became another.",
};

type Ended = About & { readonly authorId: string; readonly endCause: EndCause };

/** Tells who gave them that these grants are over, and why: the next calls ask people again. */
export async function tellEnded(tx: ReadTx, actor: Actor, ended: readonly Ended[], now: Date): Promise<void> {
  for (const grant of ended) {
    await settle(tx, question(grant), "The grant ended", now);
    const by = grant.endCause === "revoked" ? ` ${actor.name} did it.` : "";
    const recipients = [{ personId: grant.authorId, because: "you gave the grant" }].filter(({ personId }) => personId !== actor.id);
    const body = `${CAUSES[grant.endCause]}${by} The next calls of ${grant.toolName} ask people again.`;
    const title = "A standing grant ended";
    await tell(tx, grant, { kind: "grant.ended", recipients, title, body, dedupeKey: `grant.ended:${grant.id}` }, now);
  }
}

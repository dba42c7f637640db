import { ok, type Result, refuse } from "@/server/kernel/result";
import { type Role, SCOPES, type Scope } from "@/server/kernel/roles";
import { type KeyActor, type KeyClaim, mintKey } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { sha256Hex } from "@/server/platform/digest";
import { remembered } from "@/server/platform/remembered";
import { sharedReading } from "@/server/platform/shared-reading";
import type { PgTx, PrismaTx, ReadTx } from "@/server/platform/tx";
import { dropOldFailures } from "./failure-store";
import { dropOldEnrolments } from "./passkey-store";
import type { GroupSummary, OrganisationSummary, PersonSummary } from "./schema";
import * as store from "./store";

const USED_EVERY_MS = 60_000;
const KNOWN_FOR_MS = 30_000;
const liveKey = sharedReading(store.findLiveKey);

/** Keys are random, so a plain SHA-256 keeps them as safe as a slow hash would. */
export const hashKey = sha256Hex;

/** The actor of a machine request, from its `Authorization` header or the bare key. The key is read on every call: a revoked one is refused at once. */
export async function authenticateKey(bearer: string | null): Promise<Result<KeyActor>> {
  const hash = hashOf(bearer);
  const row = hash === null ? null : await lookUpKey(hash);
  return row === null ? noKey() : ok(mintKey(toKey(row)));
}

const knownKey = remembered(KNOWN_FOR_MS, lookUpKey);

/** The key of a machine request as this process knows it from a moment ago; an unknown one is looked for now. */
export async function claimKey(bearer: string | null): Promise<Result<KeyClaim>> {
  const hash = hashOf(bearer);
  const row = hash === null ? null : ((await knownKey(hash)) ?? (await lookUpKey(hash)));
  return row === null ? noKey() : ok({ kind: "key_claim", key: toKey(row) });
}

/** The actor of a claim, read in the transaction that acts on it: a key that was revoked is refused at once. */
export const confirmKey = async (tx: PgTx, { key }: KeyClaim): Promise<Result<KeyActor>> =>
  (await store.isKeyLiveIn(tx, key.id)) ? ok(mintKey(key)) : noKey();

const noKey = () => refuse("unauthenticated", "Send a valid API key: Authorization: Bearer rv_…");

function hashOf(bearer: string | null): string | null {
  const key = bearer?.replace(/^Bearer /i, "").trim() ?? "";
  return key.startsWith("rv_") && key.length <= 256 ? hashKey(key) : null;
}

async function lookUpKey(hash: string): Promise<store.LiveKey | null> {
  const row = await liveKey(hash);
  if (row !== null) await recordUse(row);
  return row;
}

const toKey = (row: store.LiveKey): KeyClaim["key"] => ({
  id: row.id,
  name: row.name,
  scopes: new Set(row.scopes.filter((scope): scope is Scope => (SCOPES as readonly string[]).includes(scope))),
  agentName: row.agent_name,
});

/** Whether the key of a call that lasts still stands: it may have been revoked since the call began. */
export const stillStands = (actor: KeyActor): Promise<boolean> => store.isLiveKey(actor.id);

/** At most once a minute: when a key was last used must not cost a write a request. */
async function recordUse(row: store.LiveKey): Promise<void> {
  const now = clock.now();
  const notAfter = new Date(now.getTime() - USED_EVERY_MS);
  if (row.last_used_at === null || row.last_used_at < notAfter) await store.touchKey(row.id, now, notAfter);
}

/** People by id, in no order; ids that nobody has are left out. Deactivated people are still named. */
export const listPeopleByIds = (ids: readonly string[]): Promise<PersonSummary[]> =>
  ids.length === 0 ? Promise.resolve([]) : store.listPeopleByIds([...new Set(ids)]);

/** The person with this e-mail address in any case of letters, deactivated or not. */
export async function findPersonByEmail(email: string): Promise<PersonSummary | null> {
  const row = await store.findPersonByEmail(email.trim().toLowerCase());
  return row === null ? null : { id: row.id, name: row.name, email: row.email, title: row.title };
}

/** Who has this address, in lower case, deactivated or not: inside the gate's transaction. */
export const personIdByEmail = store.findPersonIdByEmail;

/** People who may be chosen as owner or member: the active ones, by name. */
export const listActivePeople = (): Promise<PersonSummary[]> => store.listActivePeople();

/** A person as someone to be asked: the groups they are in, and whether they are an active approver. */
export type Candidate = { readonly id: string; readonly name: string; readonly groupIds: readonly string[]; readonly isApprover: boolean };

/** These people as candidates; ids that nobody has are left out. */
export async function candidatesByIds(ids: readonly string[]): Promise<Candidate[]> {
  if (ids.length === 0) return [];
  const rows = await store.listWithGroups(ids);
  return rows.map(({ id, name, memberships, roles, deactivatedAt }) => ({
    id,
    name,
    groupIds: memberships.map((membership) => membership.groupId),
    isApprover: deactivatedAt === null && roles.includes("approver"),
  }));
}

/** Every active approver, as a candidate. */
export async function listApprovers(): Promise<Candidate[]> {
  const rows = await store.listApprovers();
  return rows.map(({ id, name, memberships }) => ({ id, name, groupIds: memberships.map(({ groupId }) => groupId), isApprover: true }));
}

/** Active people who hold one of the roles. */
export const idsOfRoles = (roles: readonly Role[], tx?: ReadTx): Promise<string[]> => store.listIdsOfRoles(roles, tx);

/** Everyone whom an active person answers to. */
export const listManagerIds = (): Promise<string[]> => store.listManagerIds();

/** How many seconds a person has to undo a decision of theirs. */
export const undoSecondsOf = async (personId: string): Promise<number> => (await store.findUndoSeconds(personId)) ?? 0;

/** Who a person answers to, if that is known. */
export const managerIdOf = async (personId: string): Promise<string | null> => (await store.findManager(personId)) ?? null;

/** Which of these people cannot act: deactivated, or never there. */
export async function inactiveAmong(ids: readonly string[], tx?: ReadTx): Promise<ReadonlySet<string>> {
  const active = new Set(ids.length === 0 ? [] : await store.listActiveIds([...new Set(ids)], tx));
  return new Set(ids.filter((id) => !active.has(id)));
}

/** Groups that are not archived, by name. */
export const listGroups = (): Promise<GroupSummary[]> => store.listGroups();

/** Ids of the groups with these names; a name without a group is a refusal that lists it. */
export async function groupIdsByNames(names: readonly string[]): Promise<Result<string[]>> {
  if (names.length === 0) return ok([]);
  const rows = await store.listGroupsByNames(names);
  const idByName = new Map(rows.map((row) => [row.name, row.id]));
  const unknown = names.filter((name) => !idByName.has(name));
  if (unknown.length > 0) return refuse("invalid_request", `No such group: ${unknown.join(", ")}.`);
  return ok(names.flatMap((name) => idByName.get(name) ?? []));
}

/** The organisation that this installation serves. Before the first start has finished: a nameless one. */
export async function organisation(tx?: PrismaTx): Promise<OrganisationSummary> {
  const row = await store.findOrganisation(tx?.prisma);
  return row === null
    ? { name: "your organisation", timeZone: "UTC", isDemo: false, isSingleOperator: false }
    : { name: row.name, timeZone: row.timeZone, isDemo: row.isDemo, isSingleOperator: row.isSingleOperator };
}

type Block = { left: number; endsAtMs: number; spentUntilMs: number; refill: Promise<void> | null };

/** One process may hold this part of a limit in advance, so that a high limit does not cost a write a request. */
const BLOCKS_A_LIMIT = 50;
const blocks = new Map<string, Block>();
const MAX_BLOCKS = 10_000;

/**
 * Takes one from the installation's limit of `limit` in `windowSeconds`, or refuses with the seconds to wait.
 * Exact over all processes in one direction: never more than the limit; a process may hold up to a fiftieth of it unused.
 */
export async function takeRate(key: string, limit: number, windowSeconds: number): Promise<Result<void>> {
  const block = blockOf(`${key}/${limit}/${windowSeconds}`);
  for (;;) {
    const nowMs = performance.now();
    if (block.endsAtMs > nowMs && block.left > 0) {
      block.left -= 1;
      return ok(undefined);
    }
    if (block.spentUntilMs > nowMs) return tooMany(block.spentUntilMs - nowMs);
    // One refill at a time in a process: the others wait for it and look again.
    if (block.refill === null) {
      block.refill = refill(block, key, limit, windowSeconds).finally(() => {
        block.refill = null;
      });
    }
    await block.refill;
    if (block.left <= 0 && block.spentUntilMs > performance.now()) return tooMany(block.spentUntilMs - performance.now());
  }
}

/** Gives back what was taken with this key, for a limit that only failures should use up. */
export const giveBackRate = async (key: string): Promise<void> => {
  for (const [name, block] of blocks) if (name.startsWith(`${key}/`)) block.spentUntilMs = 0;
  await store.giveBackToWindow(key);
};

function blockOf(name: string): Block {
  const known = blocks.get(name);
  if (known) return known;
  if (blocks.size >= MAX_BLOCKS) dropOldBlocks();
  const block: Block = { left: 0, endsAtMs: 0, spentUntilMs: 0, refill: null };
  blocks.set(name, block);
  return block;
}

function dropOldBlocks(): void {
  const nowMs = performance.now();
  for (const [name, block] of blocks)
    if (block.refill === null && block.endsAtMs < nowMs && block.spentUntilMs < nowMs) blocks.delete(name);
}

async function refill(block: Block, key: string, limit: number, windowSeconds: number): Promise<void> {
  const wanted = Math.max(1, Math.floor(limit / BLOCKS_A_LIMIT));
  for (const amount of wanted === 1 ? [1] : [wanted, 1]) {
    const { taken, ms_left } = await store.takeFromWindow(key, amount, limit, windowSeconds);
    const endsAtMs = performance.now() + ms_left;
    if (taken) {
      block.left = amount;
      block.endsAtMs = endsAtMs;
      block.spentUntilMs = 0;
      return;
    }
    block.left = 0;
    block.spentUntilMs = endsAtMs;
  }
}

function tooMany(ms: number): Result<void> {
  const retryAfterSeconds = Math.max(1, Math.ceil(ms / 1000));
  return refuse("rate_limited", `Too many requests. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}

/** Removes counters and unused links that count for nothing any more. Safe to run anywhere, any time. */
export async function forgetWhatIsOver(now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 60 * 60 * 1000);
  await store.dropOldWindows(dayAgo);
  await store.dropStaleSetupLinks(dayAgo);
  await dropOldFailures(dayAgo);
  await dropOldEnrolments(dayAgo);
}

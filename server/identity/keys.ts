import { randomBytes } from "node:crypto";
import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { SCOPES, type Scope } from "@/server/kernel/roles";
import { type Actor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import type { CreateKey } from "./schema";
import { hashKey } from "./service";
import * as store from "./store";

const forbidden = refuse("forbidden", "Only an administrator may do this.");

/** API keys without their secret, for those who may see the settings: live ones first. */
export async function listKeys(actor: Actor) {
  if (!access.readSettings(actor)) return refuse("forbidden", "Only administrators and auditors see this.");
  const rows = await store.listKeys();
  const creators = await store.listPeopleByIds(rows.flatMap((row) => row.createdById ?? []));
  const nameById = new Map(creators.map((person) => [person.id, person.name]));
  const keys = rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    agentName: row.agentName,
    createdBy: row.createdById === null ? "the first start" : (nameById.get(row.createdById) ?? "someone"),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }));
  return ok({ canManage: access.manage(actor), keys });
}

/** Makes a key and answers it this once: only its hash is kept. */
export async function createKey(actor: Actor, input: CreateKey): Promise<Result<{ keyId: string; key: string }>> {
  if (!access.manage(actor)) return forbidden;
  const key = `rv_${randomBytes(32).toString("base64url")}`;
  const row = keyRow({ key, name: input.name, scopes: [...new Set(input.scopes)], agentName: input.agentName, createdById: actor.id });
  await insert(actor, row);
  return ok({ keyId: row.id, key });
}

/** Ends a key: its next request is refused. */
export async function revokeKey(actor: Actor, keyId: string): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.revokeKey(tx, keyId, now))) return refuse("not_found", "There is no such key, or it is revoked already.");
    const subject = { type: "key", id: keyId };
    await audit.append(tx, { kind: "key.revoked", actor: audit.entryActor(actor), subject, occurredAt: now, data: {} });
    return ok(undefined);
  });
}

/** Sees to it that the key of the environment exists, with all scopes. Created once: a revoked one stays revoked. Answers whether it is new. */
export async function ensureInitKey(key: string): Promise<boolean> {
  return insert(systemActor, keyRow({ key, name: "First key", scopes: [...SCOPES], agentName: null, createdById: null }));
}

const insert = (actor: Actor, row: store.KeyRow): Promise<boolean> =>
  inTransaction(async (tx) => {
    if (!(await store.insertKey(tx, row))) return false;
    const data = { scopes: row.scopes, agentName: row.agentName };
    const subject = { type: "key", id: row.id };
    await audit.append(tx, { kind: "key.created", actor: audit.entryActor(actor), subject, occurredAt: row.createdAt, data });
    return true;
  });

const keyRow = (input: {
  key: string;
  name: string;
  scopes: Scope[];
  agentName: string | null;
  createdById: string | null;
}): store.KeyRow => ({
  id: newId("apiKey"),
  name: input.name,
  keyHash: hashKey(input.key),
  hint: input.key.slice(-4),
  scopes: input.scopes,
  agentName: input.agentName,
  createdById: input.createdById,
  createdAt: clock.now(),
  lastUsedAt: null,
  revokedAt: null,
});

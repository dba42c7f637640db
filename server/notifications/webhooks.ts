import { randomBytes } from "node:crypto";
import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { seal } from "@/server/platform/sealed";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import type { ChangeWebhook, CreateWebhook } from "./schema";
import { configuredChannels, MAX_ENDPOINTS } from "./service";
import { SECRET_PURPOSE, WEBHOOKS_PATH } from "./webhook-sender";
import * as store from "./webhook-store";

/** After a rotation both secrets sign, so that a receiver may change over in peace. */
const OVERLAP_MS = 24 * 60 * 60_000;
const SECRET_BYTES = 32;

const forbidden = refuse("forbidden", "Only an administrator may do this.");
const unknown = refuse("not_found", "There is no such webhook.");

const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;

const record = (
  tx: PrismaTx,
  actor: Actor,
  kind: `webhook.${string}`,
  id: string,
  now: Date,
  data: Parameters<typeof audit.append>[1]["data"],
) => audit.append(tx, { kind, actor: audit.entryActor(actor), subject: { type: "webhook", id }, occurredAt: now, data });

/** The channels of this installation and the endpoints it calls, without their secrets. */
export async function readSettings(actor: Actor) {
  if (!access.readSettings(actor)) return refuse("forbidden", "Only administrators and auditors see this.");
  const rows = await store.listEndpoints();
  const now = clock.now();
  return ok({
    canManage: access.manage(actor),
    channels: configuredChannels(),
    webhooks: rows.map((row) => ({
      id: row.id,
      url: row.url,
      description: row.description,
      events: row.events,
      createdAt: row.createdAt.toISOString(),
      failingSince: row.disabledAt === null ? (row.failingSince?.toISOString() ?? null) : null,
      disabledAt: row.disabledAt?.toISOString() ?? null,
      disabledBecause: row.disabledBecause as "person" | "failing" | "gone" | null,
      /** Until when the secret before this one signs, too. */
      overlapUntil: row.previousUntil !== null && row.previousUntil > now ? row.previousUntil.toISOString() : null,
    })),
  });
}

/** Adds an endpoint and answers its signing secret this once. */
export async function createWebhook(actor: Actor, input: CreateWebhook): Promise<Result<{ endpointId: string; secret: string }>> {
  if (!access.manage(actor) || actor.id === null) return forbidden;
  const now = clock.now();
  const secret = newSecret();
  const row: store.EndpointRow = {
    id: newId("webhookEndpoint"),
    url: input.url,
    description: input.description,
    events: [...new Set(input.events)],
    secret: seal(secret, SECRET_PURPOSE),
    previousSecret: null,
    previousUntil: null,
    failingSince: null,
    disabledAt: null,
    disabledBecause: null,
    removedAt: null,
    createdById: actor.id,
    createdAt: now,
    updatedAt: now,
  };
  return inTransaction(async (tx) => {
    if (!(await store.insertEndpoint(tx, row, MAX_ENDPOINTS)))
      return refuse("conflict", `There are ${MAX_ENDPOINTS} webhooks already: remove one first.`);
    await record(tx, actor, "webhook.created", row.id, now, { events: row.events });
    return ok({ endpointId: row.id, secret });
  });
}

/** Changes the row and puts that on record, or refuses when the endpoint is removed or the guard fails. */
async function change(
  actor: Actor,
  endpointId: string,
  kind: `webhook.${string}`,
  guard: Parameters<typeof store.updateEndpoint>[2],
  data: Parameters<typeof store.updateEndpoint>[3],
  entry: Parameters<typeof record>[5] = {},
  andThen: (tx: PrismaTx, now: Date) => Promise<unknown> = async () => undefined,
): Promise<Result<void>> {
  if (!access.manage(actor)) return forbidden;
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.updateEndpoint(tx, endpointId, guard, { ...data, updatedAt: now }))) return unknown;
    await andThen(tx, now);
    await record(tx, actor, kind, endpointId, now, entry);
    return ok(undefined);
  });
}

/** Changes the address, the events or the description. What waits goes to the new address. */
export const changeWebhook = (actor: Actor, { endpointId, url, events, description }: ChangeWebhook): Promise<Result<void>> =>
  change(actor, endpointId, "webhook.changed", {}, { url, events: [...new Set(events)], description }, { events });

/** Turns an endpoint on or off. Off: what waits is dropped. */
export function enableWebhook(actor: Actor, { endpointId, isEnabled }: { endpointId: string; isEnabled: boolean }): Promise<Result<void>> {
  if (isEnabled) {
    const on = { disabledAt: null, disabledBecause: null, failingSince: null };
    return change(actor, endpointId, "webhook.enabled", { disabledAt: { not: null } }, on);
  }
  const off = { disabledAt: clock.now(), disabledBecause: "person" };
  return change(actor, endpointId, "webhook.disabled", { disabledAt: null }, off, { because: "person" }, (tx, now) =>
    store.dropWaiting(tx, endpointId, "The endpoint was disabled.", now),
  );
}

/** Takes an endpoint out of use for good. Its deliveries stay in the log. */
export function removeWebhook(actor: Actor, endpointId: string): Promise<Result<void>> {
  const now = clock.now();
  const gone = { removedAt: now, disabledAt: now, disabledBecause: "person", previousSecret: null, previousUntil: null };
  return change(actor, endpointId, "webhook.removed", {}, gone, {}, (tx, at) =>
    store.dropWaiting(tx, endpointId, "The endpoint was removed.", at),
  );
}

/** Makes a new secret and answers it this once. For a day the one before signs as well. */
export async function rotateSecret(actor: Actor, endpointId: string): Promise<Result<{ secret: string; overlapUntil: string }>> {
  if (!access.manage(actor)) return forbidden;
  const endpoint = await store.findEndpoint(endpointId);
  if (endpoint === null) return unknown;
  const secret = newSecret();
  const previousUntil = new Date(clock.now().getTime() + OVERLAP_MS);
  const data = { secret: seal(secret, SECRET_PURPOSE), previousSecret: endpoint.secret, previousUntil };
  // Guarded by the secret that was read: of two who rotate at once, one is told to look again.
  const changed = await change(actor, endpointId, "webhook.secret_rotated", { secret: endpoint.secret }, data);
  return changed.ok
    ? ok({ secret, overlapUntil: previousUntil.toISOString() })
    : refuse("conflict", "Someone else has just rotated it. Look again.");
}

/** Sends a test event to one endpoint; the answer's id leads to how it went. */
export async function testWebhook(actor: Actor, endpointId: string): Promise<Result<{ deliveryId: string }>> {
  if (!access.manage(actor)) return forbidden;
  const endpoint = await store.findEndpoint(endpointId);
  if (endpoint === null) return unknown;
  if (endpoint.disabledAt !== null) return refuse("conflict", "This webhook is off. Enable it first.");
  const now = clock.now();
  const test = { noticeId: newId("notice"), deliveryId: newId("delivery"), endpointId, title: "A test from Reeve", path: WEBHOOKS_PATH };
  return inTransaction(async (tx) => {
    await store.insertTest(tx, test, now);
    await record(tx, actor, "webhook.tested", endpointId, now, {});
    return ok({ deliveryId: test.deliveryId });
  });
}

import * as audit from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { cursorAfter, readCursor } from "@/server/kernel/cursor";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import type { OutgoingChannel } from "./core/kinds";
import * as store from "./delivery-store";
import type { DeliveriesInput } from "./schema";
import { configuredChannels } from "./service";
import { findEndpointUrls } from "./webhook-store";

const forbidden = refuse("forbidden", "Only administrators and auditors see this.");

type Row = Awaited<ReturnType<typeof store.listDeliveries>>[number];

/** Whom a delivery goes to, in words: a person, a channel of Slack, the host of an endpoint. Its address may hold a secret. */
async function receivers(rows: readonly Row[]): Promise<(row: Row) => string> {
  const [people, endpoints] = await Promise.all([
    listPeopleByIds(rows.flatMap((row) => row.personId ?? [])),
    findEndpointUrls(rows.flatMap((row) => row.endpointId ?? [])),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const hosts = new Map(endpoints.map(({ id, url }) => [id, new URL(url).host]));
  return ({ personId, slackChannel, endpointId }) => names.get(personId ?? "") ?? slackChannel ?? hosts.get(endpointId ?? "") ?? "Nobody";
}

const toDelivery = (row: Row, receiver: string) => ({
  id: row.id,
  channel: row.channel as OutgoingChannel,
  purpose: row.purpose as "notice" | "update",
  state: row.state as "waiting" | "sending" | "sent" | "dead" | "dropped",
  kind: row.notice.kind,
  title: row.notice.title,
  path: row.notice.path,
  receiver,
  personId: row.personId,
  endpointId: row.endpointId,
  attempts: row.attempts,
  nextAttemptAt: row.state === "waiting" ? (row.nextAttemptAt?.toISOString() ?? null) : null,
  lastCode: row.lastCode,
  lastError: row.lastError,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** What goes out, newest first: to whom, how it went, when it is tried again. */
export async function listDeliveries(actor: Actor, input: DeliveriesInput) {
  if (!access.readSettings(actor)) return forbidden;
  const after = readCursor(input.cursor, "delivery");
  if (!after.ok) return after;
  const rows = await store.listDeliveries(input, after.value, input.limit + 1);
  const items = rows.slice(0, input.limit);
  const receiverOf = await receivers(items);
  const nextCursor = cursorAfter(rows, input.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  return ok({ items: items.map((row) => toDelivery(row, receiverOf(row))), nextCursor });
}

/** One delivery with each of its attempts. */
export async function readDelivery(actor: Actor, id: string) {
  if (!access.readSettings(actor)) return forbidden;
  const row = await store.findDelivery(id);
  if (row === null) return refuse("not_found", "There is no such delivery; those older than 90 days are forgotten.");
  const receiverOf = await receivers([row]);
  const attempts = row.log.map(({ number, at, durationMs, isSent, code, error }) => ({
    ...{ number, durationMs, isSent, code, error },
    at: at.toISOString(),
  }));
  return ok({
    ...toDelivery(row, receiverOf(row)),
    log: attempts,
    canRetry: access.manage(actor) && ["waiting", "dead", "dropped"].includes(row.state),
  });
}

/** How many are on their way and how many were given up, by channel, with which channels are set up. */
export async function summariseDeliveries(actor: Actor) {
  if (!access.readSettings(actor)) return forbidden;
  const counts = await store.countOpen();
  const sum = (isWanted: (row: (typeof counts)[number]) => boolean) =>
    counts.filter(isWanted).reduce((total, row) => total + row._count, 0);
  return ok({
    canManage: access.manage(actor),
    channels: configuredChannels(),
    underWay: sum((row) => row.state !== "dead"),
    givenUp: sum((row) => row.state === "dead"),
  });
}

/** Makes a delivery due now, one that was given up as well. */
export async function retryNow(actor: Actor, id: string): Promise<Result<void>> {
  if (!access.manage(actor)) return refuse("forbidden", "Only an administrator may do this.");
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.retryNow(tx, id, now))) return refuse("conflict", "It is sent, or being sent right now.");
    const subject = { type: "delivery", id };
    await audit.append(tx, { kind: "delivery.retried", actor: audit.entryActor(actor), subject, occurredAt: now, data: {} });
    return ok(undefined);
  });
}

import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type EndpointRow = Prisma.WebhookEndpointModel;

export const listEndpoints = () =>
  prisma().webhookEndpoint.findMany({
    where: { removedAt: null },
    orderBy: [{ disabledAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
  });
export const findEndpoint = (id: string) => prisma().webhookEndpoint.findFirst({ where: { id, removedAt: null } });
export const findEndpointUrls = (ids: readonly string[]) =>
  prisma().webhookEndpoint.findMany({ where: { id: { in: [...ids] } }, select: { id: true, url: true } });

/** Adds the endpoint unless there are `max` already. */
export async function insertEndpoint(tx: PrismaTx, row: EndpointRow, max: number): Promise<boolean> {
  await tx.execute("select pg_advisory_xact_lock(hashtext('reeve.notifications.endpoints'))");
  if ((await tx.prisma.webhookEndpoint.count({ where: { removedAt: null } })) >= max) return false;
  await tx.prisma.webhookEndpoint.create({ data: row });
  return true;
}

/** Changes the endpoint if it is not removed and `guard` still holds. */
export async function updateEndpoint(
  tx: PrismaTx,
  id: string,
  guard: Prisma.WebhookEndpointWhereInput,
  data: Prisma.WebhookEndpointUpdateManyMutationInput,
): Promise<boolean> {
  const { count } = await tx.prisma.webhookEndpoint.updateMany({ where: { AND: [{ id, removedAt: null }, guard] }, data });
  return count === 1;
}

/** What waits for an endpoint that is off goes nowhere. */
export const dropWaiting = (tx: PrismaTx, endpointId: string, why: string, now: Date) =>
  tx.prisma.delivery.updateMany({
    where: { endpointId, state: "waiting" },
    data: { state: "dropped", nextAttemptAt: null, finishedAt: now, lastError: why },
  });

/** Notes that the endpoint answered, or since when it does not. */
export const noteSuccess = (id: string) =>
  prisma().webhookEndpoint.updateMany({ where: { id, failingSince: { not: null } }, data: { failingSince: null } });
export const noteFailure = (id: string, now: Date) =>
  prisma().webhookEndpoint.updateMany({ where: { id, failingSince: null }, data: { failingSince: now } });

export const listAdministratorIds = async (tx: PrismaTx): Promise<string[]> =>
  (await tx.prisma.person.findMany({ where: { roles: { has: "admin" }, deactivatedAt: null }, select: { id: true } })).map(({ id }) => id);

/** A test: a notice for nobody and its one delivery. */
export async function insertTest(
  tx: PrismaTx,
  test: { noticeId: string; deliveryId: string; endpointId: string; title: string; path: string },
  now: Date,
): Promise<void> {
  await tx.prisma.notice.create({
    data: {
      id: test.noticeId,
      kind: "webhook.tested",
      subjectType: "webhook",
      subjectId: test.endpointId,
      isImportant: false,
      title: test.title,
      body: "",
      path: test.path,
      groupKey: `webhook:${test.endpointId}`,
      dedupeKey: `webhook.tested:${test.noticeId}`,
      createdAt: now,
    },
  });
  await tx.prisma.delivery.create({
    data: {
      id: test.deliveryId,
      noticeId: test.noticeId,
      channel: "webhook",
      purpose: "notice",
      endpointId: test.endpointId,
      isImportant: true,
      state: "waiting",
      attempts: 0,
      nextAttemptAt: now,
      createdAt: now,
    },
  });
}

import { Prisma } from "@/prisma/generated/client";
import type { Position } from "@/server/kernel/cursor";
import { prisma } from "@/server/platform/db";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import type { OutgoingChannel } from "./core/kinds";
import type { NextStep, Outcome } from "./core/retries";
import type { ToldNotice } from "./core/told";

/** One endpoint never gets more than this at a time: a slow one must not hold up the others. */
const IN_FLIGHT_A_ENDPOINT = 4;
const MAILS_TOGETHER = 50;

/** A delivery that this process alone may send until `leaseUntil`. */
export type Claimed = {
  readonly id: string;
  readonly noticeId: string;
  readonly channel: OutgoingChannel;
  readonly purpose: "notice" | "update";
  readonly attempts: number;
  readonly personId: string | null;
  readonly endpointId: string | null;
  readonly slackChannel: string | null;
  readonly isImportant: boolean;
  readonly batchId: string | null;
  readonly remoteChannel: string | null;
  readonly remoteTs: string | null;
  readonly because: string | null;
  readonly notice: ToldNotice;
  readonly person: { readonly name: string; readonly email: string; readonly isActive: boolean } | null;
  readonly quiet: { readonly from: number; readonly to: number; readonly timeZone: string } | null;
};

type Row = { id: string };

/** Takes what is due, the longest due first. For e-mail all that goes as one; else one delivery. Empty when nothing is due. */
export async function claim(channel: OutgoingChannel, now: Date, leaseUntil: Date): Promise<Claimed[]> {
  const rows = channel === "email" ? await claimMail(now, leaseUntil) : await claimOne(channel, now, leaseUntil);
  return rows.length === 0 ? [] : load(rows.map(({ id }) => id));
}

const claimOne = (channel: OutgoingChannel, now: Date, leaseUntil: Date): Promise<Row[]> => prisma().$queryRaw<Row[]>`
  update delivery set state = 'sending', attempts = attempts + 1, next_attempt_at = ${leaseUntil}::timestamptz
  where id = (
    select d.id from delivery d
    where d.channel = ${channel} and d.state in ('waiting', 'sending') and d.next_attempt_at <= ${now}::timestamptz
      and (d.endpoint_id is null or ${IN_FLIGHT_A_ENDPOINT}::int > (
        select count(*) from delivery s where s.endpoint_id = d.endpoint_id and s.state = 'sending' and s.next_attempt_at > ${now}::timestamptz
      ))
    order by d.next_attempt_at limit 1 for update skip locked
  ) returning id`;

// One claim at a time, so that two workers do not part what should go as one e-mail.
const claimMail = (now: Date, leaseUntil: Date): Promise<Row[]> =>
  inTransaction(async (tx) => {
    await tx.execute("select pg_advisory_xact_lock(hashtext('reeve.notifications.mail'))");
    return tx.prisma.$queryRaw<Row[]>`
      with first as (
        select id, person_id, batch_id, is_important from delivery
        where channel = 'email' and state in ('waiting', 'sending') and next_attempt_at <= ${now}::timestamptz
        order by next_attempt_at, id limit 1 for update skip locked
      ), together as (
        select d.id from delivery d join first f on d.id = f.id
          or (f.batch_id is not null and d.batch_id = f.batch_id and d.state in ('waiting', 'sending'))
          or (f.batch_id is null and not f.is_important and d.channel = 'email' and d.state = 'waiting' and d.batch_id is null
            and not d.is_important and d.person_id = f.person_id)
        order by d.created_at, d.id limit ${MAILS_TOGETHER}
      )
      update delivery d set state = 'sending', attempts = d.attempts + 1, next_attempt_at = ${leaseUntil}::timestamptz,
        batch_id = coalesce(d.batch_id, f.id)
      from together t, first f where d.id = t.id and d.state in ('waiting', 'sending') returning d.id`;
  });

const LOADED = {
  notice: { include: { inboxItems: { select: { personId: true, because: true } } } },
} as const satisfies Prisma.DeliveryInclude;

async function load(ids: readonly string[]): Promise<Claimed[]> {
  const rows = await prisma().delivery.findMany({
    where: { id: { in: [...ids] } },
    include: LOADED,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const personIds = rows.flatMap((row) => row.personId ?? []);
  const [people, settings] = await Promise.all([
    prisma().person.findMany({ where: { id: { in: personIds } }, select: { id: true, name: true, email: true, deactivatedAt: true } }),
    prisma().notificationSetting.findMany({ where: { personId: { in: personIds } } }),
  ]);
  return rows.map(({ notice: { inboxItems, ...notice }, ...row }) => {
    const person = people.find(({ id }) => id === row.personId);
    const setting = settings.find(({ personId }) => personId === row.personId);
    const hasQuiet = setting !== undefined && setting.quietFrom !== null && setting.quietTo !== null;
    return {
      ...row,
      channel: row.channel as OutgoingChannel,
      purpose: row.purpose as Claimed["purpose"],
      notice: notice as unknown as ToldNotice,
      because: inboxItems.find(({ personId }) => personId === row.personId)?.because ?? null,
      person: person === undefined ? null : { name: person.name, email: person.email, isActive: person.deactivatedAt === null },
      quiet: hasQuiet ? { from: setting.quietFrom ?? 0, to: setting.quietTo ?? 0, timeZone: setting.timeZone } : null,
    };
  });
}

export type Finished = {
  readonly claimed: Claimed;
  readonly outcome: Outcome;
  readonly step: NextStep;
  readonly at: Date;
  readonly durationMs: number;
};

const UPDATE_OF = `
insert into delivery (id, notice_id, channel, purpose, person_id, slack_channel, is_important, state, attempts, next_attempt_at, remote_channel, remote_ts, created_at)
select 'dlu_' || substr(d.id, 5), d.notice_id, 'slack', 'update', d.person_id, d.slack_channel, true, 'waiting', 0, $2::timestamptz,
  d.remote_channel, d.remote_ts, $2::timestamptz
from delivery d join notice n on n.id = d.notice_id
where d.id = $1 and d.channel = 'slack' and d.purpose = 'notice' and d.state = 'sent' and d.remote_ts is not null and n.settled_at is not null
on conflict (id) do nothing`;

/** Writes down how an attempt went. One that lost its lease meanwhile changes nothing: whoever took over writes. */
export const finish = (finished: readonly Finished[]): Promise<void> =>
  inTransaction(async (tx) => {
    // The same lock as `settle` takes: a card that was settled while it was sent is changed right after.
    const noticeIds = finished.map(({ claimed }) => claimed.noticeId).sort();
    await tx.prisma.$queryRaw`select id from notice where id in (${Prisma.join(noticeIds)}) order by id for share`;
    for (const one of finished) await finishOne(tx, one);
  });

async function finishOne(tx: PrismaTx, { claimed, outcome, step, at, durationMs }: Finished): Promise<void> {
  const error = outcome.kind === "failed" ? outcome.error : outcome.kind === "dropped" ? outcome.why : null;
  const code = outcome.kind === "dropped" ? null : outcome.code;
  const remote = outcome.kind === "sent" && outcome.remote ? { remoteChannel: outcome.remote.channel, remoteTs: outcome.remote.ts } : {};
  const { count } = await tx.prisma.delivery.updateMany({
    where: { id: claimed.id, state: "sending", attempts: claimed.attempts },
    data: {
      state: step.state,
      nextAttemptAt: step.nextAttemptAt,
      finishedAt: step.nextAttemptAt === null ? at : null,
      lastCode: code,
      lastError: error,
      ...remote,
    },
  });
  if (count === 0) return;
  if (outcome.kind !== "dropped") {
    const row = { deliveryId: claimed.id, number: claimed.attempts, at, durationMs, isSent: outcome.kind === "sent", code, error };
    await tx.prisma.deliveryAttempt.createMany({ data: [row], skipDuplicates: true });
  }
  await tx.execute(UPDATE_OF, claimed.id, at);
}

/** Puts back what must not go now, as if it had not been taken. */
export const postpone = (claimed: readonly Claimed[], until: Date) =>
  inTransaction(async (tx) => {
    for (const { id, attempts } of claimed) {
      await tx.prisma.delivery.updateMany({
        where: { id, state: "sending", attempts },
        data: { state: "waiting", attempts: attempts - 1, nextAttemptAt: until, batchId: null },
      });
    }
  });

// The log

export type LogFilter = {
  readonly channel?: OutgoingChannel;
  readonly state?: string;
  readonly personId?: string;
  readonly endpointId?: string;
};

const NOTICE = { select: { kind: true, title: true, path: true } } as const;

export const listDeliveries = ({ channel, state, personId, endpointId }: LogFilter, after: Position | null, limit: number) =>
  prisma().delivery.findMany({
    where: {
      channel,
      state,
      personId,
      endpointId,
      AND: after ? [{ createdAt: { lte: after.at } }, { NOT: { createdAt: after.at, id: { gte: after.id } } }] : [],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    include: { notice: NOTICE },
  });

export const findDelivery = (id: string) =>
  prisma().delivery.findUnique({ where: { id }, include: { notice: NOTICE, log: { orderBy: { number: "asc" } } } });

/** Deliveries by channel and state, of those that are not done or came to nothing. */
export const countOpen = () =>
  prisma().delivery.groupBy({ by: ["channel", "state"], where: { state: { in: ["waiting", "sending", "dead"] } }, _count: true });

/** Makes a delivery that is not done due now, one that was given up or dropped too. Zero: it is sent or being sent. */
export async function retryNow(tx: PrismaTx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.prisma.delivery.updateMany({
    where: { id, state: { in: ["waiting", "dead", "dropped"] } },
    data: { state: "waiting", nextAttemptAt: now, finishedAt: null },
  });
  return count === 1;
}

/** Removes what is done since before the moment, a batch at a time; answers whether there may be more. */
export async function forgetDeliveries(before: Date, limit: number): Promise<boolean> {
  return inTransaction(async (tx) => {
    const old = await tx.prisma.delivery.findMany({
      where: { createdAt: { lt: before }, state: { in: ["sent", "dead", "dropped"] } },
      select: { id: true },
      orderBy: { createdAt: "asc" },
      take: limit,
    });
    const ids = old.map(({ id }) => id);
    await tx.prisma.deliveryAttempt.deleteMany({ where: { deliveryId: { in: ids } } });
    await tx.prisma.delivery.deleteMany({ where: { id: { in: ids } } });
    return old.length === limit;
  });
}

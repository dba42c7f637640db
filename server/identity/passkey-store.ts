import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type PasskeyRow = Prisma.PasskeyModel;

export const listLive = (personId: string) =>
  prisma().passkey.findMany({ where: { personId, removedAt: null }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

export const countLive = (personId: string) => prisma().passkey.count({ where: { personId, removedAt: null } });

/** Passkeys by id, removed ones too. */
export const listByIds = (ids: readonly string[]) =>
  prisma().passkey.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, removedAt: true } });

/** Puts a passkey in; false when that credential is enrolled already. */
export async function insertPasskey(tx: PrismaTx, row: PasskeyRow): Promise<boolean> {
  const { count } = await tx.prisma.passkey.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** Gives a passkey of this person another name; false when they have no such passkey. */
export async function rename(personId: string, id: string, name: string, tx: PrismaTx): Promise<boolean> {
  return (await tx.prisma.passkey.updateMany({ where: { id, personId, removedAt: null }, data: { name } })).count === 1;
}

/** Takes a passkey of this person out of use; false when it is not in use. */
export async function remove(personId: string, id: string, now: Date, tx: PrismaTx): Promise<boolean> {
  return (await tx.prisma.passkey.updateMany({ where: { id, personId, removedAt: null }, data: { removedAt: now } })).count === 1;
}

/** A passkey by its credential, whoever's it is, with whether its person may act; held until the transaction ends. */
export async function lockByCredential(tx: PrismaTx, credentialId: string) {
  await tx.execute("select 1 from passkey where credential_id = $1 for update", credentialId);
  const row = await tx.prisma.passkey.findUnique({ where: { credentialId } });
  if (row === null) return null;
  const person = await tx.prisma.person.findUnique({ where: { id: row.personId }, select: { deactivatedAt: true } });
  return { ...row, isPersonActive: person !== null && person.deactivatedAt === null };
}

/** Notes a use; false when the authenticator has not counted on since the last one. One that does not count says 0. */
export async function noteUse(tx: PrismaTx, id: string, counter: bigint, now: Date): Promise<boolean> {
  const isOn = counter === 0n ? { counter: 0n } : { counter: { lt: counter } };
  const { count } = await tx.prisma.passkey.updateMany({ where: { id, removedAt: null, ...isOn }, data: { counter, lastUsedAt: now } });
  return count === 1;
}

export const insertEnrolment = (row: { challenge: string; personId: string; createdAt: Date; expiresAt: Date }) =>
  prisma().passkeyEnrolment.create({ data: row });

/** Uses the question up; false when it was used, is over, or was never put to this person. */
export async function spendEnrolment(tx: PrismaTx, challenge: string, personId: string, now: Date): Promise<boolean> {
  const where = { challenge, personId, usedAt: null, expiresAt: { gt: now } };
  return (await tx.prisma.passkeyEnrolment.updateMany({ where, data: { usedAt: now } })).count === 1;
}

export const dropOldEnrolments = (before: Date) => prisma().passkeyEnrolment.deleteMany({ where: { expiresAt: { lt: before } } });

/** When a session began, if it is this person's and still good. */
export async function sessionStart(personId: string, sessionId: string, now: Date): Promise<Date | null> {
  const where = { id: sessionId, personId, revokedAt: null, expiresAt: { gt: now } };
  return (await prisma().session.findFirst({ where, select: { createdAt: true } }))?.createdAt ?? null;
}

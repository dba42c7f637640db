import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type FailureSubject = { readonly type: string; readonly id: string };
type Due = { readonly now: Date; readonly notAfter: Date };

/**
 * Counts one more failure. Answers how many an entry has to tell of, this one included, when the last entry is not
 * younger than `notAfter`; else 0, and the failure is kept for the next entry.
 */
export async function countFailure(tx: PrismaTx, { type, id }: FailureSubject, { now, notAfter }: Due): Promise<number> {
  const isFirst = await tx.execute(
    `insert into sign_in_failure (subject_type, subject_id, recorded_at, unrecorded, last_at)
     values ($1, $2, $3::timestamptz, 0, $3::timestamptz) on conflict do nothing`,
    type,
    id,
    now,
  );
  if (isFirst === 1) return 1;
  const isKept = await tx.execute(
    `update sign_in_failure set unrecorded = unrecorded + 1, last_at = $3::timestamptz
     where subject_type = $1 and subject_id = $2 and recorded_at > $4::timestamptz`,
    type,
    id,
    now,
    notAfter,
  );
  if (isKept === 1) return 0;
  const [row] = await tx.prisma.$queryRaw<{ unrecorded: number }[]>`
    select unrecorded from sign_in_failure where subject_type = ${type} and subject_id = ${id} for update`;
  await tx.prisma.signInFailure.updateMany({
    where: { subjectType: type, subjectId: id },
    data: { recordedAt: now, unrecorded: 0, lastAt: now },
  });
  return (row?.unrecorded ?? 0) + 1;
}

/** Takes what was counted since entries that are not younger than `notAfter`. What another worker holds is left to it. */
export async function takeCountedFailures(tx: PrismaTx, { now, notAfter }: Due) {
  const rows = await tx.prisma.$queryRaw<(FailureSubject & { count: number; lastAt: Date })[]>`
    select subject_type as type, subject_id as id, unrecorded as count, last_at as "lastAt" from sign_in_failure
    where unrecorded > 0 and recorded_at <= ${notAfter} order by recorded_at limit 200 for update skip locked`;
  for (const { type, id } of rows) {
    await tx.prisma.signInFailure.updateMany({ where: { subjectType: type, subjectId: id }, data: { unrecorded: 0, recordedAt: now } });
  }
  return rows;
}
export const dropOldFailures = (before: Date) =>
  prisma().signInFailure.deleteMany({ where: { unrecorded: 0, recordedAt: { lt: before } } });

import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export type ChoiceRow = Prisma.BriefChoiceModel;

export const findChoice = (personId: string): Promise<ChoiceRow | null> => prisma().briefChoice.findUnique({ where: { personId } });

export const saveChoice = (tx: PrismaTx, row: ChoiceRow) =>
  tx.prisma.briefChoice.upsert({ where: { personId: row.personId }, create: row, update: row });

export const removeChoice = (tx: PrismaTx, personId: string) => tx.prisma.briefChoice.deleteMany({ where: { personId } });

/** Those whom a brief is due to, as long as they are executives who may sign in. */
export const listDue = (now: Date): Promise<ChoiceRow[]> =>
  prisma().$queryRaw<ChoiceRow[]>`
    select c.person_id as "personId", c.every, c.time_zone as "timeZone", c.next_at as "nextAt"
    from brief_choice c join person p on p.id = c.person_id
    where c.next_at <= ${now}::timestamptz and p.deactivated_at is null and 'executive' = any(p.roles) order by c.next_at limit 200`;

/** Sets when the next one is due, if nobody else did meanwhile. */
export async function moveOn(tx: PrismaTx, { personId, nextAt }: ChoiceRow, next: Date): Promise<boolean> {
  const { count } = await tx.prisma.briefChoice.updateMany({ where: { personId, nextAt }, data: { nextAt: next } });
  return count > 0;
}

import { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";

export const insertInvoice = async (
  tx: PrismaTx,
  {
    rates,
    ...row
  }: Omit<Prisma.InvoiceUncheckedCreateInput, "lines" | "rates"> & { readonly rates: Readonly<Record<string, string>> | null },
  lines: readonly Omit<Prisma.InvoiceLineUncheckedCreateInput, "invoiceId">[],
): Promise<void> => {
  await tx.prisma.invoice.create({ data: { ...row, rates: rates ?? Prisma.DbNull } });
  await tx.prisma.invoiceLine.createMany({ data: lines.map((line) => ({ ...line, invoiceId: row.id })) });
};

export const findByDigest = (tx: PrismaTx, digest: string) =>
  tx.prisma.invoice.findFirst({ where: { digest, removedAt: null }, select: { id: true } });

/** Taking in a file waits for another that is being taken in, so that the same one is found. */
export const lockInvoices = (tx: PrismaTx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtextextended('invoices', 0))");

export type InvoiceRow = Prisma.InvoiceGetPayload<{ include: { lines: true } }>;

export const listInvoices = (limit: number): Promise<InvoiceRow[]> =>
  prisma().invoice.findMany({
    where: { removedAt: null },
    include: { lines: true },
    orderBy: [{ lastDay: "desc" }, { at: "desc" }],
    take: limit,
  });

export const findInvoice = (id: string): Promise<InvoiceRow | null> =>
  prisma().invoice.findFirst({ where: { id, removedAt: null }, include: { lines: true } });

export async function removeInvoice(tx: PrismaTx, id: string, byId: string, now: Date): Promise<boolean> {
  const { count } = await tx.prisma.invoice.updateMany({ where: { id, removedAt: null }, data: { removedAt: now, removedById: byId } });
  return count > 0;
}

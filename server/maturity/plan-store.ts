import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";

export type TargetRecord = Prisma.MaturityTargetModel;
export type FigureRecord = Prisma.MaturityFigureModel;
export type ItemRecord = Prisma.MaturityItemModel;

const on = (tx: PrismaTx | null) => tx?.prisma ?? prisma();

export const listTargets = (): Promise<TargetRecord[]> =>
  prisma().maturityTarget.findMany({ orderBy: [{ subject: "asc" }, { scope: "asc" }, { level: "asc" }] });

export async function saveTarget(tx: PrismaTx, row: TargetRecord): Promise<void> {
  const { subject, scope, level } = row;
  await tx.prisma.maturityTarget.upsert({ where: { subject_scope_level: { subject, scope, level } }, create: row, update: row });
}

export async function removeTarget(tx: PrismaTx, key: Pick<TargetRecord, "subject" | "scope" | "level">): Promise<boolean> {
  const { subject, scope, level } = key;
  return (await tx.prisma.maturityTarget.deleteMany({ where: { subject, scope, level } })).count > 0;
}

export const listFigures = (tx: PrismaTx | null = null): Promise<FigureRecord[]> => on(tx).maturityFigure.findMany();

export async function saveFigure(tx: PrismaTx, row: FigureRecord): Promise<void> {
  const { subject, figure } = row;
  await tx.prisma.maturityFigure.upsert({ where: { subject_figure: { subject, figure } }, create: row, update: row });
}

export async function removeFigure(tx: PrismaTx, { subject, figure }: Pick<FigureRecord, "subject" | "figure">): Promise<void> {
  await tx.prisma.maturityFigure.deleteMany({ where: { subject, figure } });
}

/** Lets one at a time give items of the roadmap their places. */
export const lockItems = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtextextended('maturity roadmap', 0))");

/** Every item, by quarter and place. */
export const listItems = (): Promise<ItemRecord[]> =>
  prisma().maturityItem.findMany({ orderBy: [{ quarter: "asc" }, { position: "asc" }, { id: "asc" }] });

/** The newest item of a criterion. */
export const findItemOf = (criterion: string): Promise<ItemRecord | null> =>
  prisma().maturityItem.findFirst({ where: { criterion }, orderBy: { id: "desc" } });

export const findItem = (id: string, tx: PrismaTx | null = null): Promise<ItemRecord | null> =>
  on(tx).maturityItem.findUnique({ where: { id } });

/** The ids of a quarter's items by place. */
export async function listPlaces(tx: PrismaTx, quarter: string): Promise<string[]> {
  const rows = await tx.prisma.maturityItem.findMany({
    where: { quarter },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Adds an item; false where its criterion has an open one. */
export async function insertItem(tx: PrismaTx, row: Prisma.MaturityItemUncheckedCreateInput): Promise<boolean> {
  return (await tx.prisma.maturityItem.createMany({ data: [row], skipDuplicates: true })).count > 0;
}

/** Changes an open item, if nobody did since it was read. */
export async function changeItem(
  tx: PrismaTx,
  { id, revision }: Pick<ItemRecord, "id" | "revision">,
  data: Prisma.MaturityItemUncheckedUpdateManyInput,
): Promise<boolean> {
  const where = { id, revision, outcome: null };
  return (await tx.prisma.maturityItem.updateMany({ where, data: { ...data, revision: revision + 1 } })).count > 0;
}

/** Gives items their places in the order of their ids here. */
export const setPlaces = (tx: Tx, ids: readonly string[]): Promise<number> =>
  tx.execute(
    `update maturity_item i set position = o.place from unnest($1::text[]) with ordinality as o (id, place)
     where i.id = o.id and i.position <> o.place`,
    ids,
  );

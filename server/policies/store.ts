import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "@/server/platform/db";
import { type PgTx, type PrismaTx, queryRows, type ReadTx } from "@/server/platform/tx";
import type { PolicySet, Rule, RuleDefinition } from "./core/rule";

/** A rule version in its place within a policy version. Sets from before places were kept apart say none. */
type RuleRef = { readonly ruleId: string; readonly version: number; readonly order?: number };
type RuleVersionRecord = {
  readonly ruleId: string;
  readonly version: number;
  readonly definition: RuleDefinition;
  readonly authorId: string | null;
  readonly reason: string;
  readonly createdAt: Date;
};

const read = <R extends object>(tx: ReadTx | undefined, sql: string, ...values: readonly unknown[]): Promise<R[]> =>
  tx === undefined ? prisma().$queryRawUnsafe<R[]>(sql, ...values) : queryRows<R>(tx, sql, ...values);

const VERSION_IN_FORCE = "select coalesce(max(version), 0)::int as version from policy_version";

/** The number of the policy version in force, as of now; 0 before the first publication. */
export async function versionInForce(tx?: ReadTx): Promise<number> {
  const rows = await read<{ version: number }>(tx, VERSION_IN_FORCE);
  return rows[0]?.version ?? 0;
}

const LOAD_RULES = `
  select p.published_at as "publishedAt", r.rule_id as id, r.version, r.definition, l."order" as "place", r.author_id as "authorId"
  from policy_version p
  left join jsonb_to_recordset(p.rules) as l("ruleId" text, version int, "order" int) on true
  left join rule_version r on r.rule_id = l."ruleId" and r.version = l.version
  where p.version = $1`;

type LoadedRow = {
  readonly publishedAt: Date;
  readonly id: string | null;
  readonly version: number;
  readonly definition: RuleDefinition;
  readonly place: number | null;
  readonly authorId: string | null;
};

/** One policy version with its rules by order, or null if there is no such version. */
export async function findPolicy(version: number, tx?: PgTx): Promise<PolicySet | null> {
  const rows = await read<LoadedRow>(tx, LOAD_RULES, version);
  const [first] = rows;
  if (first === undefined) return null;
  const rules = rows
    .filter((row) => row.id !== null)
    .map((row): Rule => {
      const { definition, place, version, authorId } = row;
      return { ...definition, order: place ?? definition.order, version, authorId };
    })
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  return { version, publishedAt: first.publishedAt.toISOString(), rules };
}

/** Whether a rule of this id is, or ever was, in force. */
export const isRuleKnown = async (ruleId: string): Promise<boolean> =>
  (await prisma().ruleVersion.findFirst({ where: { ruleId }, select: { version: true } })) !== null;

/** The newest version of each of these rules, whether in force or not. */
export async function listNewestRuleVersions(tx: PrismaTx, ruleIds: readonly string[]): Promise<RuleVersionRecord[]> {
  const rows = await tx.prisma.ruleVersion.findMany({
    where: { ruleId: { in: [...ruleIds] } },
    orderBy: [{ ruleId: "asc" }, { version: "desc" }],
    distinct: ["ruleId"],
  });
  return rows.map(toRecord);
}

/** Takes the number for a new policy version; false when someone else took it meanwhile. */
export async function insertPolicyVersion(
  tx: PrismaTx,
  row: { version: number; rules: readonly RuleRef[]; publishedById: string | null; reason: string; publishedAt: Date },
): Promise<boolean> {
  const inserted = await tx.execute(
    `insert into policy_version (version, rules, published_by_id, reason, published_at)
     values ($1, $2::jsonb, $3, $4, $5::timestamptz) on conflict (version) do nothing`,
    row.version,
    JSON.stringify(row.rules),
    row.publishedById,
    row.reason,
    row.publishedAt,
  );
  return inserted === 1;
}

export async function insertRuleVersions(tx: PrismaTx, rows: readonly RuleVersionRecord[]): Promise<void> {
  await tx.prisma.ruleVersion.createMany({
    data: rows.map((row) => ({ ...row, definition: row.definition as unknown as Prisma.InputJsonValue })),
  });
}

/** The versions of one rule, newest first. */
export async function listRuleVersions(ruleId: string): Promise<RuleVersionRecord[]> {
  const rows = await prisma().ruleVersion.findMany({ where: { ruleId }, orderBy: { version: "desc" }, take: 100 });
  return rows.map(toRecord);
}

/** When and by whom each of these rule versions was written. */
export async function listRuleOrigins(refs: readonly RuleRef[]): Promise<RuleVersionRecord[]> {
  if (refs.length === 0) return [];
  const rows = await prisma().ruleVersion.findMany({ where: { OR: refs.map(({ ruleId, version }) => ({ ruleId, version })) } });
  return rows.map(toRecord);
}

/** Policy versions below `before` (null: from the newest), newest first. */
export async function listPolicyVersions(before: number | null, limit: number) {
  const where = before === null ? {} : { version: { lt: before } };
  const rows = await prisma().policyVersion.findMany({ where, orderBy: { version: "desc" }, take: limit });
  return rows.map((row) => ({
    version: row.version,
    ruleCount: (row.rules as unknown as readonly RuleRef[]).length,
    publishedById: row.publishedById,
    reason: row.reason,
    publishedAt: row.publishedAt,
  }));
}

function toRecord(row: { ruleId: string; version: number; definition: unknown; authorId: string | null; reason: string; createdAt: Date }) {
  return { ...row, definition: row.definition as RuleDefinition };
}

import { prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";
import type { AttributionRule, Whose } from "./core/attribution";
import { readKept } from "./core/kept-span";

export async function newestRules(): Promise<{ readonly version: number; readonly rules: readonly AttributionRule[] }> {
  const row = await prisma().attributionVersion.findFirst({ orderBy: { version: "desc" } });
  return row === null ? { version: 0, rules: [] } : { version: row.version, rules: row.rules as unknown as readonly AttributionRule[] };
}

export async function listRuleVersions(limit: number) {
  const rows = await prisma().attributionVersion.findMany({ orderBy: { version: "desc" }, take: limit });
  return rows.map(({ rules, ...row }) => ({ ...row, rules: (rules as unknown as readonly AttributionRule[]).length }));
}

type NewVersion = {
  readonly version: number;
  readonly rules: readonly AttributionRule[];
  readonly authorId: string;
  readonly reason: string;
  readonly changedAt: Date;
};

/** Puts the next version in force; false when someone else was first. */
export const insertRules = async (tx: PrismaTx, { rules, ...row }: NewVersion): Promise<boolean> =>
  (await tx.prisma.attributionVersion.createMany({ data: [{ ...row, rules: rules as never }], skipDuplicates: true })).count === 1;

/** Has traces looked at again as a whole of which some call is not known to be whose, from a moment on; answers how many. */
export const reopenUnclear = (tx: Tx, since: Date): Promise<number> =>
  tx.execute(
    `update trace set settled_at = null where settled_at is not null and id in (select s.trace_id from step s
       join cost_dimension d on d.id = s.cost_dimension_id
       where s.started_at >= $1::timestamptz and (d.agent is null or d.team is null or d.task_class is null))`,
    since,
  );

/** The services that send, by the id of their source. */
export async function listServices(): Promise<ReadonlyMap<string, string>> {
  const sources = await prisma().ingestSource.findMany({ select: { id: true, service: true } });
  return new Map(sources.map(({ id, service }) => [id, service]));
}

export type StepKey = { readonly traceId: string; readonly spanId: string };

/** What the payloads of steps say about themselves and their sender, as text; of steps whose payload is still kept. */
export async function attributesOf(keys: readonly StepKey[], since: string): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (keys.length === 0) return new Map();
  const rows = await prisma().$queryRawUnsafe<(StepKey & { readonly span: string })[]>(
    `select p.trace_id as "traceId", p.span_id as "spanId", p.span from step_payload p
     join unnest($1::text[], $2::text[]) as k (trace_id, span_id) on k.trace_id = p.trace_id and k.span_id = p.span_id
     where p.started_at >= $3::timestamptz`,
    keys.map(({ traceId }) => traceId),
    keys.map(({ spanId }) => spanId),
    since,
  );
  return new Map(
    rows.map(({ traceId, spanId, span }) => {
      const { attributes, resource } = readKept(span);
      const said = { ...resource, ...attributes };
      return [traceId + spanId, new Map(Object.entries(said).map(([name, value]) => [name, String(value)]))];
    }),
  );
}

export type UnclearRow = StepKey & Whose & { readonly sourceId: string; readonly costPicoUsd: string };

/** Priced calls from a moment on that are not known to be whose, the dearest first. */
export const listUnclear = (since: Date, limit: number): Promise<UnclearRow[]> =>
  prisma().$queryRawUnsafe(
    `select s.trace_id as "traceId", s.span_id as "spanId", d.agent, d.team, d.task_class as "taskClass", s.source_id as "sourceId",
       s.cost_pico_usd::text as "costPicoUsd"
     from step s join cost_dimension d on d.id = s.cost_dimension_id
     where s.started_at >= $1::timestamptz and s.cost_bucket = 'priced' and (d.agent is null or d.team is null or d.task_class is null)
     order by s.cost_pico_usd desc limit $2::int`,
    since,
    limit,
  );

type Shares = { readonly total: string; readonly agent: string; readonly team: string; readonly taskClass: string };

/** What all priced calls from a moment on cost, and of it what is said to be whose. */
export async function sumShares(since: Date): Promise<Shares> {
  const [row] = await prisma().$queryRawUnsafe<Shares[]>(
    `select coalesce(sum(cost), 0)::text as total, coalesce(sum(cost) filter (where agent is not null), 0)::text as agent,
       coalesce(sum(cost) filter (where team is not null), 0)::text as team,
       coalesce(sum(cost) filter (where task_class is not null), 0)::text as "taskClass"
     from (select s.cost_dimension_id, sum(s.cost_pico_usd) as cost from step s
       where s.started_at >= $1::timestamptz and s.cost_bucket = 'priced' group by 1) c join cost_dimension d on d.id = c.cost_dimension_id`,
    since,
  );
  if (row === undefined) throw new Error("an aggregate answered no row");
  return row;
}

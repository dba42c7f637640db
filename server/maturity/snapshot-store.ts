import type { Prisma } from "@/prisma/generated/client";
import { invariant } from "@/server/kernel/result";
import { prisma } from "@/server/platform/db";
import type { PrismaTx, Tx } from "@/server/platform/tx";
import type { Result, SnapshotContent } from "./core/snapshot";
import type { State } from "./core/state";

/** Lets one at a time bring what people said into a snapshot, so that no later snapshot lacks what an earlier one had. */
export const lockSnapshots = (tx: Tx): Promise<number> => tx.execute("select pg_advisory_xact_lock(hashtextextended('maturity', 0))");

/** Takes the turn to evaluate, unless someone has it. A worker that died with it gives it up at `until`. */
export async function takeTurn(now: Date, until: Date): Promise<boolean> {
  const taken = await prisma().$executeRaw`insert into maturity_turn (id, until) values (1, ${until}::timestamptz)
    on conflict (id) do update set until = excluded.until where maturity_turn.until <= ${now}::timestamptz`;
  return taken > 0;
}

/** Gives the turn back, if it is still the one that was taken. */
export const giveTurnBack = (until: Date, now: Date): Promise<number> =>
  prisma().$executeRaw`update maturity_turn set until = ${now}::timestamptz where id = 1 and until = ${until}::timestamptz`;

/** Whether there is a daily snapshot of a day. */
export const hasDaily = async (day: string): Promise<boolean> =>
  (await prisma().maturitySnapshot.findFirst({ where: { day, isDaily: true }, select: { id: true } })) !== null;

type Row = Omit<Prisma.MaturitySnapshotModel, "dimensions" | "states" | "origin"> &
  Pick<SnapshotContent, "dimensions" | "states" | "origin">;
export type KeptResult = Omit<Result, "samples">;

const toRow = (row: Prisma.MaturitySnapshotModel): Row => row as unknown as Row;

const json = (value: unknown): Prisma.InputJsonValue | undefined => (value === null ? undefined : (value as Prisma.InputJsonValue));

/** All results in one statement: of a past there are thousands. */
const INSERT_RESULTS = `insert into maturity_result (snapshot_id, criterion, state, weight, query_version, window_days, n, min_sample,
    held, samples, lack, missing, took_ms, basis_id, valid_until)
  select "snapshotId", criterion, state, weight, "queryVersion", "windowDays", n, "minSample", held, samples, lack, missing, "tookMs",
    "basisId", "validUntil"
  from jsonb_to_recordset($1::jsonb) r ("snapshotId" text, criterion text, state text, weight int, "queryVersion" int, "windowDays" int,
    n int, "minSample" int, held jsonb, samples jsonb, lack int, missing text, "tookMs" int, "basisId" text, "validUntil" timestamptz)`;

type Sealed = { readonly id: string; readonly digest: string; readonly content: SnapshotContent };

/** Writes snapshots with their results, all or none of them: none where one is of a day that has its daily one already. */
export async function insertSnapshots(tx: PrismaTx, sealed: readonly Sealed[]): Promise<boolean> {
  const rows = sealed.map(({ id, digest, content: { results: _, dimensions, states, ...rest } }) => {
    return { id, digest, ...rest, dimensions: json(dimensions) ?? [], states: json(states) ?? {} };
  });
  const { count } = await tx.prisma.maturitySnapshot.createMany({ data: rows, skipDuplicates: true });
  if (count === 0) return false;
  invariant(count === sealed.length, "of snapshots that are written together, some are of a day that has its own");
  const results = sealed.flatMap(({ id, content }) => content.results.map((result) => ({ ...result, snapshotId: id })));
  await tx.execute(INSERT_RESULTS, JSON.stringify(results));
  return true;
}

/** The newest snapshot that was measured; null before the first. */
export async function findNewest(tx?: PrismaTx): Promise<Row | null> {
  const newest = { where: { origin: null }, orderBy: [{ at: "desc" }, { id: "desc" }] } satisfies Prisma.MaturitySnapshotFindFirstArgs;
  const row = await (tx?.prisma ?? prisma()).maturitySnapshot.findFirst(newest);
  return row === null ? null : toRow(row);
}

export async function findSnapshot(id: string): Promise<Row | null> {
  const row = await prisma().maturitySnapshot.findUnique({ where: { id } });
  return row === null ? null : toRow(row);
}

const resultOf = (row: Omit<Prisma.MaturityResultModel, "snapshotId" | "samples">): KeptResult =>
  ({ ...row, validUntil: row.validUntil?.toISOString() ?? null }) as unknown as KeptResult;

/** The results of a snapshot without the rows behind them, and how many of those there are. */
export async function listResults(snapshotId: string): Promise<(KeptResult & { readonly sampleCount: number })[]> {
  const [rows, counts] = await Promise.all([
    prisma().maturityResult.findMany({ where: { snapshotId }, omit: { samples: true, snapshotId: true } }),
    prisma().$queryRaw<{ criterion: string; count: number }[]>`
      select criterion, jsonb_array_length(samples) as count from maturity_result where snapshot_id = ${snapshotId} and samples is not null`,
  ]);
  const countOf = new Map(counts.map(({ criterion, count }) => [criterion, count]));
  return rows.map((row) => ({ ...resultOf(row), sampleCount: countOf.get(row.criterion) ?? 0 }));
}

/** What defines how a criterion was judged, as text: equal texts are one definition. */
const DEFINITION = `concat_ws('|', r.query_version, r.window_days, r.min_sample, jsonb_path_query_array(r.held, '$[*].op'),
  jsonb_path_query_array(r.held, '$[*].bound'), jsonb_path_query_array(r.held, '$[*].unit'))`;

export type CardRow = Pick<KeptResult, "criterion" | "state" | "weight"> & { readonly snapshotId: string; readonly definition: string };

/** What snapshots said of each criterion, and by which definition. */
export const listCards = (snapshotIds: readonly string[]): Promise<CardRow[]> =>
  prisma().$queryRawUnsafe<CardRow[]>(
    `select r.snapshot_id as "snapshotId", r.criterion, r.state, r.weight, ${DEFINITION} as definition
     from maturity_result r where r.snapshot_id = any($1::text[]) order by r.criterion`,
    snapshotIds,
  );

export type ChangedRow = {
  /** The later of the two. */
  readonly snapshotId: string;
  readonly criterion: string;
  readonly from: State | null;
  readonly to: State;
  readonly isRedefined: boolean;
};

/**
 * What became another state, or is judged by another definition, between the two of each pair, in their order. Within one version of
 * the rubric only bounds that the organisation sets can change: they are looked at, of the criteria that have them.
 */
export const listChanged = (pairs: readonly { before: string; after: string }[], bound: readonly string[]): Promise<ChangedRow[]> =>
  prisma().$queryRawUnsafe<ChangedRow[]>(
    `select r."snapshotId", r.criterion, r."from", r."to", r."isRedefined" from (
       select k.place, n.snapshot_id as "snapshotId", n.criterion, p.state as "from", n.state as "to",
         (n.weight, n.query_version, n.window_days, n.min_sample) is distinct from (p.weight, p.query_version, p.window_days, p.min_sample)
         or (n.criterion = any($3::text[])
           and jsonb_path_query_array(n.held, '$[*].bound') is distinct from jsonb_path_query_array(p.held, '$[*].bound')) as "isRedefined"
       from unnest($1::text[], $2::text[]) with ordinality as k (before, after, place)
       join maturity_result n on n.snapshot_id = k.after
       left join maturity_result p on p.snapshot_id = k.before and p.criterion = n.criterion) r
     where r."from" is distinct from r."to" or r."isRedefined" order by r.place, r.criterion`,
    pairs.map(({ before }) => before),
    pairs.map(({ after }) => after),
    bound,
  );

/** The results of a snapshot, whole. */
export async function listWhole(snapshotId: string, tx?: PrismaTx): Promise<Result[]> {
  const rows = await (tx?.prisma ?? prisma()).maturityResult.findMany({ where: { snapshotId }, omit: { snapshotId: true } });
  return rows.map((row) => ({ ...resultOf(row), samples: row.samples as unknown as Result["samples"] }));
}

export async function findResult(snapshotId: string, criterion: string): Promise<Result | null> {
  const row = await prisma().maturityResult.findUnique({
    where: { snapshotId_criterion: { snapshotId, criterion } },
    omit: { snapshotId: true },
  });
  return row === null ? null : { ...resultOf(row), samples: row.samples as unknown as Result["samples"] };
}

/** The last snapshot of each day since one, oldest first. */
export async function listDays(since: string): Promise<Row[]> {
  const rows = await prisma().maturitySnapshot.findMany({
    where: { day: { gte: since } },
    distinct: ["day"],
    orderBy: [{ day: "desc" }, { at: "desc" }, { id: "desc" }],
  });
  return rows.map(toRow).reverse();
}

export type PastResult = Pick<KeptResult, "state" | "held"> & { readonly at: Date };

/** What the last snapshot of each day said of one criterion, oldest first. */
export async function listPast(criterion: string, since: string): Promise<PastResult[]> {
  return await prisma().$queryRaw<PastResult[]>`
    select * from (select distinct on (s.day) s.at, r.state, r.held from maturity_snapshot s
      join maturity_result r on r.snapshot_id = s.id and r.criterion = ${criterion}
      where s.day >= ${since} order by s.day, s.at desc, s.id desc) d order by at`;
}

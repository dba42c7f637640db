import { prisma } from "@/server/platform/db";
import type { PrismaTx } from "@/server/platform/tx";
import { type Days, STREAMS, type Stream, TABLES } from "./core/retention";

type VersionRow = {
  readonly version: number;
  readonly days: Days;
  readonly authorId: string;
  readonly reason: string;
  readonly changedAt: Date;
};

/** The retention in force, as of now; null as long as nobody changed it. */
export async function findRetention(): Promise<VersionRow | null> {
  const row = await prisma().retentionVersion.findFirst({ orderBy: { version: "desc" } });
  if (row === null) return null;
  const { version, authorId, reason, changedAt, ...days } = row;
  return { version, days, authorId, reason, changedAt };
}

/** Puts the next version in force; false when someone else did so meanwhile. */
export async function insertRetention(tx: PrismaTx, { version, days, authorId, reason, changedAt }: VersionRow): Promise<boolean> {
  const inserted = await tx.execute(
    `insert into retention_version (version, steps, payloads, events, metrics, author_id, reason, changed_at)
     select $1, $2, $3, $4, $5, $6, $7, $8::timestamptz where $1 = 1 + (select coalesce(max(version), 0) from retention_version)
     on conflict (version) do nothing`,
    version,
    days.steps,
    days.payloads,
    days.events,
    days.metrics,
    authorId,
    reason,
    changedAt,
  );
  return inserted === 1;
}

/** One day of one table, as the database has it. */
export type Partition = {
  readonly stream: Stream;
  readonly table: string;
  readonly day: string;
  readonly bytes: bigint;
  readonly isEmpty: boolean;
  /** As it was last counted by the database; null when it never was. */
  readonly records: bigint | null;
};

const STREAM_OF = new Map<string, Stream>(STREAMS.flatMap((stream) => TABLES[stream].map(({ table }) => [table, stream] as const)));

/** All days of all streams, oldest first. */
export async function listPartitions(): Promise<readonly Partition[]> {
  const rows = await prisma().$queryRaw<Omit<Partition, "stream">[]>`
    select p.relname::text as "table", to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') as day,
      pg_total_relation_size(c.oid) as bytes, pg_relation_size(c.oid) = 0 as "isEmpty",
      case when c.reltuples < 0 then null else c.reltuples::int8 end as records
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname = any(${[...STREAM_OF.keys()]}::text[]) and p.relnamespace = 'public'::regnamespace order by 2, 1`;
  return rows.flatMap((row) => {
    const stream = STREAM_OF.get(row.table);
    return stream === undefined ? [] : [{ ...row, stream }];
  });
}

const momentOf = new Map<string, string>(STREAMS.flatMap((stream) => TABLES[stream].map(({ table, at }) => [table, at] as const)));

type Extent = { readonly first: Date | null; readonly last: Date | null; readonly records: bigint };

/** The first and the last record of one day, and how many there are. */
export async function readDay({ table, day }: Pick<Partition, "table" | "day">): Promise<Extent> {
  const at = momentOf.get(table) ?? "at";
  const [row] = await prisma().$queryRawUnsafe<Extent[]>(
    `select min(${at}) as first, max(${at}) as last, count(*) as records from ${table}
     where ${at} >= ($1::text || 'T00:00:00Z')::timestamptz and ${at} < ($1::text || 'T00:00:00Z')::timestamptz + interval '1 day'`,
    day,
  );
  return row ?? { first: null, last: null, records: 0n };
}

type Dropped = { readonly rows: bigint; readonly bytes: bigint };

/** Drops one day of one table; null when it was gone already. Workers take turns. */
export async function dropPartition(tx: PrismaTx, { table, day }: Pick<Partition, "table" | "day">): Promise<Dropped | null> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('traces.retention', 0))");
  const rows = await tx.prisma.$queryRawUnsafe<Dropped[]>("select rows, bytes from drop_partition($1, $2::date)", table, day);
  // The words by which payloads are found are theirs: they stay no longer.
  if (table === "step_payload")
    await tx.execute("delete from trace_words where at < ($1::text || 'T00:00:00Z')::timestamptz + interval '1 day'", day);
  return rows[0] ?? null;
}

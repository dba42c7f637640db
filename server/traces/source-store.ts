import { prisma } from "@/server/platform/db";
import type { PgTx, Tx } from "@/server/platform/tx";

export type SourceKey = { readonly apiKeyId: string; readonly service: string; readonly sdk: string };

/** The id of a source, listed now if it is new. */
export async function sourceId(id: string, { apiKeyId, service, sdk }: SourceKey, now: Date): Promise<string> {
  const rows = await prisma().$queryRawUnsafe<{ id: string }[]>(
    `with added as (insert into ingest_source (id, api_key_id, service, sdk, first_at) values ($1, $2, $3, $4, $5::timestamptz)
       on conflict (api_key_id, service, sdk) do nothing returning id)
     select id from added union all select id from ingest_source where api_key_id = $2 and service = $3 and sdk = $4 limit 1`,
    id,
    apiKeyId,
    service,
    sdk,
    now,
  );
  return rows[0]?.id ?? id;
}

export const countSources = (apiKeyId: string): Promise<number> => prisma().ingestSource.count({ where: { apiKeyId } });

export type Outcome = { readonly sourceId: string; readonly signal: string; readonly outcome: string; readonly count: number };

/** Notes what became of a batch. */
export const insertOutcomes = (tx: Tx, outcomes: readonly Outcome[], now: Date): Promise<number> =>
  outcomes.length === 0
    ? Promise.resolve(0)
    : tx.execute(
        `insert into ingest_delta (source_id, hour, signal, outcome, count)
         select s, date_trunc('hour', $5::timestamptz, 'UTC'), g, o, c from unnest($1::text[], $2::text[], $3::text[], $4::int[]) as u (s, g, o, c)`,
        outcomes.map((one) => one.sourceId),
        outcomes.map((one) => one.signal),
        outcomes.map((one) => one.outcome),
        outcomes.map((one) => one.count),
        now,
      );

/** Folds notes into the counts, up to ten thousand; what another worker holds is left to it. Answers how many. */
export const foldOutcomes = (tx: PgTx): Promise<number> =>
  tx.execute(
    `with taken as (delete from ingest_delta where id in (select id from ingest_delta order by id limit 10000 for update skip locked)
       returning source_id, hour, signal, outcome, count)
     insert into ingest_count (source_id, hour, signal, outcome, count)
     select source_id, hour, signal, outcome, sum(count) from taken group by 1, 2, 3, 4 order by 1, 2, 3, 4
     on conflict (source_id, hour, signal, outcome) do update set count = ingest_count.count + excluded.count`,
  );

export type SourceRow = SourceKey & {
  readonly id: string;
  readonly keyName: string;
  readonly signal: string;
  readonly outcome: string;
  readonly count: bigint;
  readonly lastAt: Date;
};

/** What each source sent since a moment and what became of it, folded or not yet. */
export const listOutcomes = (since: Date): Promise<SourceRow[]> => prisma().$queryRaw`
  select s.id, s.api_key_id as "apiKeyId", k.name as "keyName", s.service, s.sdk, c.signal, c.outcome, sum(c.count)::bigint as count, max(c.hour) as "lastAt"
  from (select source_id, hour, signal, outcome, count from ingest_count where hour >= ${since}
        union all select source_id, hour, signal, outcome, count from ingest_delta where hour >= ${since}) c
  join ingest_source s on s.id = c.source_id join api_key k on k.id = s.api_key_id
  group by s.id, k.name, c.signal, c.outcome order by s.service, s.sdk, s.id, c.signal, c.outcome`;

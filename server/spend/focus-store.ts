import { TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { prisma } from "@/server/platform/db";
import type { PgTx } from "@/server/platform/tx";
import { CLASS_COLUMNS, HOURLY } from "./fold-store";

/** A day of a zone within a range, with the month that it is of. */
export type Day = { readonly from: Date; readonly to: Date; readonly billingFrom: Date; readonly billingTo: Date };

/** The days of a zone that a range touches, each as far as the range goes, oldest first. */
export const listDays = (from: Date, to: Date, timeZone: string): Promise<Day[]> =>
  prisma().$queryRaw<Day[]>`
    select greatest(d at time zone ${timeZone}, ${from}::timestamptz) as from,
      least((d + interval '1 day') at time zone ${timeZone}, ${to}::timestamptz) as to,
      date_trunc('month', d) at time zone ${timeZone} as "billingFrom",
      (date_trunc('month', d) + interval '1 month') at time zone ${timeZone} as "billingTo"
    from generate_series(date_trunc('day', ${from}::timestamptz at time zone ${timeZone}), ${to}::timestamptz at time zone ${timeZone}, interval '1 day') d
    where d at time zone ${timeZone} < ${to}::timestamptz order by d`;

/** What providers are called, by id. */
export async function providerNames(): Promise<ReadonlyMap<string, string>> {
  const rows = await prisma().$queryRaw<{ id: string; name: string }[]>`
    select distinct on (id) id, name from price_provider order by id, catalogue desc`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Every read of a day sees the same moment. */
export const readAtOneMoment = (tx: PgTx): Promise<number> => tx.execute("set transaction isolation level repeatable read, read only");

type Place = {
  readonly agent: string | null;
  readonly team: string | null;
  readonly provider: string | null;
  readonly model: string | null;
};
type ClassColumns = { readonly [C in TokenClass as `${C}Tokens` | `${C}Cost`]: string };

/** What was counted in some hours, by agent, team and model, each class of tokens apart. */
export const countClasses = (tx: PgTx, { from, to }: Day, agent: string | null): Promise<(Place & ClassColumns)[]> =>
  tx.rows(
    `select d.agent, d.team, d.provider, d.model, ${TOKEN_CLASSES.map(
      (of) => `sum(h.${CLASS_COLUMNS[of]}_tokens)::text as "${of}Tokens", sum(h.${CLASS_COLUMNS[of]}_pico_usd)::text as "${of}Cost"`,
    ).join(", ")}
     from ${HOURLY} h join cost_dimension d on d.id = h.dimension_id
     where h.hour >= $1::timestamptz and h.hour < $2::timestamptz and h.bucket = 'priced' and ($3::text is null or d.agent = $3)
     group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    from.toISOString(),
    to.toISOString(),
    agent,
  );

export type PricedStep = Place & {
  readonly traceId: string;
  readonly spanId: string;
  readonly startedMs: number;
  readonly toldProvider: string | null;
  readonly toldModel: string | null;
  readonly serviceTier: string | null;
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly priceVersion: number;
};

type After = { readonly traceId: string; readonly spanId: string };

/** Priced steps of some hours after a place, by the key of their partition. */
export const listPriced = (tx: PgTx, from: Date, to: Date, agent: string | null, after: After, limit: number): Promise<PricedStep[]> =>
  tx.rows(
    `select d.agent, d.team, d.provider, d.model, s.trace_id as "traceId", s.span_id as "spanId",
       (extract(epoch from s.started_at) * 1000)::float8 as "startedMs", s.provider as "toldProvider", s.model as "toldModel",
       s.service_tier as "serviceTier", s.input_tokens as input, s.cache_read_tokens as "cacheRead", s.cache_write_tokens as "cacheWrite",
       s.cache_write_1h_tokens as "cacheWrite1h", s.output_tokens as output, s.reasoning_tokens as reasoning, s.price_version as "priceVersion"
     from step s join cost_dimension d on d.id = s.cost_dimension_id
     where s.started_at >= $1::timestamptz and s.started_at < $2::timestamptz and (s.trace_id, s.span_id) > ($4, $5)
       and s.cost_bucket = 'priced' and ($3::text is null or d.agent = $3)
     order by s.trace_id, s.span_id limit $6::int`,
    from.toISOString(),
    to.toISOString(),
    agent,
    after.traceId,
    after.spanId,
    limit,
  );

import type { PgTx } from "@/server/platform/tx";

export type Unsettled = {
  readonly id: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly agent: string | null;
  readonly team: string | null;
  readonly taskClass: string | null;
  readonly initiatorType: string | null;
  readonly initiatorId: string | null;
};

/** Traces that were quiet since a moment and were not looked at as a whole since, locked; those that another worker has are left to it. */
export const takeUnsettled = (tx: PgTx, quietSince: Date, limit: number): Promise<Unsettled[]> =>
  tx.rows(
    `with found as (select id from trace where settled_at is null and received_at <= $1::timestamptz order by received_at, id limit $2::int
       for update skip locked)
     select t.id, t.first_at as "firstAt", t.last_at as "lastAt", t.agent_name as agent, t.team, t.task_class as "taskClass",
       t.initiator_type as "initiatorType", t.initiator_id as "initiatorId"
     from trace t join found using (id) order by t.id`,
    quietSince,
    limit,
  );

export type CostStep = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly startedAt: string;
  readonly startedUs: string;
  readonly endedUs: string | null;
  readonly kind: string;
  readonly status: string;
  readonly sdk: string;
  readonly sourceId: string;
  readonly agent: string | null;
  readonly team: string | null;
  readonly taskClass: string | null;
  readonly environment: string | null;
  readonly initiatorType: string | null;
  readonly initiatorId: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly serviceTier: string | null;
  readonly responseId: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly cacheWrite1h: number | null;
  readonly reasoning: number | null;
  readonly reportedPicoUsd: string | null;
  readonly bucket: string | null;
  readonly costPicoUsd: string | null;
  readonly priceVersion: number | null;
  readonly dimensionId: number | null;
  readonly countedModel: string | null;
  readonly countedProvider: string | null;
  readonly countedAgent: string | null;
  readonly countedTeam: string | null;
  readonly countedTask: string | null;
  readonly countedEnvironment: string | null;
  readonly countedPerson: string | null;
};

const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::int8::text`;
export const COST_COLUMNS = `s.trace_id as "traceId", s.span_id as "spanId", s.parent_id as "parentId", to_json(s.started_at)#>>'{}' as "startedAt",
  ${micros("s.started_at")} as "startedUs", ${micros("s.ended_at")} as "endedUs", s.kind, s.status, s.sdk, s.source_id as "sourceId", s.agent_name as agent, s.team,
  s.task_class as "taskClass", s.environment, s.initiator_type as "initiatorType", s.initiator_id as "initiatorId", s.provider, s.model, s.service_tier as "serviceTier", s.response_id as "responseId",
  s.input_tokens as "inputTokens", s.output_tokens as "outputTokens", s.cache_read_tokens as "cacheRead", s.cache_write_tokens as "cacheWrite",
  s.cache_write_1h_tokens as "cacheWrite1h", s.reasoning_tokens as reasoning, s.reported_cost_pico_usd::text as "reportedPicoUsd",
  s.cost_bucket as bucket, s.cost_pico_usd::text as "costPicoUsd", s.price_version as "priceVersion", s.cost_dimension_id as "dimensionId", d.model as "countedModel", d.provider as "countedProvider",
  d.agent as "countedAgent", d.team as "countedTeam", d.task_class as "countedTask", d.environment as "countedEnvironment", d.person as "countedPerson"`;

/** The steps of traces as far as cost goes, of each at most `limit` by start. The times let PostgreSQL look into few partitions. */
export const listCostSteps = (tx: PgTx, traces: readonly Unsettled[], limit: number): Promise<CostStep[]> =>
  tx.rows(
    `select c.* from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as t (id, first_at, last_at)
     cross join lateral (select ${COST_COLUMNS} from step s left join cost_dimension d on d.id = s.cost_dimension_id where s.trace_id = t.id and s.started_at >= t.first_at and s.started_at <= t.last_at
       order by s.started_at, s.span_id limit $4::int) c`,
    traces.map(({ id }) => id),
    traces.map(({ firstAt }) => new Date(firstAt.getTime() - 1).toISOString()),
    traces.map(({ lastAt }) => new Date(lastAt.getTime() + 1).toISOString()),
    limit,
  );

export type TraceCost = { readonly id: string; readonly costPicoUsd: string; readonly pricedSteps: number; readonly unpricedSteps: number };

/** What traces cost as a whole. */
export const settleCosts = (tx: PgTx, costs: readonly TraceCost[], now: Date): Promise<number> =>
  tx.execute(
    `update trace t set cost_pico_usd = n.cost, priced_steps = n.priced, unpriced_steps = n.unpriced, settled_at = $5::timestamptz
     from unnest($1::text[], $2::numeric[], $3::int[], $4::int[]) as n (id, cost, priced, unpriced) where t.id = n.id`,
    costs.map(({ id }) => id),
    costs.map(({ costPicoUsd }) => costPicoUsd),
    costs.map(({ pricedSteps }) => pricedSteps),
    costs.map(({ unpricedSteps }) => unpricedSteps),
    now,
  );

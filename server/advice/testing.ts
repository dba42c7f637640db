import { prisma } from "@/server/platform/db";

type Runs = {
  readonly taskClass: string;
  readonly model: string;
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Micro-USD a run; null where it is not known. */
  readonly costMicroUsd: number | null;
  readonly at: Date;
};

/** Has so many runs of a model on record: the first ones succeeded, the next ones failed, of the others nothing is known. */
export async function haveRuns({ taskClass, model, runs, succeeded, failed, costMicroUsd, at }: Runs): Promise<void> {
  const prefix = `${taskClass}/${model}/${at.getTime()}/`;
  await prisma().$executeRaw`
    insert into run_observation (trace_id, at, task_class, agent_name, attribution, model, cost_pico_usd, took_ms)
    select ${prefix} || i, ${at}::timestamptz, ${taskClass}, 'agent', 'one', ${model},
      ${costMicroUsd}::numeric * (900000 + (i % 3) * 100000), 1000 + i from generate_series(1, ${runs}::int) i`;
  await prisma().$executeRaw`
    insert into action (id, api_key_id, idempotency_key, request_hash, agent_name, risk_tier, tool_name, side_effect, args, digest, summary,
      trace_id, initiator_type, initiator_id, state, cause, reason, retry, policy_version, evaluation, obligations, created_at, updated_at)
    select 'act_' || ${prefix} || i, 'key', ${prefix} || i, '', 'agent', 'low', 't', 'read', '{}', '', '', ${prefix} || i, 'system', 'x',
      case when i <= ${succeeded}::int then 'succeeded' else 'failed' end, 'policy', '', 'never', 1, '{}', '[]', ${at}::timestamptz, ${at}::timestamptz
    from generate_series(1, ${succeeded + failed}::int) i`;
}

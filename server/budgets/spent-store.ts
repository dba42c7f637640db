import { queryRows, type ReadTx } from "@/server/platform/tx";
import type { KeptBudget } from "./budget-store";

// What was spent, from what is on record: for windows that begin to be counted, and for charts.

const CLASSES = ["input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "reasoning"] as const;
const sum = (unit: "tokens" | "pico_usd") => CLASSES.map((of) => `${of}_${unit}`).join(" + ");
/** What was counted by the hour, folded or not. */
const COUNTED = `(select hour, dimension_id, (${sum("pico_usd")}) as pico_usd, (${sum("tokens")}) as tokens from cost_hourly
  union all select hour, dimension_id, ${sum("pico_usd")}, ${sum("tokens")} from cost_delta)`;
const UNSETTLED = "(select hour, dimension_id, -pico_usd as pico_usd, -tokens as tokens from cost_flow)";

type Of = Pick<KeptBudget, "scope" | "teamName" | "measure">;
type Span = { readonly from: Date; readonly to: Date };

function costScope({ scope, teamName }: Of): readonly [condition: string, value: string | null] {
  if (scope.kind === "team") return ["d.team = $3", teamName];
  if (scope.kind === "agent") return ["d.agent = $3", scope.id];
  if (scope.kind === "task_class") return ["d.task_class = $3", scope.id];
  return ["$3::text is null", null];
}

function callScope({ scope }: Of): readonly [condition: string, value: string | null] {
  if (scope.kind === "team") return ["team_id = $3", scope.id];
  if (scope.kind === "agent") return ["agent_name = $3", scope.id];
  if (scope.kind === "task_class") return ["task_class = $3", scope.id];
  return ["$3::text is null", null];
}

/** A call that the gate turned away at once took no step. */
const TOOK_A_STEP =
  "not (state = 'denied' and cause in ('policy', 'budget', 'loop', 'breaker', 'killed', 'unregistered', 'unavailable')) and tool_name <> 'reeve.extend_budget'";

/** What the counters of a window must hold: all that was counted, without what is still on its way to them. */
export async function countSpent(tx: ReadTx, of: Of, { from, to }: Span): Promise<bigint> {
  if (of.measure === "steps") {
    const [condition, value] = callScope(of);
    const sql = `select count(*)::text as spent from action where created_at >= $1::timestamptz and created_at < $2::timestamptz and ${condition} and ${TOOK_A_STEP}`;
    const [row] = await queryRows<{ spent: string }>(tx, sql, from, to, value);
    return BigInt(row?.spent ?? "0");
  }
  const [condition, value] = costScope(of);
  const [row] = await queryRows<{ spent: string }>(
    tx,
    `select coalesce(sum(${of.measure === "tokens" ? "tokens" : "pico_usd"}), 0)::text as spent
     from (select * from ${COUNTED} c union all select * from ${UNSETTLED} u) h join cost_dimension d on d.id = h.dimension_id
     where h.hour >= $1::timestamptz and h.hour < $2::timestamptz and ${condition}`,
    from,
    to,
    value,
  );
  return BigInt(row?.spent ?? "0");
}

/** What was spent in each slice of a window; slices begin at `starts`, the last ends at `to`. */
export async function sliceSpent(tx: ReadTx, of: Of, starts: readonly Date[], to: Date): Promise<bigint[]> {
  const isSteps = of.measure === "steps";
  const [condition, value] = isSteps ? callScope(of) : costScope(of);
  const at = isSteps ? "created_at" : "hour";
  const amount = isSteps ? "count(*)" : of.measure === "tokens" ? "sum(tokens)" : "sum(pico_usd)";
  const source = isSteps ? "action" : `${COUNTED} h join cost_dimension d on d.id = h.dimension_id`;
  const rows = await queryRows<{ slice: number; spent: string }>(
    tx,
    `select width_bucket(${at}, $1::timestamptz[]) - 1 as slice, ${amount}::text as spent from ${source}
     where ${at} >= ($1::timestamptz[])[1] and ${at} < $2::timestamptz and ${condition} ${isSteps ? `and ${TOOK_A_STEP}` : ""} group by 1`,
    starts.map((start) => start.toISOString()),
    to,
    value,
  );
  const bySlice = new Map(rows.map(({ slice, spent }) => [slice, BigInt(spent)]));
  return starts.map((_, i) => bySlice.get(i) ?? 0n);
}

/** Whether all that an agent's models cost in some hours is nothing: such an agent spends no money, whatever its calls are. */
export async function isFree(tx: ReadTx, agentName: string, since: Date): Promise<boolean> {
  const [row] = await queryRows<{ free: boolean }>(
    tx,
    `select count(*) > 0 and coalesce(sum(pico_usd), 0) = 0 as free from ${COUNTED} h join cost_dimension d on d.id = h.dimension_id
     where d.agent = $1 and h.hour >= $2::timestamptz`,
    agentName,
    since,
  );
  return row?.free === true;
}

/** What one run took so far. */
export type RunSpent = { readonly picoUsd: bigint; readonly tokens: bigint; readonly seconds: bigint; readonly repeats: bigint };

export async function readRun(tx: ReadTx, run: { agentName: string; runId: string; digest: string }, now: Date): Promise<RunSpent> {
  const [row] = await queryRows<{ pico: string; tokens: string; seconds: string; repeats: string }>(
    tx,
    `select t.pico, t.tokens, a.seconds, a.repeats from
       (select coalesce(sum(cost_pico_usd), 0)::text as pico, coalesce(sum(input_tokens + output_tokens), 0)::text as tokens
        from trace where run_id = $2 and agent_name = $1) t,
       (select coalesce(floor(extract(epoch from $4::timestamptz - min(created_at))), 0)::bigint::text as seconds,
          (count(*) filter (where digest = $3))::text as repeats from action where agent_name = $1 and run_id = $2) a`,
    run.agentName,
    run.runId,
    run.digest,
    now,
  );
  const amount = (text: string | undefined) => BigInt(text ?? "0");
  return { picoUsd: amount(row?.pico), tokens: amount(row?.tokens), seconds: amount(row?.seconds), repeats: amount(row?.repeats) };
}

/** Agents that spent within a budget since a moment. */
export async function spendersOf(tx: ReadTx, of: Of, since: Date): Promise<string[]> {
  const [condition, value] = costScope(of);
  const rows = await queryRows<{ agent: string }>(
    tx,
    `select distinct d.agent from cost_hourly h join cost_dimension d on d.id = h.dimension_id
     where h.hour >= $1::timestamptz and $2::timestamptz is not null and d.agent is not null and ${condition}`,
    since,
    since,
    value,
  );
  return rows.map(({ agent }) => agent);
}

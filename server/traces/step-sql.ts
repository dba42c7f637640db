import type { CopyRows } from "@/server/platform/pg-copy";
import { listed, type TraceSums } from "./core/rollup";
import { momentOf, type StepRow } from "./core/row";

type Column<T> = readonly [name: string, write: (rows: CopyRows, row: T) => void];

const KEY: readonly Column<StepRow>[] = [
  ["trace_id", (rows, row) => rows.text(row.traceId)],
  ["span_id", (rows, row) => rows.text(row.spanId)],
  ["started_at", (rows, row) => rows.moment(row.startUs)],
];

const STEP: readonly Column<StepRow>[] = [
  ...KEY,
  ["parent_id", (rows, row) => rows.text(row.parentId)],
  ["kind", (rows, row) => rows.text(row.kind)],
  ["name", (rows, row) => rows.text(row.name)],
  ["ended_at", (rows, row) => rows.moment(row.endUs)],
  ["status", (rows, row) => rows.text(row.status)],
  ["error_type", (rows, row) => rows.text(row.errorType)],
  ["error_message", (rows, row) => rows.text(row.errorMessage)],
  ["agent_name", (rows, row) => rows.text(row.agent)],
  ["task_class", (rows, row) => rows.text(row.taskClass)],
  ["team", (rows, row) => rows.text(row.team)],
  ["run_id", (rows, row) => rows.text(row.runId)],
  ["conversation_id", (rows, row) => rows.text(row.conversationId)],
  ["initiator_type", (rows, row) => rows.text(row.initiatorType)],
  ["initiator_id", (rows, row) => rows.text(row.initiatorId)],
  ["provider", (rows, row) => rows.text(row.provider)],
  ["model_requested", (rows, row) => rows.text(row.modelRequested)],
  ["model", (rows, row) => rows.text(row.model)],
  ["response_id", (rows, row) => rows.text(row.responseId)],
  ["input_tokens", (rows, row) => rows.integer(row.usage.input)],
  ["cache_read_tokens", (rows, row) => rows.integer(row.usage.cacheRead)],
  ["cache_write_tokens", (rows, row) => rows.integer(row.usage.cacheWrite)],
  ["cache_write_1h_tokens", (rows, row) => rows.integer(row.usage.cacheWrite1h)],
  ["output_tokens", (rows, row) => rows.integer(row.usage.output)],
  ["reasoning_tokens", (rows, row) => rows.integer(row.usage.reasoning)],
  ["usage_basis", (rows, row) => rows.text(row.usage.basis)],
  ["estimated_input_tokens", (rows, row) => rows.integer(row.estimated?.input ?? null)],
  ["estimated_output_tokens", (rows, row) => rows.integer(row.estimated?.output ?? null)],
  ["reported_cost_pico_usd", (rows, row) => rows.wholeNumber(row.reportedCostPicoUsd)],
  ["service_tier", (rows, row) => rows.text(row.serviceTier)],
  ["environment", (rows, row) => rows.text(row.environment)],
  ["cost_bucket", (rows, row) => rows.text(row.cost?.bucket ?? null)],
  ["cost_pico_usd", (rows, row) => rows.wholeNumber(row.cost?.costPicoUsd?.toString() ?? null)],
  ["price_version", (rows, row) => rows.integer(row.cost?.priceVersion ?? null)],
  ["cost_dimension_id", (rows, row) => rows.integer(row.cost?.dimensionId ?? null)],
  ["tool_name", (rows, row) => rows.text(row.tool)],
  ["tool_call_id", (rows, row) => rows.text(row.toolCallId)],
  ["action_id", (rows, row) => rows.text(row.actionId)],
  ["governed", (rows, row) => rows.boolean(row.governed)],
  ["resource", (rows, row) => rows.text(row.resource)],
  ["dialect", (rows, row) => rows.text(row.dialect)],
  ["sdk", (rows, row) => rows.text(row.sdk)],
  ["marks", (rows, row) => rows.texts(row.marks)],
  ["source_id", (rows, row) => rows.text(row.sourceId)],
];
const PAYLOAD: readonly Column<StepRow>[] = [...KEY, ["span", (rows, row) => rows.text(row.payload)]];

const TRACE: readonly Column<TraceSums>[] = [
  ["id", (rows, sums) => rows.text(sums.id)],
  ["first_at", (rows, sums) => rows.moment(sums.firstUs)],
  ["last_at", (rows, sums) => rows.moment(sums.lastUs)],
  ["name", (rows, sums) => rows.text(sums.name)],
  ["name_key", (rows, sums) => rows.text(sums.nameKey)],
  ["has_root", (rows, sums) => rows.boolean(sums.hasRoot)],
  ["agent_name", (rows, sums) => rows.text(sums.agent)],
  ["agent_key", (rows, sums) => rows.text(sums.agentKey)],
  ["team", (rows, sums) => rows.text(sums.team)],
  ["task_class", (rows, sums) => rows.text(sums.taskClass)],
  ["run_id", (rows, sums) => rows.text(sums.runId)],
  ["conversation_id", (rows, sums) => rows.text(sums.conversationId)],
  ["initiator_type", (rows, sums) => rows.text(sums.initiatorType)],
  ["initiator_id", (rows, sums) => rows.text(sums.initiatorId)],
  ["agents", (rows, sums) => rows.texts(listed(sums.agents))],
  ["tools", (rows, sums) => rows.texts(listed(sums.tools))],
  ["models", (rows, sums) => rows.texts(listed(sums.models))],
  ["steps", (rows, sums) => rows.integer(sums.steps)],
  ["running", (rows, sums) => rows.integer(sums.running)],
  ["errors", (rows, sums) => rows.integer(sums.errors)],
  ["is_failed", (rows, sums) => rows.boolean(sums.isFailed)],
  ["llm_steps", (rows, sums) => rows.integer(sums.llmSteps)],
  ["tool_steps", (rows, sums) => rows.integer(sums.toolSteps)],
  ["ungoverned", (rows, sums) => rows.integer(sums.ungoverned)],
  ["input_tokens", (rows, sums) => rows.bigint(sums.inputTokens)],
  ["output_tokens", (rows, sums) => rows.bigint(sums.outputTokens)],
  ["reported_cost_pico_usd", (rows, sums) => rows.wholeNumber(sums.reportedPicoUsd.toString())],
  ["cost_pico_usd", (rows, sums) => rows.wholeNumber(sums.costPicoUsd.toString())],
  ["priced_steps", (rows, sums) => rows.integer(sums.pricedSteps)],
  ["unpriced_steps", (rows, sums) => rows.integer(sums.unpricedSteps)],
];

/** The words of one trace's steps that came together. */
export type WordRow = { readonly traceId: string; readonly startUs: number; readonly words: ReadonlyMap<string, boolean> };
const WORDS: readonly Column<WordRow>[] = [
  ["trace_id", (rows, row) => rows.text(row.traceId)],
  ["at", (rows, row) => rows.moment(row.startUs)],
  ["words", (rows, row) => rows.words(row.words)],
];

/** Rows for one table by `copy`, which costs PostgreSQL less than half of what an insert over arrays does. */
export type Copy<T> = { readonly sql: string; readonly write: (rows: CopyRows, row: T, nowUs: number) => void };

function copyInto<T>(table: string, columns: readonly Column<T>[], hasMoment: boolean): Copy<T> {
  const names = [...columns.map(([name]) => name), ...(hasMoment ? ["received_at"] : [])];
  const writes = columns.map(([, write]) => write);
  return {
    sql: `copy ${table} (${names.join(", ")}) from stdin (format binary)`,
    write: (rows, row, nowUs) => {
      rows.row(names.length);
      for (const write of writes) write(rows, row);
      if (hasMoment) rows.moment(nowUs);
    },
  };
}

export const COPY_STEPS = copyInto("step", STEP, true);
export const COPY_PAYLOADS = copyInto("step_payload", PAYLOAD, false);
export const COPY_WORDS = copyInto("trace_words", WORDS, false);
export const COPY_TRACES = copyInto("trace", TRACE, true);

const least = (column: string) => `${column} = least(t.${column} collate "C", n.${column})`;
const sum = (column: string) => `${column} = t.${column} + n.${column}`;
const byKey = (column: string, key: string) =>
  `${column} = case when n.${key} < coalesce(t.${key}, '~') then n.${column} else t.${column} end`;
/** A set that holds the other already is left as it is; hostile names must not make it grow without end. */
const union = (column: string) => `${column} = case when t.${column} @> n.${column} then t.${column}
    else (select (array_agg(distinct x collate "C" order by x collate "C"))[1:200] from unnest(t.${column} || n.${column}) x) end`;

/** Gives traces that are there already what new steps give them: `$1` is their sums as JSON, `$2` the moment. */
export const GROW_TRACES = `update trace t set ${[
  "first_at = least(t.first_at, n.first_at)",
  "last_at = greatest(t.last_at, n.last_at)",
  byKey("name", "name_key"),
  "name_key = least(t.name_key, n.name_key)",
  "has_root = t.has_root or n.has_root",
  "is_failed = t.is_failed or n.is_failed",
  byKey("agent_name", "agent_key"),
  "agent_key = least(t.agent_key, n.agent_key)",
  ...["team", "task_class", "run_id", "conversation_id", "initiator_type", "initiator_id"].map(least),
  ...["agents", "tools", "models"].map(union),
  ...["steps", "running", "errors", "llm_steps", "tool_steps", "ungoverned"].map(sum),
  ...["input_tokens", "output_tokens", "reported_cost_pico_usd", "cost_pico_usd", "priced_steps", "unpriced_steps"].map(sum),
  "settled_at = null",
  "received_at = greatest(t.received_at, $2::timestamptz)",
].join(", ")}
  from jsonb_to_recordset($1::jsonb) as n (id text, first_at timestamptz, last_at timestamptz, name text, name_key text collate "C", has_root boolean,
    is_failed boolean, agent_name text, agent_key text collate "C", team text, task_class text, run_id text, conversation_id text, initiator_type text,
    initiator_id text, agents text[], tools text[], models text[], steps int, running int, errors int, llm_steps int, tool_steps int, ungoverned int,
    input_tokens int8, output_tokens int8, reported_cost_pico_usd numeric, cost_pico_usd numeric, priced_steps int, unpriced_steps int)
  where t.id = n.id`;

/** The sums of a trace as the statement above takes them. */
export const grown = (sums: TraceSums) => ({
  id: sums.id,
  first_at: momentOf(sums.firstUs),
  last_at: momentOf(sums.lastUs),
  name: sums.name,
  name_key: sums.nameKey,
  has_root: sums.hasRoot,
  is_failed: sums.isFailed,
  agent_name: sums.agent,
  agent_key: sums.agentKey,
  team: sums.team,
  task_class: sums.taskClass,
  run_id: sums.runId,
  conversation_id: sums.conversationId,
  initiator_type: sums.initiatorType,
  initiator_id: sums.initiatorId,
  agents: listed(sums.agents),
  tools: listed(sums.tools),
  models: listed(sums.models),
  steps: sums.steps,
  running: sums.running,
  errors: sums.errors,
  llm_steps: sums.llmSteps,
  tool_steps: sums.toolSteps,
  ungoverned: sums.ungoverned,
  input_tokens: sums.inputTokens,
  output_tokens: sums.outputTokens,
  reported_cost_pico_usd: sums.reportedPicoUsd.toString(),
  cost_pico_usd: sums.costPicoUsd.toString(),
  priced_steps: sums.pricedSteps,
  unpriced_steps: sums.unpricedSteps,
});

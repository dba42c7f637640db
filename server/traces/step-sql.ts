import type { StepRow } from "./core/row";

type Column = readonly [name: string, type: string, value: (row: StepRow) => string | number | boolean | null];

const STEP: readonly Column[] = [
  ["trace_id", "text", (row) => row.traceId],
  ["span_id", "text", (row) => row.spanId],
  ["started_at", "timestamptz", (row) => row.startedAt],
  ["parent_id", "text", (row) => row.parentId],
  ["kind", "text", (row) => row.kind],
  ["name", "text", (row) => row.name],
  ["ended_at", "timestamptz", (row) => row.endedAt],
  ["status", "text", (row) => row.status],
  ["error_type", "text", (row) => row.errorType],
  ["error_message", "text", (row) => row.errorMessage],
  ["agent_name", "text", (row) => row.agent],
  ["task_class", "text", (row) => row.taskClass],
  ["team", "text", (row) => row.team],
  ["run_id", "text", (row) => row.runId],
  ["conversation_id", "text", (row) => row.conversationId],
  ["initiator_type", "text", (row) => row.initiatorType],
  ["initiator_id", "text", (row) => row.initiatorId],
  ["provider", "text", (row) => row.provider],
  ["model_requested", "text", (row) => row.modelRequested],
  ["model", "text", (row) => row.model],
  ["response_id", "text", (row) => row.responseId],
  ["input_tokens", "int", (row) => row.usage.input],
  ["cache_read_tokens", "int", (row) => row.usage.cacheRead],
  ["cache_write_tokens", "int", (row) => row.usage.cacheWrite],
  ["cache_write_1h_tokens", "int", (row) => row.usage.cacheWrite1h],
  ["output_tokens", "int", (row) => row.usage.output],
  ["reasoning_tokens", "int", (row) => row.usage.reasoning],
  ["usage_basis", "text", (row) => row.usage.basis],
  ["reported_cost_pico_usd", "numeric", (row) => row.reportedCostPicoUsd],
  ["tool_name", "text", (row) => row.tool],
  ["tool_call_id", "text", (row) => row.toolCallId],
  ["action_id", "text", (row) => row.actionId],
  ["governed", "boolean", (row) => row.governed],
  ["resource", "text", (row) => row.resource],
  ["dialect", "text", (row) => row.dialect],
  ["sdk", "text", (row) => row.sdk],
  ["source_id", "text", (row) => row.sourceId],
];
const MARKS: Column = ["marks", "text", (row) => row.marks.join(",")];
/** What is not the step's own, but its payload's or its trace's. */
const BESIDE: readonly Column[] = [
  ["span", "text", (row) => row.payload],
  ["lead", "text", (row) => row.lead],
  ["lead_key", "text", (row) => row.leadKey],
  ["name_key", "text", (row) => row.nameKey],
];

const INPUT = [...STEP, MARKS, ...BESIDE];
const names = (columns: readonly Column[]) => columns.map(([name]) => name).join(", ");
const arrays = INPUT.map(([, type], i) => `$${i + 1}::${type}[]`).join(", ");
const NOW = `$${INPUT.length + 1}::timestamptz`;

/** The values of the statement below, column by column. */
export const valuesOf = (rows: readonly StepRow[], now: Date): unknown[] => [...INPUT.map(([, , value]) => rows.map(value)), now];

/** The steps alone, as bare as it goes: what the bench holds the whole path against. */
export const INSERT_STEPS = `insert into step (${names(STEP)}, marks, received_at)
  select ${names(STEP)}, coalesce(string_to_array(nullif(marks, ''), ','), '{}'), ${NOW} from unnest(${arrays}) as input (${names(INPUT)})
  order by trace_id, span_id on conflict do nothing`;

// What a trace takes from its steps. Each part is a sum, a smallest or a largest, or a set: any order gives the same.
const LAST = `least(greatest(coalesce(i.ended_at, i.started_at), i.started_at), ${NOW} + interval '1 day')`;
const setOf = (column: string) => `coalesce(array_agg(distinct ${column}) filter (where ${column} is not null), '{}')`;
const ROLLED = `select i.trace_id as id, min(i.started_at) as first_at, max(${LAST}) as last_at,
    (array_agg(i.name order by i.name_key))[1] as name, min(i.name_key) as name_key, bool_or(i.parent_id is null) as has_root,
    (array_agg(i.lead order by i.lead_key) filter (where i.lead is not null))[1] as agent_name, min(i.lead_key) as agent_key,
    min(i.team) as team, min(i.task_class) as task_class, min(i.run_id) as run_id, min(i.conversation_id) as conversation_id,
    min(i.initiator_type) as initiator_type, min(i.initiator_id) as initiator_id,
    ${setOf("i.agent_name")} as agents, ${setOf("i.tool_name")} as tools, ${setOf("i.model")} as models,
    count(*)::int as steps, count(*) filter (where i.ended_at is null)::int as running,
    count(*) filter (where i.status = 'error')::int as errors, coalesce(bool_or(i.parent_id is null and i.status = 'error'), false) as is_failed,
    count(*) filter (where i.kind = 'llm')::int as llm_steps, count(*) filter (where i.kind = 'tool')::int as tool_steps,
    count(*) filter (where i.governed = false)::int as ungoverned,
    coalesce(sum(i.input_tokens) filter (where i.kind = 'llm'), 0) as input_tokens,
    coalesce(sum(i.output_tokens) filter (where i.kind = 'llm'), 0) as output_tokens,
    coalesce(sum(i.reported_cost_pico_usd) filter (where i.kind = 'llm'), 0) as reported_cost_pico_usd, ${NOW} as received_at
  from input i join inserted using (trace_id, span_id, started_at) group by i.trace_id order by i.trace_id`;

const TRACE = [
  ...["id", "first_at", "last_at", "name", "name_key", "has_root", "agent_name", "agent_key", "team", "task_class", "run_id"],
  ...["conversation_id", "initiator_type", "initiator_id", "agents", "tools", "models", "steps", "running", "errors", "is_failed"],
  ...["llm_steps", "tool_steps", "ungoverned", "input_tokens", "output_tokens", "reported_cost_pico_usd", "received_at"],
].join(", ");
const least = (column: string) => `${column} = least(trace.${column}, excluded.${column})`;
const greatest = (column: string) => `${column} = greatest(trace.${column}, excluded.${column})`;
const either = (column: string) => `${column} = trace.${column} or excluded.${column}`;
const sum = (column: string) => `${column} = trace.${column} + excluded.${column}`;
const byKey = (column: string, key: string) =>
  `${column} = case when excluded.${key} < coalesce(trace.${key}, '~') then excluded.${column} else trace.${column} end`;
/** A set that holds the other already is left as it is; hostile names must not make it grow without end. */
const union = (column: string) => `${column} = case when trace.${column} @> excluded.${column} then trace.${column}
    else (select (array_agg(distinct x order by x))[1:200] from unnest(trace.${column} || excluded.${column}) x) end`;

/** Steps, payloads and traces in one statement; answers how many steps were new. A step that is there already changes nothing. */
export const STORE_STEPS = `with input as materialized (select * from unnest(${arrays}) as input (${names(INPUT)})),
  inserted as (insert into step (${names(STEP)}, marks, received_at)
    select ${names(STEP)}, coalesce(string_to_array(nullif(marks, ''), ','), '{}'), ${NOW} from input order by trace_id, span_id
    on conflict do nothing returning trace_id, span_id, started_at),
  payloads as (insert into step_payload (trace_id, span_id, started_at, span)
    select i.trace_id, i.span_id, i.started_at, i.span from input i join inserted using (trace_id, span_id, started_at) on conflict do nothing),
  traces as (insert into trace (${TRACE}) ${ROLLED}
    on conflict (id) do update set ${[
      least("first_at"),
      greatest("last_at"),
      byKey("name", "name_key"),
      least("name_key"),
      either("has_root"),
      byKey("agent_name", "agent_key"),
      least("agent_key"),
      ...["team", "task_class", "run_id", "conversation_id", "initiator_type", "initiator_id"].map(least),
      ...["agents", "tools", "models"].map(union),
      ...["steps", "running", "errors", "llm_steps", "tool_steps", "ungoverned"].map(sum),
      ...["input_tokens", "output_tokens", "reported_cost_pico_usd"].map(sum),
      either("is_failed"),
      greatest("received_at"),
    ].join(", ")})
  select count(*)::int as stored from inserted`;

/** Takes steps that were still running out again, and what they gave to their traces: their ends have come. */
export const REMOVE_RUNNING = `with gone as (delete from step s using unnest($1::text[], $2::text[], $3::timestamptz[]) as k (trace_id, span_id, started_at)
    where s.trace_id = k.trace_id and s.span_id = k.span_id and s.started_at = k.started_at and s.ended_at is null returning s.*),
  payloads as (delete from step_payload p using gone
    where p.trace_id = gone.trace_id and p.span_id = gone.span_id and p.started_at = gone.started_at),
  given as (select trace_id, count(*)::int as steps, count(*) filter (where status = 'error')::int as errors,
      count(*) filter (where kind = 'llm')::int as llm_steps, count(*) filter (where kind = 'tool')::int as tool_steps,
      count(*) filter (where governed = false)::int as ungoverned,
      coalesce(sum(input_tokens) filter (where kind = 'llm'), 0) as input_tokens,
      coalesce(sum(output_tokens) filter (where kind = 'llm'), 0) as output_tokens,
      coalesce(sum(reported_cost_pico_usd) filter (where kind = 'llm'), 0) as cost
    from gone group by trace_id)
  update trace t set steps = t.steps - g.steps, running = t.running - g.steps, errors = t.errors - g.errors,
    llm_steps = t.llm_steps - g.llm_steps, tool_steps = t.tool_steps - g.tool_steps, ungoverned = t.ungoverned - g.ungoverned,
    input_tokens = t.input_tokens - g.input_tokens, output_tokens = t.output_tokens - g.output_tokens,
    reported_cost_pico_usd = t.reported_cost_pico_usd - g.cost
  from given g where t.id = g.trace_id`;

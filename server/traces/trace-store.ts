import { pool, prisma } from "@/server/platform/db";

const DAY_MS = 86_400_000;

export type TraceRow = {
  readonly id: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly name: string;
  readonly hasRoot: boolean;
  readonly agentName: string | null;
  readonly team: string | null;
  readonly taskClass: string | null;
  readonly runId: string | null;
  readonly conversationId: string | null;
  readonly initiatorType: string | null;
  readonly initiatorId: string | null;
  readonly agents: readonly string[];
  readonly tools: readonly string[];
  readonly models: readonly string[];
  readonly steps: number;
  readonly running: number;
  readonly errors: number;
  readonly isFailed: boolean;
  readonly llmSteps: number;
  readonly toolSteps: number;
  readonly ungoverned: number;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  /** What its counted calls cost, of how many of them that is known, and of how many it is not. */
  readonly costPicoUsd: string;
  readonly pricedSteps: number;
  readonly unpricedSteps: number;
  readonly gateOutcome: string | null;
  readonly authority: string | null;
  readonly stoodAt: Date | null;
  readonly receivedAt: Date;
};

/** What a list tells of a trace. */
export const TRACE_COLUMNS = `id, first_at as "firstAt", last_at as "lastAt", name, has_root as "hasRoot", agent_name as "agentName", team,
  task_class as "taskClass", run_id as "runId", conversation_id as "conversationId", initiator_type as "initiatorType",
  initiator_id as "initiatorId", agents, tools, models, steps, running, errors, is_failed as "isFailed", llm_steps as "llmSteps",
  tool_steps as "toolSteps", ungoverned, input_tokens as "inputTokens", output_tokens as "outputTokens", cost_pico_usd::text as "costPicoUsd",
  priced_steps as "pricedSteps", unpriced_steps as "unpricedSteps", gate_outcome as "gateOutcome", authority, stood_at as "stoodAt",
  received_at as "receivedAt"`;

export async function findTrace(id: string): Promise<TraceRow | null> {
  const rows = await prisma().$queryRawUnsafe<TraceRow[]>(`select ${TRACE_COLUMNS} from trace where id = $1`, id);
  return rows[0] ?? null;
}

export type StepView = {
  readonly spanId: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly startedUs: string;
  readonly endedUs: string | null;
  readonly status: string;
  readonly errorType: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly costPicoUsd: string | null;
  /** Where its cost stands; null where it is not counted. */
  readonly costBucket: string | null;
  readonly responseId: string | null;
  readonly tool: string | null;
  readonly actionId: string | null;
  readonly governed: boolean | null;
  readonly dialect: string;
  readonly marks: readonly string[];
};

const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::int8::text`;

/** What the shape of a trace and its skeleton are made from. */
export type BareStep = Omit<StepView, "errorType" | "cacheReadTokens" | "cacheWriteTokens" | "reasoningTokens" | "responseId" | "dialect">;

const BARE = `span_id as "spanId", parent_id as "parentId", kind, name, ${micros("started_at")} as "startedUs", ${micros("ended_at")} as "endedUs", status,
  agent_name as agent, model, input_tokens as "inputTokens", output_tokens as "outputTokens", cost_pico_usd::text as "costPicoUsd",
  cost_bucket as "costBucket", tool_name as tool, action_id as "actionId", governed, marks`;
const REST = `error_type as "errorType", cache_read_tokens as "cacheReadTokens", cache_write_tokens as "cacheWriteTokens",
  reasoning_tokens as "reasoningTokens", response_id as "responseId", dialect`;

type Lived = Pick<TraceRow, "id" | "firstAt" | "lastAt">;

/** The times of a trace let PostgreSQL look into the partitions of its days alone. */
async function listOf<T extends BareStep>(name: string, columns: string, trace: Lived, limit: number): Promise<T[]> {
  const { rows } = await pool().query<T>({
    name,
    text: `select ${columns} from step where trace_id = $1 and started_at >= $2 and started_at <= $3 order by started_at, span_id limit $4`,
    values: [trace.id, new Date(trace.firstAt.getTime() - 1), new Date(trace.lastAt.getTime() + 1), limit],
  });
  return rows;
}

/** The steps of a trace by start, at most `limit`. */
export const listSteps = (trace: Lived, limit: number): Promise<StepView[]> => listOf("steps-of-trace", `${BARE}, ${REST}`, trace, limit);

/** The same without what a skeleton does not tell, which is read and parted in two thirds of the time. */
export const listBareSteps = (trace: Lived, limit: number): Promise<BareStep[]> => listOf("bare-steps-of-trace", BARE, trace, limit);

export type PayloadRow = {
  readonly kind: string;
  readonly tool: string | null;
  readonly responseId: string | null;
  readonly toolCallId: string | null;
  readonly span: string | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly provider: string | null;
  readonly modelRequested: string | null;
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly cacheWrite1hTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly usageBasis: string | null;
  readonly costBucket: string | null;
  readonly costPicoUsd: string | null;
  readonly priceVersion: number | null;
  readonly reportedPicoUsd: string | null;
  readonly resource: string | null;
  readonly dialect: string;
  readonly sdk: string;
  readonly marks: readonly string[];
  readonly receivedAt: Date;
};

/** The payload of one step, null within when it is past its retention; null when there is no such step. */
export async function findPayload(trace: Pick<TraceRow, "id" | "firstAt" | "lastAt">, spanId: string): Promise<PayloadRow | null> {
  const rows = await prisma().$queryRawUnsafe<PayloadRow[]>(
    `select s.kind, s.tool_name as tool, s.response_id as "responseId", s.tool_call_id as "toolCallId", p.span,
       s.error_type as "errorType", s.error_message as "errorMessage", s.provider, s.model_requested as "modelRequested",
       s.input_tokens as "inputTokens", s.cache_read_tokens as "cacheReadTokens", s.cache_write_tokens as "cacheWriteTokens",
       s.cache_write_1h_tokens as "cacheWrite1hTokens", s.output_tokens as "outputTokens", s.reasoning_tokens as "reasoningTokens",
       s.usage_basis as "usageBasis", s.cost_bucket as "costBucket", s.cost_pico_usd::text as "costPicoUsd", s.price_version as "priceVersion",
       s.reported_cost_pico_usd::text as "reportedPicoUsd", s.resource, s.dialect, s.sdk, s.marks, s.received_at as "receivedAt"
     from step s left join step_payload p on p.trace_id = s.trace_id and p.span_id = s.span_id and p.started_at = s.started_at
     where s.trace_id = $1 and s.span_id = $2 and s.started_at >= $3::timestamptz and s.started_at <= $4::timestamptz limit 1`,
    trace.id,
    spanId,
    new Date(trace.firstAt.getTime() - 1),
    new Date(trace.lastAt.getTime() + 1),
  );
  return rows[0] ?? null;
}

export type ToldEvent = { readonly at: Date; readonly name: string; readonly content: string };

/** What events tell of a step: by its span, its request or its call of a tool. */
export const listTold = (
  trace: Pick<TraceRow, "id" | "firstAt" | "lastAt">,
  step: { readonly spanId: string; readonly requestId: string | null; readonly toolCallId: string | null },
): Promise<ToldEvent[]> =>
  prisma().$queryRawUnsafe<ToldEvent[]>(
    `select at, name, content from step_event where trace_id = $1 and at >= $5::timestamptz and at <= $6::timestamptz
       and (span_id = $2 or request_id = $3 or tool_call_id = $4) order by at, id limit 200`,
    trace.id,
    step.spanId,
    step.requestId,
    step.toolCallId,
    new Date(trace.firstAt.getTime() - DAY_MS),
    new Date(trace.lastAt.getTime() + DAY_MS),
  );

/** What events told of a session at large until a trace of it ended: `place` is where the session's events are kept. */
export const listToldOfSession = (place: string, trace: Pick<TraceRow, "firstAt" | "lastAt">): Promise<ToldEvent[]> =>
  prisma().$queryRawUnsafe<ToldEvent[]>(
    `select at, name, content from step_event where trace_id = $1 and at >= $2::timestamptz and at <= $3::timestamptz order by at, id limit 200`,
    place,
    new Date(trace.firstAt.getTime() - DAY_MS),
    trace.lastAt,
  );

export type UngovernedRow = { readonly agent: string | null; readonly tool: string; readonly steps: bigint; readonly lastAt: Date };

/** Tool steps since a moment that never passed the gate, by agent and tool. A step that names no agent is its trace's. */
export const countUngoverned = (since: Date): Promise<UngovernedRow[]> => prisma().$queryRaw`
  select coalesce(s.agent_name, t.agent_name) as agent, s.tool_name as tool, count(*) as steps, max(s.started_at) as "lastAt"
  from step s left join trace t on t.id = s.trace_id where s.governed = false and s.started_at >= ${since}
  group by 1, 2 order by 3 desc, 1, 2 limit 500`;

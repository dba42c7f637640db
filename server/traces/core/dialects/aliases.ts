import type { Attributes, Value } from "../otlp/model";

/**
 * The one table of names: for each field of a step, the attributes that may hold it, the best first. New names of the
 * GenAI conventions come before their old ones, and those before what other dialects call the same.
 */
export const ALIASES = {
  operation: ["gen_ai.operation.name"],
  agent: [
    "gen_ai.agent.name",
    "agent.name",
    "openai_agents.agent_name",
    "ai.telemetry.functionId",
    "gen_ai.workflow.name",
    "traceloop.workflow.name",
  ],
  provider: ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider"],
  modelRequested: ["gen_ai.request.model", "llm.request.model", "ai.model.id", "embedding.model_name", "openai_agents.model"],
  model: [
    "gen_ai.response.model",
    "llm.response.model_name",
    "ai.response.model",
    "llm.model_name",
    "openai_agents.response_model",
    "model",
  ],
  responseId: ["gen_ai.response.id", "ai.response.id", "request_id"],
  serviceTier: [
    "openai.response.service_tier",
    "gen_ai.openai.response.service_tier",
    "openai.request.service_tier",
    "gen_ai.openai.request.service_tier",
    "anthropic.service_tier",
  ],
  environment: ["deployment.environment.name", "deployment.environment"],
  input: [
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.token_count.prompt",
    "llm.usage.prompt_tokens",
    "ai.usage.inputTokens",
    "ai.usage.promptTokens",
    "ai.usage.tokens",
    "openai_agents.input_tokens",
    "input_tokens",
  ],
  output: [
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
    "llm.usage.completion_tokens",
    "ai.usage.outputTokens",
    "ai.usage.completionTokens",
    "openai_agents.output_tokens",
    "output_tokens",
  ],
  cacheRead: [
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
    "llm.token_count.prompt_details.cache_input",
    "llm.usage.cache_read_input_tokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
    "ai.usage.cachedInputTokens",
    "openai_agents.cached_input_tokens",
    "cache_read_tokens",
  ],
  cacheWrite: [
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "llm.token_count.prompt_details.cache_write",
    "llm.usage.cache_creation_input_tokens",
    "ai.usage.inputTokenDetails.cacheWriteTokens",
    "openai_agents.cache_write_input_tokens",
    "cache_creation_tokens",
  ],
  cacheWrite1h: ["cache_creation_1h_tokens"],
  reasoning: [
    "gen_ai.usage.reasoning.output_tokens",
    "gen_ai.usage.reasoning_tokens",
    "llm.token_count.completion_details.reasoning",
    "llm.usage.reasoning_tokens",
    "ai.usage.outputTokenDetails.reasoningTokens",
    "ai.usage.reasoningTokens",
    "openai_agents.reasoning_tokens",
  ],
  cost: ["gen_ai.usage.cost", "llm.cost.total", "cost_usd"],
  tool: ["gen_ai.tool.name", "tool.name", "ai.toolCall.name", "tool_name", "openai_agents.tool_name"],
  toolCallId: ["gen_ai.tool.call.id", "ai.toolCall.id", "tool_call.id", "tool.id", "tool_use_id"],
  args: ["gen_ai.tool.call.arguments", "ai.toolCall.args", "tool.parameters", "tool_input", "full_command", "file_path"],
  result: ["gen_ai.tool.call.result", "ai.toolCall.result", "tool.output"],
  system: ["gen_ai.system_instructions"],
  inputMessages: ["gen_ai.input.messages", "ai.prompt.messages", "ai.prompt", "user_prompt"],
  outputMessages: ["gen_ai.output.messages", "ai.response.text", "ai.response.object"],
  toolCalls: ["ai.response.toolCalls"],
  entityInput: ["traceloop.entity.input", "input.value", "openai_agents.input"],
  entityOutput: ["traceloop.entity.output", "output.value", "openai_agents.output"],
  conversationId: [
    "gen_ai.conversation.id",
    "session.id",
    "traceloop.association.properties.session_id",
    "ai.telemetry.metadata.sessionId",
    "openai_agents.group_id",
  ],
  runId: ["reeve.run.id", "traceloop.association.properties.run_id", "ai.telemetry.metadata.runId"],
  taskClass: [
    "reeve.task.class",
    "traceloop.association.properties.task_class",
    "ai.telemetry.metadata.taskClass",
    "openai_agents.workflow_name",
  ],
  team: ["reeve.team", "team.id", "team", "department", "cost_center"],
  initiatorType: ["reeve.initiator.type"],
  initiatorId: ["reeve.initiator.id"],
  user: [
    "user.email",
    "enduser.id",
    "user.account_uuid",
    "user.id",
    "traceloop.association.properties.user_id",
    "ai.telemetry.metadata.userId",
    "openai_agents.metadata.user_id",
  ],
  cacheHit: ["cache.hit", "reeve.cache.hit"],
  actionId: ["reeve.action.id"],
  resource: ["reeve.change.resource"],
  errorType: ["error.type"],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof ALIASES;

/** The first of a field's attributes that is there. */
export function firstOf(attributes: Attributes, field: Field): Value | undefined {
  for (const name of ALIASES[field]) {
    const value = attributes[name];
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

const MAX_NAME = 256;

/** The same as a short text; numbers count as text, structures do not. */
export function textOf(attributes: Attributes, field: Field): string | null {
  const value = firstOf(attributes, field);
  if (typeof value === "string") return value.slice(0, MAX_NAME).toWellFormed();
  return typeof value === "number" ? String(value) : null;
}

/** No call has as many tokens: a figure above is a mistake of its sender. Three of them together are still an integer of PostgreSQL. */
const MOST_COUNTED = 700_000_000;

/** The same as a count: a whole number from 0 to seven hundred million, as a number or as text. */
export function countOf(attributes: Attributes, field: Field): number | null {
  const value = firstOf(attributes, field);
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= MOST_COUNTED ? number : null;
}

/** Whether a field is there and is no count. */
export const isNoCount = (attributes: Attributes, field: Field): boolean =>
  countOf(attributes, field) === null && firstOf(attributes, field) !== undefined;

import type { Attributes, Span } from "../otlp/model";
import type { Dialect, StepKind } from "../step";

export type Reading = { readonly dialect: Dialect; readonly kind: StepKind };
type Told = Pick<Span, "name" | "attributes" | "scope">;
type Kinds = Readonly<Record<string, StepKind>>;

const CLAUDE_CODE: Kinds = {
  "claude_code.interaction": "agent",
  "claude_code.llm_request": "llm",
  "claude_code.tool": "tool",
  "claude_code.tool.blocked_on_user": "approval",
  "claude_code.hook": "guardrail",
};

const OPENAI_AGENTS: Kinds = {
  agent: "agent",
  task: "agent",
  generation: "llm",
  response: "llm",
  transcription: "llm",
  speech: "llm",
  function: "tool",
  mcp_tools: "other",
  guardrail: "guardrail",
  handoff: "handoff",
};

const OPENINFERENCE: Kinds = {
  AGENT: "agent",
  LLM: "llm",
  EMBEDDING: "llm",
  TOOL: "tool",
  RETRIEVER: "retrieval",
  RERANKER: "retrieval",
  GUARDRAIL: "guardrail",
};

const GEN_AI: Kinds = {
  invoke_agent: "agent",
  create_agent: "agent",
  invoke_workflow: "agent",
  plan: "agent",
  chat: "llm",
  generate_content: "llm",
  text_completion: "llm",
  embeddings: "llm",
  execute_tool: "tool",
  retrieval: "retrieval",
};

const TRACELOOP: Kinds = { agent: "agent", workflow: "agent", tool: "tool" };
const VECTOR_STORES = new Set(["pinecone", "qdrant", "chroma", "chromadb", "weaviate", "milvus", "lancedb"]);

const text = (attributes: Attributes, name: string): string | null => {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : null;
};

/** AI SDK up to 6: the calls of a model are inside the operation that the application asked for. */
function aiSdkKind(operation: string): StepKind {
  if (/\.do(Generate|Stream|Embed)$/.test(operation)) return "llm";
  if (operation === "ai.toolCall") return "tool";
  if (operation.startsWith("ai.rerank")) return "retrieval";
  return /^ai\.(generate|stream)(Text|Object)$/.test(operation) ? "agent" : "other";
}

function claudeCode({ name, attributes }: Told): Reading | null {
  const type = text(attributes, "span.type");
  if (!name.startsWith("claude_code.")) return null;
  const kind = CLAUDE_CODE[name] ?? (type === null ? undefined : CLAUDE_CODE[`claude_code.${type}`]) ?? "other";
  // Another agent was started: the work is handed to it.
  return { dialect: "claude_code", kind: kind === "tool" && text(attributes, "subagent_type") !== null ? "handoff" : kind };
}

function openAiAgents({ attributes }: Told): Reading | null {
  const type = text(attributes, "openai_agents.type");
  return type === null ? null : { dialect: "openai_agents", kind: OPENAI_AGENTS[type] ?? "other" };
}

function openInference({ attributes }: Told): Reading | null {
  const kind = text(attributes, "openinference.span.kind");
  return kind === null ? null : { dialect: "openinference", kind: OPENINFERENCE[kind.toUpperCase()] ?? "other" };
}

const isTraceloop = (attributes: Attributes) => Object.keys(attributes).some((name) => name.startsWith("traceloop."));

function genAi({ attributes, scope }: Told): Reading | null {
  const operation = text(attributes, "gen_ai.operation.name");
  if (operation === null) return null;
  const own = scope.name === "gen_ai" || scope.name === "ai" ? "ai_sdk" : "otel";
  return { dialect: isTraceloop(attributes) ? "openllmetry" : own, kind: GEN_AI[operation] ?? "other" };
}

function aiSdk({ attributes }: Told): Reading | null {
  const operation = text(attributes, "ai.operationId") ?? text(attributes, "operation.name")?.split(" ")[0];
  return operation?.startsWith("ai.") ? { dialect: "ai_sdk", kind: aiSdkKind(operation) } : null;
}

function openLlmetry({ attributes }: Told): Reading | null {
  const kind = text(attributes, "traceloop.span.kind");
  if (kind !== null) return { dialect: "openllmetry", kind: TRACELOOP[kind] ?? "other" };
  if (text(attributes, "llm.request.type") !== null) return { dialect: "openllmetry", kind: "llm" };
  if (text(attributes, "gen_ai.guardrail.name") !== null) return { dialect: "openllmetry", kind: "guardrail" };
  if (VECTOR_STORES.has(text(attributes, "db.system") ?? "")) return { dialect: "openllmetry", kind: "retrieval" };
  return null;
}

function bare({ attributes }: Told): Reading | null {
  if (text(attributes, "gen_ai.tool.name") !== null || text(attributes, "gen_ai.tool.call.id") !== null)
    return { dialect: "otel", kind: "tool" };
  if (text(attributes, "mcp.method.name") === "tools/call") return { dialect: "otel", kind: "tool" };
  const hasModel = ["gen_ai.request.model", "gen_ai.response.model"].some((name) => text(attributes, name) !== null);
  const hasUsage = ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"].some((name) => attributes[name] !== undefined);
  if (hasModel && hasUsage) return { dialect: "otel", kind: "llm" };
  return text(attributes, "reeve.approval.id") === null ? null : { dialect: "otel", kind: "approval" };
}

const READERS = [claudeCode, openAiAgents, openInference, genAi, aiSdk, openLlmetry, bare] as const;

/** By whose conventions a span is written, and what it is: an explicit kind of a vendor first, guesses last. */
export function detect(span: Told): Reading {
  for (const read of READERS) {
    const reading = read(span);
    if (reading !== null) return reading;
  }
  return { dialect: "unknown", kind: "other" };
}

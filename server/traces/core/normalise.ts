import { type Field, firstOf, textOf } from "./dialects/aliases";
import { detect } from "./dialects/detect";
import type { Attributes, Span } from "./otlp/model";
import type { Dialect, Step, StepKind } from "./step";
import { readCost, readUsage, usageMarks } from "./usage";

const MAX_MESSAGE = 1_000;

/** Said by the span itself, or else for everything that its sender sends. */
const told = (span: Span, field: Field): string | null => textOf(span.attributes, field) ?? textOf(span.resource, field);

function own(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** In some dialects the name of the span is the name of the agent or the tool. */
function entityName(span: Span, dialect: Dialect): string | null {
  switch (dialect) {
    case "openinference":
      return span.name;
    case "openllmetry":
      return own(span.attributes, "traceloop.entity.name");
    case "openai_agents":
    case "otel":
    case "ai_sdk":
    case "claude_code":
    case "unknown":
      return null;
  }
}

function agentOf(span: Span, dialect: Dialect, kind: StepKind): string | null {
  if (kind === "agent" && dialect !== "otel") return entityName(span, dialect) ?? told(span, "agent");
  const named = told(span, "agent");
  if (named !== null) return named;
  // `invoke_agent NAME`: an agent that says who it is nowhere else.
  return kind === "agent" && dialect === "otel" ? (/^(?:invoke_agent|create_agent) (.+)$/.exec(span.name)?.[1] ?? null) : null;
}

function toolOf(span: Span, dialect: Dialect, kind: StepKind): string | null {
  if (kind !== "tool" && kind !== "approval" && kind !== "handoff") return null;
  const named = textOf(span.attributes, "tool") ?? entityName(span, dialect);
  return named ?? /^(?:execute_tool|tools\/call) (.+)$/.exec(span.name)?.[1] ?? (kind === "tool" ? span.name : null);
}

type Fault = Pick<Step, "status" | "errorType" | "errorMessage">;

function faultOf(span: Span): Fault {
  const exception = span.events.find((event) => event.name === "exception")?.attributes ?? {};
  const type = textOf(span.attributes, "errorType") ?? own(exception, "exception.type");
  const hasFailed = span.statusCode === 2 || (span.statusCode !== 1 && textOf(span.attributes, "errorType") !== null);
  if (!hasFailed) return { status: span.end === null ? "running" : "ok", errorType: null, errorMessage: null };
  const message = span.statusMessage || own(exception, "exception.message");
  return { status: "error", errorType: type, errorMessage: message?.slice(0, MAX_MESSAGE).toWellFormed() ?? null };
}

type Initiator = Pick<Step, "initiatorType" | "initiatorId">;

function initiatorOf(span: Span, dialect: Dialect): Initiator {
  const id = told(span, "initiatorId");
  if (id !== null) return { initiatorType: told(span, "initiatorType") ?? "user", initiatorId: id };
  const user = told(span, "user");
  // What Claude Code calls the user's id is the number of an installation, not a person.
  const isAnonymous =
    dialect === "claude_code" && user !== null && user === (own(span.attributes, "user.id") ?? own(span.resource, "user.id"));
  return user === null || isAnonymous ? { initiatorType: null, initiatorId: null } : { initiatorType: "user", initiatorId: user };
}

const CALLS_A_MODEL = new Set<StepKind>(["llm", "agent", "guardrail", "retrieval"]);

/** Which model answered, and whose it is; other steps may carry the name of a model that they did not call. */
function modelOf(span: Span, kind: StepKind): Pick<Step, "provider" | "modelRequested" | "model" | "responseId"> {
  if (!CALLS_A_MODEL.has(kind)) return { provider: null, modelRequested: null, model: null, responseId: null };
  const { attributes } = span;
  const modelRequested = textOf(attributes, "modelRequested");
  return {
    provider: textOf(attributes, "provider"),
    modelRequested,
    model: textOf(attributes, "model") ?? modelRequested,
    responseId: kind === "llm" ? textOf(attributes, "responseId") : null,
  };
}

/** A span, whichever dialect it is written in, as a step. */
export function toStep(span: Span): Step {
  const { dialect, kind } = detect(span);
  const { attributes, scope } = span;
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentId: span.parentId,
    kind,
    name: span.name,
    start: span.start,
    end: span.end,
    ...faultOf(span),
    agent: agentOf(span, dialect, kind),
    service: own(span.resource, "service.name"),
    taskClass: told(span, "taskClass"),
    team: told(span, "team"),
    runId: told(span, "runId"),
    conversationId: told(span, "conversationId"),
    ...initiatorOf(span, dialect),
    ...modelOf(span, kind),
    serviceTier: textOf(attributes, "serviceTier"),
    environment: told(span, "environment"),
    usage: readUsage(attributes, dialect, kind),
    reportedCostPicoUsd: firstOf(attributes, "cost") === undefined ? null : readCost(attributes),
    tool: toolOf(span, dialect, kind),
    toolCallId: textOf(attributes, "toolCallId"),
    claimedActionId: textOf(attributes, "actionId"),
    resource: textOf(attributes, "resource"),
    dialect,
    sdk: scope.version === "" ? scope.name : `${scope.name} ${scope.version}`,
    marks: CALLS_A_MODEL.has(kind) ? [...span.marks, ...usageMarks(attributes, kind)] : span.marks,
  };
}

import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "@/server/kernel/problems";
import type { Scope } from "@/server/kernel/roles";
import { env } from "./env";

/** One call of the machine API, as the document describes it. */
export type Operation = {
  readonly method: "get" | "post" | "put";
  readonly path: string;
  readonly tag: "Actions" | "Agents" | "Keys" | "Maturity" | "Records" | "Spend" | "Traces";
  readonly summary: string;
  readonly description: string;
  /** Any one of these is enough; none means that no key is needed. */
  readonly scopes: readonly Scope[];
  readonly isIdempotent?: boolean;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType | "csv" | "events" | "jwks";
  readonly codes: readonly ProblemCode[];
};

type Json = { readonly [key: string]: unknown };

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return json;
}

const PROBLEM: Json = {
  type: "object",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(PROBLEMS) },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: { type: "object", required: ["path", "message"], properties: { path: { type: "string" }, message: { type: "string" } } },
    },
  },
};

function parametersOf({ path, isIdempotent, query, answer }: Operation): Json[] {
  const text = { type: "string" };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({ name: match[1], in: "path", required: true, schema: text }));
  const key = { name: "Idempotency-Key", in: "header", required: true, schema: { ...text, minLength: 1, maxLength: 255 } };
  const resume = [
    { name: "cursor", in: "query", required: false, schema: text },
    { name: "Last-Event-ID", in: "header", required: false, schema: text },
  ];
  const { properties = {}, required = [] } = (query ? schemaOf(query, "input") : {}) as { properties?: Json; required?: string[] };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: required.includes(name), schema }));
  return [...inPath, ...(isIdempotent ? [key] : []), ...inQuery, ...(answer === "events" ? resume : [])];
}

function codesOf({ scopes, codes }: Operation): ProblemCode[] {
  const everywhere: ProblemCode[] = scopes.length === 0 ? ["unavailable"] : ["unauthenticated", "forbidden", "rate_limited", "unavailable"];
  return [...(scopes.length === 0 ? [] : (["invalid_request"] as const)), ...codes, ...everywhere];
}

/** One response a status, since several codes may share one. */
function problemsOf(operation: Operation): Json {
  const byStatus = Map.groupBy(codesOf(operation), (code) => String(PROBLEMS[code].http));
  return Object.fromEntries(
    [...byStatus].sort().map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" "),
        ...(status === "429" || status === "503" ? { headers: { "Retry-After": { schema: { type: "integer" } } } } : {}),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

function contentOf(answer: Operation["answer"]): Json {
  if (answer === "csv") return { "text/csv": { schema: { type: "string" } } };
  if (answer === "events") return { "text/event-stream": { schema: { type: "string" } } };
  const jwks = { type: "object", required: ["keys"], properties: { keys: { type: "array", items: { type: "object" } } } };
  return { "application/json": { schema: answer === "jwks" ? jwks : schemaOf(answer, "output") } };
}

const toOperation = (operation: Operation): Json => ({
  operationId: `${operation.method}${operation.path.replace(/[^a-z0-9]+(.)?/gi, (_, letter?: string) => letter?.toUpperCase() ?? "")}`,
  tags: [operation.tag],
  summary: operation.summary,
  description: `${operation.description}${operation.scopes.length > 0 ? ` Scope: ${operation.scopes.join(" or ")}.` : ""}`,
  security: operation.scopes.length > 0 ? [{ apiKey: [] }] : [],
  parameters: parametersOf(operation),
  ...(operation.body
    ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(operation.body, "input") } } } }
    : {}),
  responses: { "200": { description: "Done.", content: contentOf(operation.answer) }, ...problemsOf(operation) },
});

export type OpenApiDocument = ReturnType<typeof documentOf>;

/** Calls of the machine API as OpenAPI 3.1, generated from the schemas that its routes parse with. */
export function documentOf(operations: readonly Operation[]) {
  const paths = Map.groupBy(operations, (operation) => operation.path);
  return {
    openapi: "3.1.0",
    info: {
      title: "Reeve machine API",
      version: "1",
      description:
        "JSON in camelCase; times are RFC 3339 in UTC; money is integer micro-USD as a string. Bodies are at most 1 MiB and nested at most 64 deep, and are read strictly: duplicate keys, numbers that a double cannot hold, lone surrogates and NUL are invalid_request.",
    },
    servers: [{ url: env().REEVE_URL }],
    paths: Object.fromEntries(
      [...paths].map(([path, operations]) => [
        path,
        Object.fromEntries(operations.map((operation) => [operation.method, toOperation(operation)])),
      ]),
    ),
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key: rv_…" } },
      schemas: { Problem: PROBLEM },
    },
  };
}

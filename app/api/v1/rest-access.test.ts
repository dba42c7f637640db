import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createKey } from "@/server/identity/keys";
import { signInAs } from "@/server/identity/testing";
import { SCOPES, type Scope } from "@/server/kernel/roles";
import { freshDatabase } from "@/server/platform/testing/database";

freshDatabase();

const ROOT = import.meta.dirname;
/** Where OTLP's exporters find their paths. */
const OTEL = join(ROOT, "../otel");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Which scopes open a call of the machine API; "anyone" needs no key. A new route or method without a row fails the first test below. */
const TABLE: { readonly [call: string]: readonly Scope[] | "anyone" } = {
  "GET actions": ["actions:read", "actions:write"],
  "POST actions": ["actions:write"],
  "GET actions/[id]": ["actions:read", "actions:write"],
  "POST actions/[id]/cancel": ["actions:write"],
  "POST actions/[id]/consume": ["actions:write"],
  "POST actions/[id]/receipt": ["actions:write"],
  "POST actions/[id]/renew": ["actions:write"],
  "GET actions/stream": ["actions:read", "actions:write"],
  "GET agents": ["agents:read", "agents:write"],
  "GET agents/[name]": ["agents:read", "agents:write"],
  "PUT agents/[name]": ["agents:write"],
  "POST agents/[name]/kill": ["agents:write"],
  "GET budgets": ["spend:read"],
  "GET records": ["maturity:read", "records:write"],
  "POST records": ["records:write"],
  "GET maturity": ["maturity:read"],
  "GET spend": ["spend:read"],
  "GET spend/focus.csv": ["spend:read"],
  "GET traces/[traceId]": ["traces:read"],
  "POST ../otel/v1/logs": ["traces:write"],
  "POST ../otel/v1/metrics": ["traces:write"],
  "POST ../otel/v1/traces": ["traces:write"],
};

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const routesIn = (root: string) => readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
const files = [...routesIn(ROOT).map((file) => join(ROOT, file)), ...routesIn(OTEL).map((file) => join(OTEL, file))];
const handlers = new Map<string, Handler>();
const keys = new Map<Scope, string>();

beforeAll(async () => {
  for (const path of files) {
    const module = (await import(path)) as Record<string, Handler>;
    for (const method of METHODS) {
      const handler = module[method];
      if (handler) handlers.set(`${method} ${relative(ROOT, join(path, ".."))}`, handler);
    }
  }
  const admin = await signInAs("admin@example.com", ["admin"]);
  for (const scope of SCOPES) {
    const made = await createKey(admin, { name: scope, scopes: [scope], agentName: null });
    if (!made.ok) throw new Error(made.refusal.message);
    keys.set(scope, made.value.key);
  }
});

/** Calls without a body that could do anything: what is asked is only who gets past the door. */
async function statusOf(call: string, key: string | undefined): Promise<number> {
  const [method = "", path = ""] = call.split(" ");
  const gone = new AbortController();
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const body = method === "GET" ? undefined : "not json";
  const request = new Request(`http://localhost/api/v1/${path}`, { method, headers, body, signal: gone.signal });
  const handler = handlers.get(call);
  if (handler === undefined) throw new Error(`${call} has no handler`);
  const response = await handler(request, { params: Promise.resolve({ id: "none", name: "none", traceId: "none" }) });
  gone.abort();
  await response.body?.cancel();
  return response.status;
}

test("every route and method of the machine API has a row, and every row a route", () => {
  expect(Object.keys(TABLE).sort()).toEqual([...handlers.keys()].sort());
});

describe.each(Object.entries(TABLE))("%s", (call, opens) => {
  test("no key, or one that is none", async () => {
    const statuses = [await statusOf(call, undefined), await statusOf(call, "rv_unknown")];
    if (opens === "anyone") expect(statuses).not.toContain(401);
    else expect(statuses).toEqual([401, 401]);
  });
  test.each(SCOPES)("%s", async (scope) => {
    const status = await statusOf(call, keys.get(scope));
    if (opens === "anyone" || opens.includes(scope)) expect([401, 403, 500, 503]).not.toContain(status);
    else expect(status).toBe(403);
  });
});

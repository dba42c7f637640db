import { beforeAll, describe, expect, test } from "vitest";
import { createKey } from "@/server/identity/keys";
import { signInAs } from "@/server/identity/testing";
import { freshDatabase } from "@/server/platform/testing/database";
import { GET as getAction } from "./actions/[id]/route";
import { GET as listActions } from "./actions/route";
import { GET as getStream } from "./actions/stream/route";
import { GET as readAgent } from "./agents/[name]/route";
import { GET as listAgents } from "./agents/route";
import { GET as listBudgets } from "./budgets/route";
import { GET as getFocus } from "./spend/focus.csv/route";
import { GET as getSpend } from "./spend/route";
import { GET as getTrace } from "./traces/[traceId]/route";

freshDatabase();

const none = { params: Promise.resolve({}) };
let key = "";

beforeAll(async () => {
  const admin = await signInAs("admin@example.com", ["admin"]);
  const scopes = ["actions:read", "agents:read", "spend:read", "traces:read"] as const;
  const made = await createKey(admin, { name: "reader", scopes: [...scopes], agentName: null });
  if (!made.ok) throw new Error(made.refusal.message);
  key = made.value.key;
});

const asked = (path: string) => new Request(`http://localhost/api/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });

const ROUTES: readonly [path: string, use: string, ask: (request: Request) => Promise<Response>][] = [
  ["actions", "agent, state, cursor and limit", (request) => listActions(request, none)],
  ["actions/act_none", "waitMs", (request) => getAction(request, { params: Promise.resolve({ id: "act_none" }) })],
  ["actions/stream", "cursor", (request) => getStream(request, none)],
  ["agents", "state, team, risk, cursor and limit", (request) => listAgents(request, none)],
  ["budgets", "agent", (request) => listBudgets(request, none)],
  ["spend", "from, to and groupBy", (request) => getSpend(request, none)],
  ["spend/focus.csv", "from and to", (request) => getFocus(request, none)],
  ["traces/none", "format", (request) => getTrace(request, { params: Promise.resolve({ traceId: "none" }) })],
];

describe.each(ROUTES)("GET %s", (path, use, ask) => {
  test("a parameter that it does not know is refused by its name, with those that it knows", async () => {
    const answer = await ask(asked(`${path}?currency=EUR`));
    expect(answer.status).toBe(400);
    const message = `is not known here: leave it out, or use ${use}`;
    expect(await answer.json()).toMatchObject({
      code: "invalid_request",
      detail: `The request is not valid: currency ${message}.`,
      errors: [{ path: "currency", message }],
    });
  });

  test("one that is there twice is refused, never half read", async () => {
    const name = use.split(/[, ]/)[0] ?? "";
    const answer = await ask(asked(`${path}?${name}=1&${name}=2`));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: name, message: "is there twice: say it once" }],
    });
  });
});

test("what spend knows is still read", async () => {
  const answer = await getSpend(asked("spend?from=2026-11-01&to=2026-11-02&groupBy=team,model"), none);
  expect(answer.status).toBe(200);
  expect((await getSpend(asked("spend"), none)).status).toBe(200);
});

test.each(["a\0b", "a%00b", "%E0%A4%A", "\ud800"])(
  "a path that names nothing that could be, as %j, is the caller's mistake",
  async (name) => {
    const answer = await readAgent(asked("agents/x"), { params: Promise.resolve({ name }) });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
  },
);

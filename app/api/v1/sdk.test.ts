import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Reeve, ReeveDenied, ReeveError, type ReeveOptions, type StoredAction } from "@/sdk/index";
import { decide } from "@/server/approvals/decisions";
import { killAgent } from "@/server/gate/kill";
import { ana, expectOk, gateWorld, kindsOf, mei, restore } from "@/server/gate/testing";
import { createKey } from "@/server/identity/keys";
import { mintPerson } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { serveRoutes, type TestServer } from "@/server/platform/testing/http";
import { POST as postCancel } from "./actions/[id]/cancel/route";
import { POST as postConsume } from "./actions/[id]/consume/route";
import { POST as postReceipt } from "./actions/[id]/receipt/route";
import { POST as postRenew } from "./actions/[id]/renew/route";
import { GET as getAction } from "./actions/[id]/route";
import { POST as postAction } from "./actions/route";

gateWorld();

const CONSUME = "POST /api/v1/actions/[id]/consume";
const RECEIPT = "POST /api/v1/actions/[id]/receipt";
const PROPOSE = "POST /api/v1/actions";
const routes = {
  [PROPOSE]: postAction,
  "GET /api/v1/actions/[id]": getAction,
  [CONSUME]: postConsume,
  [RECEIPT]: postReceipt,
  "POST /api/v1/actions/[id]/renew": postRenew,
  "POST /api/v1/actions/[id]/cancel": postCancel,
};

let server: TestServer;
let apiKey: string;
beforeAll(async () => {
  server = await serveRoutes(routes);
  const roles = new Set(["admin"] as const);
  const admin = mintPerson({ id: newId("person"), name: "Victor", email: "victor@reeve.demo", roles, groupIds: new Set() });
  apiKey = expectOk(await createKey(admin, { name: "SDK", scopes: ["actions:write"], agentName: "sales-agent" })).key;
});
afterAll(() => server.close());

const client = (over: Partial<ReeveOptions> = {}) =>
  new Reeve({ url: server.url, apiKey, agent: "sales-agent", initiator: { type: "user", id: "sam@acme.example" }, ...over });

/** A guarded tool that remembers what it really ran with, and the action that people were asked about. */
function guarded(over: Partial<ReeveOptions> = {}) {
  const ran: unknown[] = [];
  let onPending: (action: StoredAction) => void = () => undefined;
  const pending = new Promise<StoredAction>((resolve) => {
    onPending = resolve;
  });
  const run = async (args: { account: string; percent: number }) => {
    ran.push(args);
    return `${args.percent} % for ${args.account}`;
  };
  const apply = client(over).guard("crm.apply_discount", run, {
    onPending,
    resource: ({ account }) => `crm:account/${account}`,
    report: (output) => ({ output }),
  });
  return { apply, ran, pending };
}
const discount = (percent: number) => ({ account: "acme", percent });
const verdict = async (action: StoredAction, given: "approve" | "reject") =>
  expectOk(await decide(ana, { id: action.approval?.id ?? "", verdict: given, reason: given === "reject" ? "Too much." : "" }));
const stateOf = async (id: string) => (await prisma().action.findUniqueOrThrow({ where: { id } })).state;
const newest = async () => (await prisma().action.findFirstOrThrow({ orderBy: { id: "desc" } })).id;
const denialOf = async (call: Promise<unknown>): Promise<ReeveDenied> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ReeveDenied);
  return error as ReeveDenied;
};

describe("the SDK against the real machine API over HTTP", () => {
  test("what a rule allows runs once, and its receipt is kept", async () => {
    const { apply, ran } = guarded();
    expect(await apply(discount(5))).toBe("5 % for acme");
    expect(ran).toEqual([discount(5)]);
    const id = await newest();
    expect(await stateOf(id)).toBe("succeeded");
    expect(await kindsOf(id)).toEqual(["action.allowed", "action.consumed", "action.succeeded"]);
  });

  test("what a rule denies does not run, and the denial says why and whether a change helps", async () => {
    const { apply, ran } = guarded();
    const denied = await denialOf(apply(discount(95)));
    expect(denied).toMatchObject({ cause: "policy", reason: "Nobody gives things away.", retry: "after_change" });
    expect(ran).toEqual([]);
  });

  test("a tool that fails has its failure on the receipt, and the caller gets its error", async () => {
    const fails = client().guard("crm.apply_discount", () => Promise.reject(new Error("the CRM is away")));
    await expect(fails(discount(4))).rejects.toThrow("the CRM is away");
    expect(await stateOf(await newest())).toBe("failed");
  });

  test("what waits for people runs once they approve", async () => {
    const { apply, ran, pending } = guarded();
    const call = apply(discount(50));
    const asked = await pending;
    expect(asked).toMatchObject({ decision: "pending", approval: { state: "pending" } });
    expect(ran).toEqual([]);
    await verdict(asked, "approve");
    expect(await call).toBe("50 % for acme");
    expect(await stateOf(asked.id)).toBe("succeeded");
    expect(await kindsOf(asked.id)).toEqual(expect.arrayContaining(["action.awaiting", "action.consumed", "action.succeeded"]));
  });

  test("what people reject does not run", async () => {
    const { apply, ran, pending } = guarded();
    const denied = denialOf(apply(discount(51)));
    await verdict(await pending, "reject");
    expect(await denied).toMatchObject({ cause: "human", reason: "Too much." });
    expect(ran).toEqual([]);
  });

  test("an agent that is killed while it waits does not run: nobody can decide until it is restored, and new calls are denied", async () => {
    const { apply, ran, pending } = guarded();
    const call = apply(discount(52));
    const asked = await pending;
    expectOk(await killAgent(mei, "sales-agent", "It offers half price."));
    expect(await decide(ana, { id: asked.approval?.id ?? "", verdict: "approve", reason: "" })).toMatchObject({ ok: false });
    expect(await client().get(asked.id)).toMatchObject({ decision: "pending", cause: "killed", approval: { state: "frozen" } });
    expect(await denialOf(guarded().apply(discount(3)))).toMatchObject({ cause: "killed" });
    expect(ran).toEqual([]);
    await restore("sales-agent");
    await verdict(asked, "reject");
    expect(await denialOf(call)).toMatchObject({ cause: "human" });
    expect(ran).toEqual([]);
  });

  test("an agent that is killed between the decision and the execution does not run, and hears why", async () => {
    const killFirst: typeof fetch = async (input, init) => {
      if (String(input).endsWith("/consume")) expectOk(await killAgent(mei, "sales-agent", "It offers half price."));
      return fetch(input, init);
    };
    const { apply, ran } = guarded({ fetch: killFirst });
    expect(await denialOf(apply(discount(5)))).toMatchObject({ cause: "killed" });
    expect(ran).toEqual([]);
    await restore("sales-agent");
  });

  test("a caller who gives up takes the question back", async () => {
    const { apply, pending } = guarded();
    const gone = new AbortController();
    const call = apply(discount(53), { signal: gone.signal });
    call.catch(() => undefined);
    const asked = await pending;
    gone.abort(new Error("the run was stopped"));
    await expect(call).rejects.toThrow("the run was stopped");
    expect(await client().get(asked.id)).toMatchObject({ decision: "deny", cause: "cancelled", approval: { state: "cancelled" } });
  });
});

describe("answers that are lost on the way", () => {
  test.each([PROPOSE, CONSUME, RECEIPT])("%s is sent again with the same key: one action, one execution, one receipt", async (call) => {
    const before = await prisma().action.count();
    const { apply, ran } = guarded();
    server.loseAnswerOf(call);
    expect(await apply(discount(2))).toBe("2 % for acme");
    expect(ran).toHaveLength(1);
    expect(await prisma().action.count()).toBe(before + 1);
    const id = await newest();
    expect(await stateOf(id)).toBe("succeeded");
    expect(await kindsOf(id)).toEqual(["action.allowed", "action.consumed", "action.succeeded"]);
    const path = call.replace("[id]", id);
    expect(server.seen.filter((request) => request === path).length).toBeGreaterThanOrEqual(2);
  });

  test("two processes with one idempotency key run the tool once", async () => {
    const [first, second] = [guarded(), guarded()];
    const outcomes = await Promise.allSettled(
      [first, second].map(({ apply }) => apply(discount(1), { idempotencyKey: "renewal-acme-2027" })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect([...first.ran, ...second.ran]).toHaveLength(1);
  });

  test("one idempotency key for another body is refused, and nothing runs", async () => {
    const { apply, ran } = guarded();
    await expect(apply(discount(4), { idempotencyKey: "renewal-acme-2027" })).rejects.toMatchObject({ code: "idempotency_conflict" });
    expect(ran).toEqual([]);
  });
});

describe("no Reeve, no action", () => {
  test("nothing runs when Reeve cannot be reached, but reads where the caller lets them", async () => {
    const away = await serveRoutes(routes);
    await away.close();
    const { apply, ran } = guarded({ url: away.url, retryForMs: 300 });
    expect(await denialOf(apply(discount(5)))).toMatchObject({ cause: "unavailable", retry: "later" });
    expect(ran).toEqual([]);
    const read = client({ url: away.url, retryForMs: 300, allowReadsWhenUnavailable: true }).guard("crm.read_account", () => "acme", {
      sideEffect: "read",
    });
    expect(await read({ account: "acme" })).toBe("acme");
  });

  test("a key that is wrong, or speaks for another agent, is an error with its code, and nothing runs", async () => {
    const wrong = guarded({ apiKey: `rv_${"x".repeat(43)}` });
    await expect(wrong.apply(discount(5))).rejects.toMatchObject({ name: "ReeveError", code: "unauthenticated", status: 401 });
    const other = guarded({ agent: "refund-agent" });
    const error = await other.apply(discount(5)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReeveError);
    expect(error).toMatchObject({ code: "agent_mismatch", status: 403 });
    expect([...wrong.ran, ...other.ran]).toEqual([]);
  });
});

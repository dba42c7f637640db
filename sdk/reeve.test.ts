import { afterEach, describe, expect, test } from "vitest";
import { Reeve, ReeveDenied, ReeveError, type ReeveOptions, ReeveUnavailable } from "./index";
import { action, type ContractServer, contractServer, lease, pending, problem, type Respond } from "./testing/contract-server";

let server: ContractServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Routes = Parameters<typeof contractServer>[0];
async function connect(routes: Routes, options: Partial<ReeveOptions> = {}) {
  server = await contractServer(routes);
  const reeve = new Reeve({ url: server.url, apiKey: "rv_test", agent: "sales-agent", retryForMs: 3_000, ...options });
  return { reeve, seen: server.seen };
}

const json =
  (value: unknown): Respond =>
  () => ({ json: value });
const allow: Routes = { propose: json(action()), consume: json(lease()), receipt: json({}) };
const discount = (calls: unknown[]) => async (args: { account: string; percent: number }) => {
  calls.push(args);
  return `${args.percent} % for ${args.account}`;
};
const ACME = { account: "acme", percent: 50 };

async function denialOf(promise: Promise<unknown>): Promise<ReeveDenied> {
  const error = await promise.then(() => null).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ReeveDenied);
  return error as ReeveDenied;
}

describe("a guarded call", () => {
  test("proposes, waits, consumes, runs and reports, in this order and once each", async () => {
    const { reeve, seen } = await connect({
      ...allow,
      propose: json(pending()),
      get: (_, nth) => ({ json: nth < 2 ? pending() : action({ cause: "human" }) }),
    });
    const calls: unknown[] = [];
    const told: string[] = [];
    const guarded = reeve.guard("crm.apply_discount", discount(calls), {
      impact: { external: true },
      resource: (args) => `crm:account/${args.account}`,
      initiator: { type: "user", id: "sam@acme.example" },
      report: (result) => ({ output: result }),
      onPending: ({ approval }) => told.push(approval?.url ?? ""),
    });
    expect(await guarded(ACME)).toBe("10 % for acme");
    expect(seen.map(({ method, path }) => `${method} ${path.replace("act_01jd0000000000000000000001", "ID")}`)).toEqual([
      "POST /api/v1/actions",
      ...Array(3).fill("GET /api/v1/actions/ID?waitMs=55000"),
      "POST /api/v1/actions/ID/consume",
      "POST /api/v1/actions/ID/receipt",
    ]);
    expect(seen[0]).toMatchObject({
      authorization: "Bearer rv_test",
      body: { agent: "sales-agent", tool: "crm.apply_discount", args: ACME, resource: "crm:account/acme", impact: { external: true } },
    });
    expect(seen.at(-2)).toMatchObject({ body: { actionDigest: action().actionDigest } });
    expect(seen.at(-2)?.key).not.toBe(seen[0]?.key);
    expect(seen.at(-1)?.body).toMatchObject({
      token: "jws.of.lease",
      status: "succeeded",
      output: "10 % for acme",
      actionDigest: action().actionDigest,
    });
    expect(told).toEqual(["http://reeve/queue/apr_1"]);
  });

  test("runs the arguments of the lease, never those that were proposed", async () => {
    const { reeve } = await connect({ ...allow, consume: json(lease({ account: "acme", percent: 15 })) });
    const calls: unknown[] = [];
    await reeve.guard("crm.apply_discount", discount(calls))(ACME);
    expect(calls).toEqual([{ account: "acme", percent: 15 }]);
  });

  test("that is denied does not run, and says the cause, the reason and whether to retry", async () => {
    const denied = action({ decision: "deny", cause: "human", reason: "Too much.", retry: "after_change" });
    const { reeve, seen } = await connect({ ...allow, propose: json(pending()), get: json(denied) });
    const calls: unknown[] = [];
    const error = await denialOf(reeve.guard("crm.apply_discount", discount(calls))(ACME));
    expect(error).toMatchObject({ cause: "human", reason: "Too much.", retry: "after_change" });
    expect(error.message).toBe("Denied (human): Too much. A changed proposal may be allowed.");
    expect(calls).toEqual([]);
    expect(seen.some(({ path }) => path.includes("consume"))).toBe(false);
  });

  test("that was killed between decision and execution is denied as killed", async () => {
    const { reeve } = await connect({
      ...allow,
      consume: () => problem(409, "revoked", "Revoked."),
      get: json(action({ decision: "deny", cause: "killed", reason: "The agent was stopped.", retry: "later" })),
    });
    expect(await denialOf(reeve.guard("crm.apply_discount", discount([]))(ACME))).toMatchObject({ cause: "killed", retry: "later" });
  });

  test("whose tool fails reports the failure and throws the tool's own error", async () => {
    const { reeve, seen } = await connect(allow);
    const broken = reeve.guard("crm.apply_discount", () => Promise.reject(new RangeError("no such account")));
    await expect(broken(ACME)).rejects.toThrow(RangeError);
    expect(seen.at(-1)?.body).toMatchObject({ status: "failed", error: { name: "RangeError", message: "no such account" } });
  });

  test("whose receipt cannot be delivered still returns, and the caller is told", async () => {
    const lost: unknown[] = [];
    const { reeve } = await connect(
      { ...allow, receipt: () => problem(409, "digest_mismatch", "Not the approved digest.") },
      { onReceiptLost: (error) => lost.push(error) },
    );
    expect(await reeve.guard("crm.apply_discount", discount([]))(ACME)).toBe("10 % for acme");
    expect(lost).toMatchObject([{ code: "digest_mismatch" }]);
  });

  test("that takes longer than its lease renews it, and reports with the newest token", async () => {
    const leaseOf = (token: string, ms: number) => ({ ...lease(), token, leaseExpiresAt: new Date(Date.now() + ms).toISOString() });
    const { reeve, seen } = await connect({
      ...allow,
      consume: () => ({ json: leaseOf("first", 200) }),
      renew: ({ body }) => ({ json: leaseOf(`${String(body.token)}+`, 200) }),
    });
    const slow = reeve.guard("crm.apply_discount", () => new Promise((resolve) => setTimeout(resolve, 260, "done")));
    expect(await slow(ACME)).toBe("done");
    const renewals = seen.filter(({ path }) => path.endsWith("/renew"));
    expect(renewals[0]?.body).toEqual({ token: "first" });
    expect(seen.at(-1)?.body).toMatchObject({ status: "succeeded", token: `first${"+".repeat(renewals.length)}` });
  });

  test("that the caller gives up is withdrawn", async () => {
    const giveUp = new AbortController();
    const { reeve, seen } = await connect({
      ...allow,
      propose: json(pending()),
      get: () => {
        giveUp.abort(new Error("shutting down"));
        return { json: pending() };
      },
      cancel: json({}),
    });
    await expect(reeve.guard("crm.apply_discount", discount([]))(ACME, { signal: giveUp.signal })).rejects.toThrow("shutting down");
    expect(seen.at(-1)?.path).toContain("/cancel");
  });
});

describe("when Reeve cannot answer", () => {
  const nowhere = { url: "http://127.0.0.1:9", apiKey: "rv_test", agent: "sales-agent", retryForMs: 50 };

  test("a guarded call is denied as unavailable and does not run", async () => {
    const calls: unknown[] = [];
    const guarded = new Reeve({ ...nowhere, allowReadsWhenUnavailable: true }).guard("crm.apply_discount", discount(calls));
    expect(await denialOf(guarded(ACME))).toMatchObject({ cause: "unavailable", retry: "later" });
    expect(calls).toEqual([]);
  });

  test("a read runs only if the tool is declared so and the caller opted in", async () => {
    const read = (options: object) => new Reeve({ ...nowhere, ...options }).guard("crm.read", () => "read", { sideEffect: "read" })({});
    expect(await read({ allowReadsWhenUnavailable: true })).toBe("read");
    expect(await denialOf(read({}))).toMatchObject({ cause: "unavailable" });
  });

  test("a read that was denied does not run, opted in or not", async () => {
    const { reeve } = await connect(
      { propose: json(action({ decision: "deny", cause: "killed", retry: "later" })) },
      { allowReadsWhenUnavailable: true },
    );
    expect(await denialOf(reeve.guard("crm.read", () => "read", { sideEffect: "read" })({}))).toMatchObject({ cause: "killed" });
  });

  test("a key that is not accepted is not an outage: it is named, and not tried again", async () => {
    const { reeve, seen } = await connect({ propose: () => problem(401, "unauthenticated", "Send a valid API key.") });
    await expect(reeve.guard("crm.apply_discount", discount([]))(ACME)).rejects.toMatchObject({ code: "unauthenticated", status: 401 });
    expect(seen).toHaveLength(1);
  });

  test("something that answers in Reeve's place with a page is no decision", async () => {
    const page = async () => new Response("<html>Sign in to the guest network</html>", { status: 200 });
    const reeve = new Reeve({ ...nowhere, fetch: page as typeof fetch });
    await expect(reeve.propose({ tool: "t", args: {} })).rejects.toBeInstanceOf(ReeveUnavailable);
  });
});

describe("trying again", () => {
  test("a lost answer is asked for again with the same key, so that one proposal stays one action", async () => {
    const { reeve, seen } = await connect({ ...allow, propose: (_, nth) => (nth < 2 ? "drop" : { json: action() }) });
    await reeve.propose({ tool: "crm.apply_discount", args: ACME });
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
    expect(seen[0]?.body).toEqual(seen[2]?.body);
  });

  test("Retry-After is honoured", async () => {
    const { reeve } = await connect({
      propose: (_, nth) => (nth === 0 ? problem(429, "rate_limited", "Slow down.", { "retry-after": "1" }) : { json: action() }),
    });
    const startedAt = performance.now();
    await reeve.propose({ tool: "t", args: {} });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  test("a deadline ends it, also when Retry-After asks for longer", async () => {
    const { reeve, seen } = await connect({ propose: () => problem(503, "unavailable", "The database is away.", { "retry-after": "60" }) });
    await expect(reeve.propose({ tool: "t", args: {} })).rejects.toMatchObject({
      name: "ReeveUnavailable",
      status: 503,
      message: "The database is away.",
    });
    expect(seen).toHaveLength(1);
  });

  test("a receipt whose answer was lost is delivered once more, and already_received then is success", async () => {
    const { reeve, seen } = await connect({
      receipt: (_, nth) => (nth === 0 ? "drop" : problem(409, "already_received", "Stored already.")),
    });
    const receipt = { token: "t", status: "succeeded", actionDigest: "sha256:x" } as const;
    await reeve.receipt("act_1", receipt);
    expect(seen).toHaveLength(2);
    await expect(reeve.receipt("act_1", receipt)).rejects.toMatchObject({ code: "already_received" });
  });

  test("a second process with the same idempotency key does not run the tool a second time", async () => {
    let consumer: string | null = null;
    const { reeve } = await connect({
      ...allow,
      consume: ({ key }) => {
        if (consumer !== null && consumer !== key) return problem(409, "already_consumed", "Already consumed.");
        consumer = key;
        return { json: lease() };
      },
    });
    const calls: unknown[] = [];
    const guarded = reeve.guard("crm.apply_discount", discount(calls));
    const outcomes = await Promise.allSettled([1, 2].map(() => guarded(ACME, { idempotencyKey: "renewal-acme-2027" })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(calls).toHaveLength(1);
  });
});

test("the fields at fault reach the caller", async () => {
  const errors = [{ path: "args", message: "must be an object" }];
  const { reeve } = await connect({ propose: () => ({ status: 400, json: { code: "invalid_request", detail: "Not valid.", errors } }) });
  const error = await reeve.propose({ tool: "t", args: {} }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ReeveError);
  expect(error).toMatchObject({ code: "invalid_request", errors });
});

test("a client without an address or key cannot be made", () => {
  expect(() => new Reeve({ url: "http://localhost:3000", apiKey: "", agent: "a" })).toThrow("apiKey");
});

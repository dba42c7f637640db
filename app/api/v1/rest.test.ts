import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as getKeys } from "@/app/.well-known/jwks.json/route";
import { sequenceEvents } from "@/server/actions/lifecycle";
import { ActionAnswer, ActionPage, Lease } from "@/server/actions/schema";
import { putAgent } from "@/server/fleet/agents";
import { createTool } from "@/server/fleet/tools";
import { createKey, revokeKey } from "@/server/identity/keys";
import type { Scope } from "@/server/kernel/roles";
import { mintPerson, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { databaseGoes, freshDatabase } from "@/server/platform/testing/database";
import { freshSigningKey } from "@/server/platform/testing/signing-key";
import { POST as postConsume } from "./actions/[id]/consume/route";
import { POST as postReceipt } from "./actions/[id]/receipt/route";
import { GET as getAction } from "./actions/[id]/route";
import { GET as listActions, POST as postAction } from "./actions/route";
import { GET as getStream } from "./actions/stream/route";
import { POST as postKill } from "./agents/[name]/kill/route";
import { GET as listRecords, POST as postRecord } from "./records/route";

freshSigningKey();
freshDatabase();

const admin = mintPerson({
  id: newId("person"),
  name: "Victor",
  email: "victor@reeve.demo",
  roles: new Set(["admin"]),
  groupIds: new Set(),
});
const keys: Record<string, string> = {};
const keyIds: Record<string, string> = {};
const BODY = { agent: "sales-agent", tool: "crm.read", args: { account: "acme" }, initiator: { type: "user", id: "sam@acme.example" } };

const request = (path: string, init: RequestInit & { key?: string; idempotencyKey?: string | null } = {}) => {
  const { key = keys.full, idempotencyKey = randomUUID(), ...rest } = init;
  const headers = new Headers({ authorization: `Bearer ${key}` });
  if (idempotencyKey !== null) headers.set("idempotency-key", idempotencyKey);
  return new Request(`http://localhost:3000${path}`, { ...rest, headers });
};
const none = { params: Promise.resolve({}) };
const withId = (id: string) => ({ params: Promise.resolve({ id }) });
const post = (body: unknown, init: Parameters<typeof request>[1] = {}) =>
  postAction(request("/api/v1/actions", { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), ...init }));
const problem = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, code, errors } = (await response.json()) as {
    status: number;
    code: string;
    errors?: { path: string; message: string }[];
  };
  expect(status).toBe(response.status);
  return { status, code, paths: errors?.map((error) => error.path) };
};
const allowed = async () => ActionAnswer.parse(await (await post(BODY)).json());

beforeAll(async () => {
  const make = async (name: string, scopes: Scope[], agentName: string | null = null) => {
    const made = await createKey(admin, { name, scopes, agentName });
    if (!made.ok) throw new Error(made.refusal.message);
    keys[name] = made.value.key;
    keyIds[name] = made.value.keyId;
  };
  await make("full", ["actions:write", "actions:read", "agents:write"]);
  await make("reader", ["actions:read"]);
  await make("other", ["actions:write"]);
  await make("bound", ["actions:write"], "refund-agent");
  await make("records", ["records:write"]);
  const tool = { version: "1", description: "A tool.", sideEffect: "read" as const, argsSchema: null, summary: null, sensitiveArgs: [] };
  await createTool(systemActor, "crm.read", tool);
  await putAgent(systemActor, "sales-agent", { state: "live", riskTier: "low", environment: "production" });
});

describe("who may call", () => {
  test("no key, a wrong key, a revoked key, a key without the scope, a key of another agent", async () => {
    expect(await problem(await post(BODY, { key: "" }))).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(await problem(await post(BODY, { key: `rv_${"x".repeat(43)}` }))).toMatchObject({ status: 401 });
    expect(await problem(await post(BODY, { key: keys.reader }))).toMatchObject({ status: 403, code: "forbidden" });
    expect(await problem(await post(BODY, { key: keys.bound }))).toMatchObject({ status: 403, code: "agent_mismatch" });
    expect((await post(BODY, { key: keys.other })).status).toBe(200);
    await revokeKey(admin, keyIds.other ?? "");
    expect(await problem(await post(BODY, { key: keys.other }))).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  test("a revoked key is refused on its next call, whatever it sends and though this process knew it a moment ago", async () => {
    const made = await createKey(admin, { name: "known", scopes: ["actions:write"], agentName: null });
    if (!made.ok) throw new Error(made.refusal.message);
    const { key, keyId } = made.value;
    const idempotencyKey = randomUUID();
    expect((await post(BODY, { key, idempotencyKey })).status).toBe(200);
    // As another process does it: this one hears nothing of it.
    await prisma().apiKey.update({ where: { id: keyId }, data: { revokedAt: new Date() } });
    const before = await prisma().action.count();
    for (const body of [BODY, { ...BODY, dryRun: true }, { ...BODY, args: [] }, "{"])
      expect(await problem(await post(body, { key }))).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(await problem(await post(BODY, { key, idempotencyKey }))).toMatchObject({ status: 401, code: "unauthenticated" });
    expect(await prisma().action.count()).toBe(before);
  });

  test("a key that may only write sees what it proposed itself, and nothing of others", async () => {
    const { id } = await allowed();
    const seen = await getAction(request(`/api/v1/actions/${id}`, { key: keys.bound }), withId(id ?? ""));
    expect(await problem(seen)).toMatchObject({ status: 404, code: "not_found" });
  });
});

test("a record of evidence needs an Idempotency-Key, is told as it stands, and is found in the list", async () => {
  const drill = {
    kind: "rollback_drill",
    happenedAt: "2026-11-20T12:00:00Z",
    agent: "sales-agent",
    facts: { minutes: 9.5, isPassed: true },
  };
  const send = (body: object, idempotencyKey: string | null = randomUUID()) =>
    postRecord(request("/api/v1/records", { method: "POST", body: JSON.stringify(body), key: keys.records, idempotencyKey }), none);
  expect(await problem(await send(drill, null))).toMatchObject({ status: 400, paths: ["Idempotency-Key"] });
  expect(await problem(await send({ ...drill, facts: {} }))).toMatchObject({ paths: ["facts.minutes", "facts.isPassed"] });
  const made = (await (await send(drill)).json()) as object;
  expect(made).toMatchObject({
    ...drill,
    happenedAt: "2026-11-20T12:00:00.000Z",
    state: "standing",
    author: { type: "key", name: "records" },
  });
  const list = await listRecords(request("/api/v1/records?kind=rollback_drill&agent=sales-agent", { key: keys.records }), none);
  expect(await list.json()).toEqual({ items: [made], nextCursor: null });
});

describe("read strictly", () => {
  const invalid: [string, string, string][] = [
    ["no JSON", "{", ""],
    ["a duplicate key", `{"agent":"a","agent":"b"}`, "agent"],
    ["a number past 2^53", JSON.stringify(BODY).replace('"acme"', "9007199254740993"), "args.account"],
    ["a lone surrogate", JSON.stringify(BODY).replace('"acme"', '"\\ud800"'), "args.account"],
    ["NUL", JSON.stringify(BODY).replace('"acme"', '"\\u0000"'), "args.account"],
    ["JSON nested too deep", JSON.stringify(BODY).replace('"acme"', `${"[".repeat(70)}${"]".repeat(70)}`), "args.account.0"],
    ["a wrong type", JSON.stringify({ ...BODY, args: [] }), "args"],
    ["a missing field", JSON.stringify({ ...BODY, initiator: undefined }), "initiator"],
    ["a wait that is too long", JSON.stringify({ ...BODY, waitMs: 55_001 }), "waitMs"],
    ["a callback that nobody registered", JSON.stringify({ ...BODY, callbackUrl: "https://x.example" }), "callbackUrl"],
    ["an unknown field", JSON.stringify({ ...BODY, surprise: 1 }), ""],
  ];
  test.each(invalid)("%s is invalid_request and names the place", async (_, body, path) => {
    const { status, code, paths } = await problem(await post(body));
    expect({ status, code, path: paths?.[0] }).toEqual({ status: 400, code: "invalid_request", path });
  });

  test("bytes that are no UTF-8, and a missing or endless idempotency key, are invalid", async () => {
    expect(await problem(await post("", { body: new Uint8Array([0x7b, 0xff, 0x7d]) }))).toMatchObject({ code: "invalid_request" });
    expect(await problem(await post(BODY, { idempotencyKey: null }))).toMatchObject({
      code: "invalid_request",
      paths: ["Idempotency-Key"],
    });
    expect(await problem(await post(BODY, { idempotencyKey: "k".repeat(256) }))).toMatchObject({ code: "invalid_request" });
  });

  test("ten megabytes, and arguments over 256 KiB, are too large", async () => {
    expect(await problem(await post("x".repeat(10_000_000)))).toMatchObject({ status: 413, code: "too_large" });
    expect(await problem(await post({ ...BODY, args: { text: "x".repeat(300_000) } }))).toMatchObject({ status: 413, code: "too_large" });
  });

  test("two hundred random bodies never fail on our side", async () => {
    for (let i = 0; i < 200; i++) {
      const junk = Array.from({ length: 40 }, () => '{}[]",:\\0e9ntua '.charAt(Math.floor(Math.random() * 16))).join("");
      expect((await post(junk)).status).toBe(400);
    }
  });
});

describe("the contract", () => {
  test("propose, read, consume, receipt, list", async () => {
    const answer = await allowed();
    const id = answer.id ?? "";
    expect(ActionAnswer.parse(await (await getAction(request(`/api/v1/actions/${id}?waitMs=10`), withId(id))).json())).toEqual(answer);
    const digest = JSON.stringify({ actionDigest: answer.actionDigest });
    const lease = Lease.parse(await (await postConsume(request("/x", { method: "POST", body: digest }), withId(id))).json());
    expect(lease.args).toEqual(BODY.args);
    expect(await problem(await postConsume(request("/x", { method: "POST", body: digest }), withId(id)))).toMatchObject({
      status: 409,
      code: "already_consumed",
    });
    const receipt = JSON.stringify({
      token: lease.token,
      status: "succeeded",
      actionDigest: answer.actionDigest,
      changes: [{ resource: "crm", before: 1, after: 2 }],
    });
    expect(await (await postReceipt(request("/x", { method: "POST", body: receipt }), withId(id))).json()).toMatchObject({
      state: "succeeded",
    });
    const page = ActionPage.parse(await (await listActions(request("/api/v1/actions?agent=sales-agent&limit=1"), none)).json());
    expect(page.items[0]?.id).toBe(id);
    const next = ActionPage.parse(await (await listActions(request(`/api/v1/actions?limit=1&cursor=${page.nextCursor}`), none)).json());
    expect(next.items[0]?.id).not.toBe(id);
    expect(await problem(await listActions(request("/api/v1/actions?cursor=garbage!"), none))).toMatchObject({ code: "invalid_request" });
    expect(await problem(await listActions(request("/api/v1/actions?state=nonsense"), none))).toMatchObject({ code: "invalid_request" });
  });

  test("an action that nobody has, and an id that is none, are not found", async () => {
    for (const id of [newId("action"), "x", "act_'; drop table action"]) {
      expect(await problem(await getAction(request("/x"), withId(id)))).toMatchObject({ status: 404, code: "not_found" });
    }
  });

  test("the stream tells decisions of this key from a cursor on, in order, none twice", async () => {
    await sequenceEvents();
    const gone = new AbortController();
    const open = async (query: string) => {
      const response = await getStream(request(`/api/v1/actions/stream${query}`, { signal: gone.signal }), none);
      return response.body?.pipeThrough(new TextDecoderStream()).getReader();
    };
    const from = String((await prisma().actionEvent.aggregate({ _max: { seq: true } }))._max.seq);
    const reader = await open(`?cursor=${from}`);
    const made = [await allowed(), await allowed()];
    await sequenceEvents();
    let text = "";
    while (made.some(({ id }) => !text.includes(`"id":"${id}"`))) text += (await reader?.read())?.value ?? "";
    gone.abort();
    const ids = [...text.matchAll(/^data: (.*)$/gm)].map((line) => ActionAnswer.parse(JSON.parse(line[1] ?? "")).id);
    expect(ids).toEqual(made.map(({ id }) => id));
  });

  test("a stream that is open when its key is revoked tells nothing more, and ends", async () => {
    const from = String((await prisma().actionEvent.aggregate({ _max: { seq: true } }))._max.seq);
    const made = await createKey(admin, { name: "leaked", scopes: ["actions:write"], agentName: null });
    if (!made.ok) throw new Error(made.refusal.message);
    const { key, keyId } = made.value;
    const response = await getStream(request(`/api/v1/actions/stream?cursor=${from}`, { key }), none);
    await post(BODY, { key });
    await revokeKey(admin, keyId);
    await sequenceEvents();
    expect(await response.text()).not.toContain("event: decision"); // answers once the stream has ended
  });

  test("a key has a hundred streams at most, and a place that was left can be taken again", async () => {
    const open = (signal: AbortSignal) => getStream(request("/api/v1/actions/stream", { key: keys.reader, signal }), none);
    const streams = [];
    for (let i = 0; i < 100; i++) streams.push(await open(new AbortController().signal));
    expect(await problem(await open(new AbortController().signal))).toMatchObject({ status: 429, code: "rate_limited" });
    await streams[0]?.body?.cancel();
    const again = await open(new AbortController().signal);
    expect(again.status).toBe(200);
    await Promise.all([again, ...streams.slice(1)].map((response) => response.body?.cancel()));
  });

  test("a key stops its agent over the API, and a reason is asked for", async () => {
    const params = { params: Promise.resolve({ name: "sales-agent" }) };
    const kill = (body: unknown) => postKill(request("/x", { method: "POST", body: JSON.stringify(body) }), params);
    expect(await problem(await kill({}))).toMatchObject({ code: "invalid_request", paths: ["reason"] });
    expect(await (await kill({ reason: "It went wrong." })).json()).toMatchObject({ agent: "sales-agent", state: "suspended" });
    expect(await allowed()).toMatchObject({ decision: "deny", cause: "killed" });
  });

  test("the public keys need no key", async () => {
    const { keys: published } = (await (await getKeys(request("/.well-known/jwks.json"))).json()) as { keys: object[] };
    expect(published).toMatchObject([{ kty: "OKP", crv: "Ed25519", alg: "EdDSA" }]);
    expect(published[0]).not.toHaveProperty("d");
  });
});

test("while the database is away every answer is unavailable, says when to come back, and nothing of the inside", async () => {
  const { id } = await allowed();
  const comeBack = await databaseGoes();
  for (const response of [await post(BODY), await getAction(request("/x"), withId(id ?? ""))]) {
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    const text = await response.clone().text();
    expect(text).not.toMatch(/postgres|pg_|node_modules|at .*\.ts|stack|connection/i);
    expect(await problem(response)).toMatchObject({ status: 503, code: "unavailable" });
  }
  await comeBack();
  expect((await getAction(request("/x"), withId(id ?? ""))).status).toBe(200);
});

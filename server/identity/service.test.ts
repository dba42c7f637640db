import { beforeAll, expect, test, vi } from "vitest";
import { SCOPES } from "@/server/kernel/roles";
import { pool, prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { createKey, ensureInitKey, listKeys, revokeKey } from "./keys";
import { authenticateKey, findPersonByEmail, giveBackRate, groupIdsByNames, takeRate } from "./service";
import { signInAs } from "./testing";

freshDatabase();

let admin: Awaited<ReturnType<typeof signInAs>>;
beforeAll(async () => {
  admin = await signInAs("root@example.com", ["admin"]);
});

test("a key says who it is, with its scopes and its agent, and is stored as a hash alone", async () => {
  const made = await createKey(admin, { name: "Sales", scopes: ["actions:write"], agentName: "sales-agent" });
  if (!made.ok) throw new Error(made.refusal.message);
  const actor = await authenticateKey(`Bearer ${made.value.key}`);
  expect(actor).toMatchObject({ ok: true, value: { id: made.value.keyId, agentName: "sales-agent", scopes: new Set(["actions:write"]) } });
  const { rows } = await pool().query("select row_to_json(api_key)::text as whole from api_key");
  expect(rows.map((row) => row.whole).join()).not.toContain(made.value.key);
  const { rows: recorded } = await pool().query("select convert_from(bytes, 'UTF8') as entry from audit_outbox where kind = 'key.created'");
  expect(recorded.map((row) => row.entry).join()).not.toContain(made.value.key.slice(-8));
});

test("a revoked key is refused on its next request, and cannot be revoked twice", async () => {
  const made = await createKey(admin, { name: "Short", scopes: ["actions:read"], agentName: null });
  if (!made.ok) throw new Error(made.refusal.message);
  expect((await authenticateKey(made.value.key)).ok).toBe(true);
  const answers = await Promise.all([revokeKey(admin, made.value.keyId), revokeKey(admin, made.value.keyId)]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(await authenticateKey(made.value.key)).toMatchObject({ ok: false, refusal: { code: "unauthenticated" } });
});

test.each([null, "", "Bearer ", "Bearer rv_unknown", "Basic abc", "rv_", `rv_${"a".repeat(5_000)}`])("%j is no key", async (bearer) => {
  expect(await authenticateKey(bearer)).toMatchObject({ ok: false, refusal: { code: "unauthenticated" } });
});

test("when a key was last used is written once a minute at most", async () => {
  const made = await createKey(admin, { name: "Busy", scopes: ["actions:read"], agentName: null });
  if (!made.ok) throw new Error(made.refusal.message);
  await authenticateKey(made.value.key);
  const first = await prisma().apiKey.findUniqueOrThrow({ where: { id: made.value.keyId } });
  await authenticateKey(made.value.key);
  expect(first.lastUsedAt).not.toBeNull();
  expect((await prisma().apiKey.findUniqueOrThrow({ where: { id: made.value.keyId } })).lastUsedAt).toEqual(first.lastUsedAt);
});

test("the key of the environment has all scopes, is created once, and stays revoked", async () => {
  const key = `rv_${"k".repeat(32)}`;
  expect((await Promise.all([ensureInitKey(key), ensureInitKey(key)])).sort()).toEqual([false, true]);
  const actor = await authenticateKey(key);
  expect(actor).toMatchObject({ ok: true, value: { scopes: new Set(SCOPES) } });
  const keys = await listKeys(admin);
  if (!keys.ok || !actor.ok) throw new Error("refused");
  expect(keys.value.keys.find((row) => row.id === actor.value.id)?.createdBy).toBe("the first start");
  await revokeKey(admin, actor.value.id);
  expect(await ensureInitKey(key)).toBe(false);
  expect((await authenticateKey(key)).ok).toBe(false);
});

test("only an administrator makes keys; an auditor reads the list", async () => {
  const auditor = await signInAs("auditor@example.com", ["auditor"]);
  const viewer = await signInAs("viewer@example.com", ["viewer"]);
  expect(await createKey(auditor, { name: "No", scopes: ["actions:read"], agentName: null })).toMatchObject({ ok: false });
  expect(await listKeys(auditor)).toMatchObject({ ok: true, value: { canManage: false } });
  expect(await listKeys(viewer)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
});

test("people are found by e-mail in any case of letters", async () => {
  expect(await findPersonByEmail(" Root@Example.COM ")).toMatchObject({ id: admin.id });
  expect(await findPersonByEmail("nobody@example.com")).toBeNull();
});

test("a name without a group is a refusal that lists it", async () => {
  expect(await groupIdsByNames(["Nowhere"])).toMatchObject({ ok: false, refusal: { message: "No such group: Nowhere." } });
});

/** Another process: its own copy of the module, with its own memory, on the same database. */
async function anotherProcess(): Promise<typeof import("./service")> {
  vi.resetModules();
  return import("./service");
}

const countTaken = async (takes: Promise<{ ok: boolean }>[]) => (await Promise.all(takes)).filter((answer) => answer.ok).length;

test.each([1, 10, 500])("a limit of %i holds over two processes, to the last one", async (limit) => {
  const other = await anotherProcess();
  const key = `limit-${limit}`;
  const taken = await countTaken(
    Array.from({ length: limit * 2 + 40 }, (_, i) => (i % 2 === 0 ? takeRate : other.takeRate)(key, limit, 86_400)),
  );
  // A process may still hold part of a block that the other one could have used.
  expect(taken).toBeLessThanOrEqual(limit);
  expect(taken).toBeGreaterThanOrEqual(limit - Math.floor(limit / 50));
  expect(await takeRate(key, limit, 86_400)).toMatchObject({ ok: false, refusal: { code: "rate_limited" } });
});

test("a high limit does not cost a write a request", async () => {
  const key = "cheap";
  for (let i = 0; i < 200; i++) await takeRate(key, 5_000, 86_400);
  const { rows } = await pool().query("select count from rate_window where key = $1", [key]);
  expect(rows).toEqual([{ count: 200 }]); // two blocks of a hundred
});

test("a new window starts again, and a refusal says how long that takes", async () => {
  const key = "short";
  const secondLeft = 1_000 - (Date.now() % 1_000);
  await new Promise((resolve) => setTimeout(resolve, secondLeft + 20));
  expect((await takeRate(key, 1, 1)).ok).toBe(true);
  expect(await takeRate(key, 1, 1)).toMatchObject({ ok: false, refusal: { retryAfterSeconds: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect((await takeRate(key, 1, 1)).ok).toBe(true);
});

test("what is given back can be taken again", async () => {
  expect((await takeRate("back", 1, 86_400)).ok).toBe(true);
  expect((await takeRate("back", 1, 86_400)).ok).toBe(false);
  await giveBackRate("back");
  expect((await takeRate("back", 1, 86_400)).ok).toBe(true);
});

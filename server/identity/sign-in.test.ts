import { expect, test } from "vitest";
import { happeningAt } from "@/server/platform/clock";
import { pool, prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { recordCountedFailures } from "./failed-sign-ins";
import { hashPassword } from "./passwords";
import { checkPassword, personOfIdentity } from "./sign-in";
import { signInAs } from "./testing";

process.env.NEXTAUTH_SECRET = "the session secret of this test file";
freshDatabase();

const RIGHT = "the password";
const attempt = (email: string, password: string, address: string) => checkPassword({ email, password, address });
const codeOf = (answer: Awaited<ReturnType<typeof attempt>>) => (answer.ok ? "ok" : answer.refusal.code);
const account = async (email: string) => signInAs(email, ["viewer"], await hashPassword(RIGHT));

type Entry = { subject: { type: string; id: string }; actor: { type: string }; data: { count: number }; occurredAt: string };
async function failures(): Promise<Entry[]> {
  const { rows } = await pool().query(
    "select convert_from(bytes, 'UTF8') as entry from audit_outbox where kind = 'session.sign_in_failed' order by id",
  );
  return rows.map((row: { entry: string }) => JSON.parse(row.entry) as Entry);
}
const countsOf = async (id: string) => (await failures()).filter(({ subject }) => subject.id === id).map(({ data }) => data.count);

test("success uses nothing up", async () => {
  await account("often@example.com");
  for (let i = 0; i < 12; i++) expect(codeOf(await attempt("often@example.com", RIGHT, "good"))).toBe("ok");
});

test("who guesses from one place is slowed there, and the person still signs in from elsewhere", async () => {
  await account("target@example.com");
  const wrong = await Promise.all(Array.from({ length: 60 }, () => attempt("target@example.com", "wrong", "stranger")));
  expect(wrong.map(codeOf).filter((code) => code === "unauthenticated")).toHaveLength(10);
  expect(await attempt("target@example.com", RIGHT, "stranger")).toMatchObject({ ok: false, refusal: { code: "rate_limited" } });
  expect(codeOf(await attempt("target@example.com", RIGHT, "home"))).toBe("ok");
});

test("one place has a limit over all accounts, and one account over all places", async () => {
  const spread = await Promise.all(Array.from({ length: 60 }, (_, i) => attempt(`nobody-${i}@example.com`, "wrong", "one-place")));
  expect(spread.map(codeOf).filter((code) => code === "unauthenticated")).toHaveLength(50);
  await account("many-places@example.com");
  const guesses = await Promise.all(Array.from({ length: 110 }, (_, i) => attempt("many-places@example.com", "wrong", `place-${i}`)));
  expect(guesses.map(codeOf).filter((code) => code === "unauthenticated")).toHaveLength(100);
}, 60_000);

test("failures are on the record: at once, then one entry a minute for an account, with their number", async () => {
  const person = await account("noticed@example.com");
  const at = new Date("2026-11-20T16:00:00Z");
  const inMs = (ms: number) => new Date(at.getTime() + ms);
  const failAt = (ms: number) => happeningAt(inMs(ms), () => attempt("noticed@example.com", "wrong", "somewhere"));
  await Promise.all([failAt(0), failAt(0), failAt(0)]);
  expect(await countsOf(person.id)).toEqual([1]);
  await recordCountedFailures(inMs(59_000));
  expect(await countsOf(person.id)).toEqual([1]);
  await failAt(61_000);
  expect(await countsOf(person.id)).toEqual([1, 3]);
  await failAt(70_000);
  await Promise.all([recordCountedFailures(inMs(130_000)), recordCountedFailures(inMs(130_000))]);
  expect(await countsOf(person.id)).toEqual([1, 3, 1]);
  await recordCountedFailures(inMs(300_000));
  const own = (await failures()).filter(({ subject }) => subject.id === person.id);
  expect(own).toHaveLength(3);
  expect(own.at(-1)).toMatchObject({ subject: { type: "person" }, actor: { type: "system" }, occurredAt: inMs(70_000).toISOString() });
});

test("an address without an account is on the record as a digest, the same each time, and never as itself", async () => {
  await attempt("Ghost@Example.com", "wrong", "x");
  await attempt("ghost@example.com ", "wrong", "x");
  const rows = await prisma().signInFailure.findMany({ where: { subjectType: "sign_in_address", unrecorded: 1 } });
  expect(rows.map((row) => row.subjectId)).toEqual([expect.stringMatching(/^(?:hmac-sha256:[0-9a-f]{64}|others)$/)]);
  expect(JSON.stringify([await failures(), await prisma().signInFailure.findMany()])).not.toMatch(/ghost|nobody-|example/i);
});

test("a flood of invented addresses shares an entry", async () => {
  const unknown = (await failures()).filter(({ subject }) => subject.type === "sign_in_address");
  const before = unknown.length;
  for (let place = 0; place < 3; place++) {
    await Promise.all(Array.from({ length: 45 }, (_, i) => attempt(`flood-${place}-${i}@example.com`, "wrong", `flood-${place}`)));
  }
  const after = (await failures()).filter(({ subject }) => subject.type === "sign_in_address").length;
  expect(after - before).toBeLessThanOrEqual(125); // two minutes' worth at most, if one ends meanwhile
  expect(await prisma().signInFailure.count({ where: { subjectId: "others", unrecorded: { gt: 0 } } })).toBe(1);
}, 60_000);

test("single sign-on that finds no account is on the record too", async () => {
  const gone = await account("gone@example.com");
  await prisma().person.update({ where: { id: gone.id }, data: { deactivatedAt: new Date() } });
  const identity = { issuer: "https://login.example.com", subject: "1", email: "gone@example.com", isEmailVerified: true };
  expect((await personOfIdentity(identity)).ok).toBe(false);
  expect(await countsOf(gone.id)).toEqual([1]);
});

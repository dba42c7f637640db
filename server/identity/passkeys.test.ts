import { beforeAll, beforeEach, expect, test } from "vitest";
import { FLAGS, type Quirks, softwareAuthenticator } from "@/prisma/seed/authenticator";
import type { Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { pool, prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { beginEnrolment, finishEnrolment, listPasskeys, removePasskey, renamePasskey } from "./passkeys";
import { hashPassword } from "./passwords";
import { startSession } from "./sessions";
import { signInAs } from "./testing";

process.env.NEXTAUTH_SECRET = "the session secret of this test file";
freshDatabase();

const AT = { id: "localhost", origin: "http://localhost:3000" };
const password = "a password of some length";
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const words = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.message);
const kindsOf = async (id: string) =>
  (await pool().query<{ kind: string }>("select kind from audit_outbox where subject_id = $1 order by id", [id])).rows.map(
    ({ kind }) => kind,
  );

let hash: string;
beforeAll(async () => {
  hash = await hashPassword(password);
});
let people = 0;
let ana: PersonActor & { sessionId: string };
beforeEach(async () => {
  ana = await signInAs(`ana-${++people}@example.com`, ["approver"], hash);
});

async function optionsFor(actor: PersonActor = ana) {
  const begun = await beginEnrolment(actor, { password });
  if (!begun.ok) throw new Error(words(begun));
  return begun.value;
}

async function enrol(name = "Laptop", quirks: Quirks = {}, actor: PersonActor = ana) {
  const authenticator = softwareAuthenticator(AT);
  return finishEnrolment(actor, { name, response: authenticator.create(await optionsFor(actor), quirks) });
}

test("a passkey is enrolled, listed, renamed and removed by its person, each on record", async () => {
  const enrolled = await enrol();
  if (!enrolled.ok) throw new Error(words(enrolled));
  const { passkeyId } = enrolled.value;
  expect(await listPasskeys(ana)).toMatchObject({
    items: [{ id: passkeyId, name: "Laptop", lastUsedAt: null }],
    impossibleBecause: null,
    hasPassword: true,
  });
  const tom = await signInAs(`tom-${people}@example.com`, ["admin"], hash);
  expect(words(await renamePasskey(tom, { passkeyId, name: "Mine" }))).toBe("You have no such passkey.");
  expect(words(await removePasskey(tom, { passkeyId }))).toBe("You have no such passkey.");
  expect(words(await renamePasskey(ana, { passkeyId, name: "Old laptop" }))).toBe("ok");
  expect((await listPasskeys(ana)).items[0]?.name).toBe("Old laptop");
  expect(words(await removePasskey(ana, { passkeyId }))).toBe("ok");
  expect((await listPasskeys(ana)).items).toEqual([]);
  expect(words(await removePasskey(ana, { passkeyId }))).toBe("You have no such passkey.");
  expect(await kindsOf(passkeyId)).toEqual(["passkey.enrolled", "passkey.renamed", "passkey.removed"]);
});

test("an open screen alone enrols nobody: it takes the password, and guessing it is limited and on record", async () => {
  expect(await beginEnrolment(ana, {})).toMatchObject({ ok: false, refusal: { errors: [{ path: "password" }] } });
  for (let attempt = 0; attempt < 10; attempt++) {
    expect(await beginEnrolment(ana, { password: "not it at all" })).toMatchObject({ ok: false, refusal: { code: "invalid_request" } });
  }
  expect(await beginEnrolment(ana, { password })).toMatchObject({ ok: false, refusal: { code: "rate_limited" } });
  expect(await kindsOf(ana.id)).toContain("session.sign_in_failed");
});

test("who has no password proves it by a sign-in that is fresh", async () => {
  await prisma().person.update({ where: { id: ana.id }, data: { passwordHash: null, oidcSubject: `issuer#${people}` } });
  expect((await beginEnrolment(ana, {})).ok).toBe(true);
  expect(words(await happeningAt(inMinutes(11), () => beginEnrolment(ana, {})))).toMatch(/sign out, sign in again/);
  const sessionId = await happeningAt(inMinutes(10), () => startSession(ana.id, "oidc"));
  expect((await happeningAt(inMinutes(11), () => beginEnrolment({ ...ana, sessionId }, {}))).ok).toBe(true);
});

test.each<[string, Quirks]>([
  ["at another origin", { origin: "https://reeve.example.evil" }],
  ["for another relying party", { rpId: "reeve.example.evil" }],
  ["without verifying its person", { flags: FLAGS.present }],
])("a passkey that was made %s is refused", async (_, quirks) => {
  expect(words(await enrol("Laptop", quirks))).toMatch(/was not made for Reeve at this address/);
  expect((await listPasskeys(ana)).items).toEqual([]);
});

test("an answer counts once, within five minutes, and for whom was asked", async () => {
  const authenticator = softwareAuthenticator(AT);
  const response = authenticator.create(await optionsFor());
  const tom = await signInAs(`tim-${people}@example.com`, ["approver"], hash);
  expect(words(await finishEnrolment(tom, { name: "Stolen", response }))).toMatch(/Start again/);
  expect(words(await happeningAt(inMinutes(6), () => finishEnrolment(ana, { name: "Late", response })))).toMatch(
    /longer than five minutes/,
  );
  const answers = await Promise.all([1, 2].map(() => finishEnrolment(ana, { name: "Twice", response })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  const again = authenticator.create(await optionsFor());
  expect(words(await finishEnrolment(ana, { name: "Again", response: again }))).toBe("This passkey is enrolled already.");
});

import { beforeAll, expect, test } from "vitest";
import { ROLES, type Role } from "@/server/kernel/roles";
import { pool, prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { archiveGroup, createGroup, renameGroup, setMembers } from "./groups";
import { hashPassword } from "./passwords";
import { deactivatePerson, invitePerson, issueNewLink, listPeople, reactivatePerson, renamePerson, setRoles } from "./people";
import { actorOfSession, endSession, listOwnSessions, revokeOtherSessions, revokeOwnSession, startSession } from "./sessions";
import { changePassword, describeSetup, ensureFirstAdmin, finishSetup } from "./setup";
import { issueSetupLink } from "./setup-links";
import { checkPassword, personOfIdentity } from "./sign-in";
import { signInAs } from "./testing";

process.env.NEXTAUTH_SECRET = "the session secret of this test file";
freshDatabase();

let admin: Awaited<ReturnType<typeof signInAs>>;
const entries = async (kind: string, subjectId: string): Promise<number> =>
  (await pool().query("select 1 from audit_outbox where kind = $1 and subject_id = $2", [kind, subjectId])).rowCount ?? 0;
const tokenOf = (link: { url: string }) => link.url.split("/").at(-1) ?? "";
const expectOk = <T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};

let firstLink: string;
beforeAll(async () => {
  const [first, second] = await Promise.all([ensureFirstAdmin({}), ensureFirstAdmin({})]);
  expect([first.kind, second.kind]).toEqual(["link", "link"]);
  const links = [first, second].flatMap((answer) => (answer.kind === "link" ? [tokenOf(answer)] : []));
  const live = await Promise.all(links.map(async (token) => ((await describeSetup(token)).ok ? [token] : [])));
  firstLink = live.flat()[0] ?? "";
  expect(live.flat()).toHaveLength(1);
});

test("the first administrator's link works once, also when used twice at the same moment", async () => {
  const founder = { name: "Root", email: "root@example.com", organisation: "Example", alsoRoles: ["operator" as const] };
  expect(await finishSetup({ token: firstLink, password: "long enough" })).toMatchObject({
    ok: false,
    refusal: { code: "invalid_request" },
  });
  const uses = await Promise.all([1, 2, 3].map(() => finishSetup({ token: firstLink, password: "long enough", founder })));
  expect(uses.filter((use) => use.ok)).toHaveLength(1);
  const id = expectOk(await checkPassword({ email: "ROOT@example.com", password: "long enough", address: "::1" }));
  const actor = await actorOfSession(await startSession(id, "password"));
  expect(actor?.roles).toEqual(new Set(["operator", "admin"])); // what was chosen, and nothing else
  expect(await ensureFirstAdmin({ REEVE_INIT_ADMIN_EMAIL: "x@example.com", REEVE_INIT_ADMIN_PASSWORD: "0123456789" })).toEqual({
    kind: "present",
  });
  expect((await prisma().organisation.findFirstOrThrow()).name).toBe("Example");
  admin = { ...(actor as NonNullable<typeof actor>), sessionId: actor?.sessionId ?? "" };
});

test("a first administrator's link that was never used makes nobody once there are people", async () => {
  const { url } = await inTransaction((tx) => issueSetupLink(tx, null, new Date()));
  const founder = { name: "Mallory", email: "mallory@example.com", organisation: "Example", alsoRoles: [] };
  const used = await finishSetup({ token: tokenOf({ url }), password: "long enough", founder });
  expect(used).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await prisma().person.count({ where: { email: founder.email } })).toBe(0);
});

test("an invited person sets a password by the link, and a newer link replaces the older", async () => {
  const invited = expectOk(
    await invitePerson(admin, { name: "Ana", email: "ana@example.com", title: "", roles: ["approver"], groupIds: [] }),
  );
  const newer = expectOk(await issueNewLink(admin, invited.personId));
  expect((await finishSetup({ token: tokenOf(invited.link), password: "first password" })).ok).toBe(false);
  expect(expectOk(await describeSetup(tokenOf(newer))).person).toEqual({ name: "Ana", email: "ana@example.com" });
  expectOk(await finishSetup({ token: tokenOf(newer), password: "second password" }));
  expect((await checkPassword({ email: "ana@example.com", password: "second password", address: "a" })).ok).toBe(true);
  expect(await entries("person.password_set", invited.personId)).toBe(1);
  expect(await invitePerson(admin, { name: "Ana", email: "ana@example.com", title: "", roles: ["viewer"], groupIds: [] })).toMatchObject({
    ok: false,
    refusal: { code: "conflict" },
  });
});

test("no stored row and no entry holds a token", async () => {
  const invited = expectOk(await invitePerson(admin, { name: "Bo", email: "bo@example.com", title: "", roles: ["viewer"], groupIds: [] }));
  const token = tokenOf(invited.link);
  const { rows } = await pool().query("select row_to_json(setup_link)::text as whole from setup_link");
  const { rows: recorded } = await pool().query("select convert_from(bytes, 'UTF8') as whole from audit_outbox");
  expect([...rows, ...recorded].map((row) => row.whole).join()).not.toContain(token);
});

test("a change of role acts on the next request of a session that is open", async () => {
  const person = await signInAs("turner@example.com", ["viewer"]);
  expectOk(await setRoles(admin, { personId: person.id, roles: ["operator", "approver"] }));
  expect((await actorOfSession(person.sessionId))?.roles).toEqual(new Set<Role>(["operator", "approver"]));
  expect(await entries("person.role_changed", person.id)).toBe(1);
  expectOk(await setRoles(admin, { personId: person.id, roles: ["approver", "operator"] }));
  expect(await entries("person.role_changed", person.id)).toBe(1);
});

test("a deactivated person is refused on the next request, at sign-in and by link, and can come back", async () => {
  const person = await signInAs("leaver@example.com", ["viewer"], await hashPassword("the password"));
  const link = expectOk(await issueNewLink(admin, person.id));
  expectOk(await deactivatePerson(admin, person.id));
  expect(await actorOfSession(person.sessionId)).toBeNull();
  expect((await checkPassword({ email: "leaver@example.com", password: "the password", address: "b" })).ok).toBe(false);
  expect((await finishSetup({ token: tokenOf(link), password: "another password" })).ok).toBe(false);
  expect((await issueNewLink(admin, person.id)).ok).toBe(false);
  expectOk(await reactivatePerson(admin, person.id));
  expect(await actorOfSession(person.sessionId)).toBeNull();
  expect((await checkPassword({ email: "leaver@example.com", password: "the password", address: "b" })).ok).toBe(true);
  expect(await entries("person.deactivated", person.id)).toBe(1);
});

test("unknown, deactivated, without a password, wrong password: one answer, and an argon2 check each time", async () => {
  const gone = await signInAs("gone@example.com", ["viewer"], await hashPassword("the password"));
  await deactivatePerson(admin, gone.id);
  await invitePerson(admin, { name: "New", email: "new@example.com", title: "", roles: ["viewer"], groupIds: [] });
  const attempts = [
    ["nobody@example.com", "the password"],
    ["gone@example.com", "the password"],
    ["new@example.com", "the password"],
    ["root@example.com", "not the password"],
  ] as const;
  const answers: unknown[] = [];
  const spentMs: number[] = [];
  for (const [email, password] of attempts) {
    const startMs = performance.now();
    answers.push(await checkPassword({ email, password, address: "c" }));
    spentMs.push(performance.now() - startMs);
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  // A check of argon2id at this cost cannot be done in a few milliseconds: nobody was refused without one.
  expect(Math.min(...spentMs)).toBeGreaterThan(5);
});

test("the last administrator stays, also when two remove each other at the same moment", async () => {
  expect(await setRoles(admin, { personId: admin.id, roles: ["viewer"] })).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(await deactivatePerson(admin, admin.id)).toMatchObject({ ok: false });
  // Someone who was invited but cannot sign in yet does not count.
  await invitePerson(admin, { name: "Soon", email: "soon@example.com", title: "", roles: ["admin"], groupIds: [] });
  expect((await deactivatePerson(admin, admin.id)).ok).toBe(false);
  const other = await signInAs("other-admin@example.com", ["admin"]);
  const answers = await Promise.all([deactivatePerson(admin, other.id), setRoles(other, { personId: admin.id, roles: ["viewer"] })]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  const left = await prisma().person.count({ where: { roles: { has: "admin" }, deactivatedAt: null, passwordHash: { not: null } } });
  expect(left).toBe(1);
  await prisma().person.update({ where: { id: admin.id }, data: { roles: ["admin"], deactivatedAt: null } });
});

test("only administrators change people; auditors read them", async () => {
  for (const role of ROLES.filter((candidate) => candidate !== "admin")) {
    const person = await signInAs(`only-${role}@example.com`, [role]);
    const answers = await Promise.all([
      invitePerson(person, { name: "X", email: "x@example.com", title: "", roles: ["admin"], groupIds: [] }),
      setRoles(person, { personId: person.id, roles: ["admin"] }),
      deactivatePerson(person, admin.id),
      reactivatePerson(person, admin.id),
      renamePerson(person, { personId: person.id, name: "X", title: "" }),
      issueNewLink(person, admin.id),
      createGroup(person, { name: "X" }),
    ]);
    expect(answers.map((answer) => !answer.ok && answer.refusal.code)).toEqual(answers.map(() => "forbidden"));
    expect((await listPeople(person)).ok).toBe(role === "auditor");
  }
});

test("members of a group act for it from the next request on, until they leave or it is archived", async () => {
  const person = await signInAs("member@example.com", ["approver"]);
  const { groupId } = expectOk(await createGroup(admin, { name: "Finance" }));
  expect((await createGroup(admin, { name: "Finance" })).ok).toBe(false);
  expectOk(await setMembers(admin, { groupId, personIds: [person.id, "per_unknown"] }));
  expect((await actorOfSession(person.sessionId))?.groupIds).toEqual(new Set([groupId]));
  expectOk(await setMembers(admin, { groupId, personIds: [] }));
  expect((await actorOfSession(person.sessionId))?.groupIds).toEqual(new Set());
  expectOk(await setMembers(admin, { groupId, personIds: [person.id] }));
  const { groupId: second } = expectOk(await createGroup(admin, { name: "Sales" }));
  expect((await renameGroup(admin, { groupId: second, name: "Finance" })).ok).toBe(false);
  const clash = await Promise.all([renameGroup(admin, { groupId: second, name: "Raced" }), createGroup(admin, { name: "Raced" })]);
  expect(clash.filter(({ ok }) => ok)).toHaveLength(1);
  expect(clash.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "conflict", errors: [{ path: "name" }] } });
  expectOk(await archiveGroup(admin, groupId));
  expect((await actorOfSession(person.sessionId))?.groupIds).toEqual(new Set());
  expect((await setMembers(admin, { groupId, personIds: [] })).ok).toBe(false);
  expect(await entries("group.members_changed", groupId)).toBe(3);
});

test("sessions end at sign-out, one by one, and all but the present one", async () => {
  const person = await signInAs("sessions@example.com", ["viewer"]);
  const [second, third, fourth] = [
    await startSession(person.id, "password"),
    await startSession(person.id, "oidc"),
    await startSession(person.id, "oidc"),
  ];
  expect(await listOwnSessions(person)).toHaveLength(4);
  await endSession(second);
  expect(await actorOfSession(second)).toBeNull();
  expect((await revokeOwnSession(admin, third)).ok).toBe(false);
  expectOk(await revokeOwnSession(person, third));
  expect(await revokeOtherSessions(person)).toBe(1);
  expect(await actorOfSession(fourth)).toBeNull();
  expect(await actorOfSession(person.sessionId)).not.toBeNull();
});

test("the own password is changed with the present one alone, and ends the other sessions", async () => {
  const person = await signInAs("changer@example.com", ["viewer"], await hashPassword("old password"));
  const other = await startSession(person.id, "password");
  expect(await changePassword(person, { current: "wrong", next: "new password" })).toMatchObject({ refusal: { code: "invalid_request" } });
  expectOk(await changePassword(person, { current: "old password", next: "new password" }));
  expect(await actorOfSession(other)).toBeNull();
  expect(await actorOfSession(person.sessionId)).not.toBeNull();
  expect((await checkPassword({ email: "changer@example.com", password: "new password", address: "d" })).ok).toBe(true);
});

test("single sign-on finds invited people once by e-mail, then by the provider's own subject", async () => {
  const person = await signInAs("sso@example.com", ["viewer"]);
  const identity = { issuer: "https://id.example.com", subject: "s-1", email: "SSO@example.com", isEmailVerified: true };
  expect((await personOfIdentity({ ...identity, isEmailVerified: false })).ok).toBe(false);
  expect((await personOfIdentity({ ...identity, email: "stranger@example.com" })).ok).toBe(false);
  expect(expectOk(await personOfIdentity(identity))).toBe(person.id);
  expect(expectOk(await personOfIdentity({ ...identity, email: "renamed@example.com" }))).toBe(person.id);
  // The same address vouched for under another subject is somebody else.
  expect((await personOfIdentity({ ...identity, subject: "s-2" })).ok).toBe(false);
});

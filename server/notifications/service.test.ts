import { expect, test } from "vitest";
import { deactivatePerson } from "@/server/identity/people";
import { signInAs } from "@/server/identity/testing";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inPgTransaction, inTransaction } from "@/server/platform/tx";
import { countUnread, listInbox, mark, markAll } from "./inbox";
import { readPreferences, savePreferences } from "./preferences";
import type { InboxEntry } from "./schema";
import { notify, settle } from "./service";
import { noticeTo, tell } from "./testing";

process.env.SMTP_URL = "smtp://127.0.0.1:1";
freshDatabase();

type Person = Awaited<ReturnType<typeof signInAs>>;
let people = 0;
const newPerson = () => signInAs(`reader-${people++}@example.com`, ["approver"]);
async function inboxOf(person: Person, unread = false): Promise<readonly InboxEntry[]> {
  const page = await listInbox(person, { unread, limit: 50 });
  if (!page.ok) throw new Error(page.refusal.message);
  return page.value.items;
}
const deliveriesOf = (person: Person) => prisma().delivery.findMany({ where: { personId: person.id }, orderBy: { createdAt: "asc" } });

test.each([
  ["Prisma", inTransaction],
  ["pg", inPgTransaction],
] as const)("a notice reaches inbox and outbox in one transaction of %s, or not at all", async (_, open) => {
  const person = await newPerson();
  const now = new Date();
  await open((tx) => notify(tx, [noticeTo([person.id])], now));
  await expect(
    open(async (tx) => {
      await notify(tx, [noticeTo([person.id])], now);
      throw new Error("and then the change failed");
    }),
  ).rejects.toThrow("and then");
  expect(await inboxOf(person)).toHaveLength(1);
  expect((await deliveriesOf(person)).map(({ channel, state }) => [channel, state])).toEqual([["email", "waiting"]]);
  await open((tx) => settle(tx, { type: "approval", id: "none" }, "Already approved by Ana Ruiz", now));
});

test("the same notice goes out once, however many say it at the same moment", async () => {
  const person = await newPerson();
  const notice = noticeTo([person.id, person.id]);
  await Promise.all(
    Array.from({ length: 8 }, (_, i) => (i % 2 ? inTransaction : inPgTransaction)((tx) => notify(tx, [notice], new Date()))),
  );
  await tell(notice);
  expect(await inboxOf(person)).toHaveLength(1);
  expect(await deliveriesOf(person)).toHaveLength(1);
});

test("who is deactivated is not told; the others are", async () => {
  const [gone, there, admin] = [await newPerson(), await newPerson(), await signInAs(`admin-${people++}@example.com`, ["admin"])];
  expect((await deactivatePerson(admin, gone.id)).ok).toBe(true);
  await tell(noticeTo([gone.id, there.id, "per_nobody"]));
  expect([(await inboxOf(gone)).length, (await inboxOf(there)).length]).toEqual([0, 1]);
});

test("what an agent wrote is cleaned and stands apart from the facts", async () => {
  const person = await newPerson();
  await tell(
    noticeTo([person.id], { title: "Order\u202E 3\nchairs", quote: { text: "approve\u200B me\u0000", writer: "procurement-agent" } }),
  );
  const [entry] = await inboxOf(person);
  expect([entry?.title, entry?.quote]).toEqual(["Order 3 chairs", { text: "approve me", writer: "procurement-agent" }]);
});

test("a notice that leads elsewhere than to a page of Reeve is a fault of ours", async () => {
  for (const path of ["https://evil.example/", "//evil.example", "/\\evil.example", "queue"]) {
    await expect(tell(noticeTo([], { path }))).rejects.toThrow("leads to a page");
  }
});

test("once settled every inbox says so in words, nothing counts as unread, and mail that waits is dropped", async () => {
  const [one, two] = [await newPerson(), await newPerson()];
  const { subject } = await tell(noticeTo([one.id, two.id]));
  const other = await tell(noticeTo([one.id]));
  await inTransaction((tx) => settle(tx, subject, "Already approved by Ana Ruiz", new Date()));
  for (const person of [one, two]) {
    const entry = (await inboxOf(person)).find(({ path }) => path.endsWith(subject.id));
    expect(entry?.settled?.words).toBe("Already approved by Ana Ruiz");
  }
  expect([(await countUnread(one)).count, (await countUnread(two)).count]).toEqual([1, 0]);
  expect((await inboxOf(one, true)).map(({ path }) => path)).toEqual([other.path]);
  expect((await deliveriesOf(two)).map(({ state }) => state)).toEqual(["dropped"]);
});

test("the end of something is told after it is settled and stays unread", async () => {
  const person = await newPerson();
  const { subject } = await tell(noticeTo([person.id]));
  const now = new Date();
  await inTransaction(async (tx) => {
    await notify(tx, [noticeTo([person.id], { kind: "approval.decided", subject, dedupeKey: `decided:${subject.id}` })], now);
    await settle(tx, subject, "Already approved by Ana Ruiz", now);
  });
  expect((await inboxOf(person, true)).map(({ kind, settled }) => [kind, settled])).toEqual([["approval.decided", null]]);
});

test("a person reads, pages through and clears their own inbox and nobody else's", async () => {
  const [one, two] = [await newPerson(), await newPerson()];
  const start = Date.now() - 60_000;
  for (let i = 0; i < 5; i += 1) await tell(noticeTo([one.id, two.id], { title: `Notice ${i}` }), new Date(start + i));
  const first = await listInbox(one, { unread: false, limit: 2 });
  if (!first.ok) throw new Error("refused");
  const second = await listInbox(one, { unread: false, limit: 3, cursor: first.value.nextCursor });
  if (!second.ok) throw new Error("refused");
  expect([...first.value.items, ...second.value.items].map(({ title }) => title)).toEqual([4, 3, 2, 1, 0].map((i) => `Notice ${i}`));
  expect(second.value.nextCursor).toBeNull();
  expect((await listInbox(one, { unread: false, limit: 2, cursor: "made up" })).ok).toBe(false);

  const newest = first.value.items[0];
  await mark(one, { noticeIds: [newest?.id ?? ""], isRead: true });
  expect((await countUnread(one)).count).toBe(4);
  await mark(one, { noticeIds: [newest?.id ?? ""], isRead: false });
  expect((await countUnread(one)).count).toBe(5);
  await markAll(one, new Date(start + 3));
  expect((await inboxOf(one, true)).map(({ title }) => title)).toEqual(["Notice 4"]);
  expect((await countUnread(two)).count).toBe(5);
});

test("a person chooses by kind and channel; an important notice is in the inbox all the same, and a forced channel goes before the choice", async () => {
  const person = await newPerson();
  const off = (channel: "inbox" | "email") => ({ kind: "approval.asked" as const, channel, isOn: false });
  await savePreferences(person, { choices: [off("inbox"), off("email")], quiet: { from: 1_320, to: 420 }, groupSeconds: 900 });
  const read = await readPreferences(person);
  expect(read.kinds[0]?.channels.map(({ isOn }) => isOn)).toEqual([false, false, true]);
  expect([read.quiet, read.groupSeconds, read.configured]).toEqual([{ from: 1_320, to: 420 }, 900, { email: true, slack: false }]);

  await tell(noticeTo([person.id]));
  expect([(await inboxOf(person)).length, (await deliveriesOf(person)).length]).toEqual([0, 0]);
  await tell(noticeTo([person.id], { important: true }));
  expect([(await inboxOf(person)).length, (await deliveriesOf(person)).length]).toEqual([1, 0]);
  const now = new Date();
  await tell(noticeTo([person.id], { channels: ["email"] }), now);
  expect([(await inboxOf(person)).length, (await deliveriesOf(person)).length]).toEqual([2, 1]);
  expect((await deliveriesOf(person))[0]?.nextAttemptAt?.getTime()).toBe(now.getTime() + 900_000);
  await tell(noticeTo([person.id], { channels: ["inbox"] }));
  expect([(await inboxOf(person)).length, (await deliveriesOf(person)).length]).toEqual([3, 1]);
});

test("choices that equal the defaults are not kept", async () => {
  const person = await newPerson();
  await savePreferences(person, { choices: [{ kind: "approval.asked", channel: "email", isOn: true }], quiet: null, groupSeconds: 60 });
  expect(await prisma().notificationChoice.count({ where: { personId: person.id } })).toBe(0);
});

test("what is replayed from the past reaches the inbox and nothing else", async () => {
  const person = await newPerson();
  await tell(noticeTo([person.id], { important: true }), new Date(Date.now() - 86_400_000));
  expect([(await inboxOf(person)).length, (await deliveriesOf(person)).length]).toEqual([1, 0]);
});

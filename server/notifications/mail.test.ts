import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeEach, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { savePreferences } from "./preferences";
import { deliverDue } from "./sending";
import { settle } from "./service";
import { noticeTo, tell } from "./testing";

const received: ParsedMail[] = [];
let refusal: { responseCode: number; message: string } | null = null;
let slowMs = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: (_, __, callback) => callback(refusal === null ? null : Object.assign(new Error(refusal.message), refusal)),
  onData: (stream, _, callback) => {
    void simpleParser(stream).then(async (mail) => {
      await new Promise((resolve) => setTimeout(resolve, slowMs));
      received.push(mail);
      callback(null);
    });
  },
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}/?from=reeve@example.com`;
process.env.REEVE_URL = "https://reeve.example.com";
freshDatabase();

beforeEach(async () => {
  await prisma().delivery.updateMany({ where: { state: { in: ["waiting", "sending"] } }, data: { state: "dropped", nextAttemptAt: null } });
  received.length = 0;
  refusal = null;
  slowMs = 0;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

let people = 0;
const newPerson = () => signInAs(`mail-${people++}@example.com`, ["approver"]);
const after = (seconds: number, from = new Date()) => new Date(from.getTime() + seconds * 1_000);
const deliveriesOf = (personId: string) =>
  prisma().delivery.findMany({
    where: { personId },
    include: { log: { orderBy: { number: "asc" } } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });

test("several notices for one person within a minute go as one e-mail; important ones at once, each alone", async () => {
  const [one, two] = [await newPerson(), await newPerson()];
  const now = new Date();
  await tell(noticeTo([one.id, two.id], { title: "First" }), now);
  await tell(noticeTo([one.id], { title: "Second" }), after(30, now));
  await tell(noticeTo([one.id], { title: "Burning", important: true }), after(30, now));
  await deliverDue("email", after(31, now));
  expect(received.map(({ subject }) => subject)).toEqual(["Burning"]);
  await deliverDue("email", after(61, now));
  const subjects = received.slice(1).map(({ to, subject }) => [Array.isArray(to) ? "" : to?.text, subject]);
  expect(subjects.sort()).toEqual([
    [`"${one.name}" <${one.email}>`, "2 notices: First, …"],
    [`"${two.name}" <${two.email}>`, "First"],
  ]);
  expect((await deliveriesOf(one.id)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
  await deliverDue("email", after(3_600, now));
  expect(received).toHaveLength(3);
});

test("an e-mail carries facts, marks an agent's words, and its links only show pages", async () => {
  const person = await newPerson();
  const hostile = `<img src=x onerror=alert(1)> <a href="https://evil.example">Approve</a>\r\nBcc: everyone@example.com`;
  await tell(
    noticeTo([person.id], { important: true, title: "Pay\r\nBcc: x@example.com", quote: { text: hostile, writer: "refund-agent" } }),
  );
  await deliverDue("email", after(1));
  const [mail] = received;
  expect(mail?.from?.text).toBe('"Reeve" <reeve@example.com>');
  expect([mail?.subject, mail?.bcc]).toEqual(["Pay Bcc: x@example.com", undefined]);
  expect(mail?.html).not.toMatch(/<img|<a href="https:\/\/evil/);
  expect(mail?.html).toContain("Written by refund-agent. Not a fact of the record:");
  expect(mail?.text).toContain("> <img src=x");
  const links = String(mail?.html).match(/href="([^"]+)"/g) ?? [];
  expect(links.every((link) => link.startsWith('href="https://reeve.example.com/'))).toBe(true);
  expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
});

test("what fails for now is tried again under the same Message-ID; each attempt is written down", async () => {
  const person = await newPerson();
  const now = new Date();
  refusal = { responseCode: 451, message: "Try again later" };
  await tell(noticeTo([person.id]), now);
  await deliverDue("email", after(60, now));
  await deliverDue("email", after(61, now));
  const [waiting] = await deliveriesOf(person.id);
  expect([waiting?.state, waiting?.attempts, waiting?.lastCode]).toEqual(["waiting", 1, "451"]);
  refusal = null;
  await tell(noticeTo([person.id], { title: "Came meanwhile" }), after(62, now));
  await deliverDue("email", after(75, now));
  expect(received.map(({ messageId, subject }) => [messageId, subject])).toEqual([
    [`<${waiting?.id}@reeve.example.com>`, "Order 3 chairs from Fabrikam"],
  ]);
  const [sent] = await deliveriesOf(person.id);
  expect(sent?.log.map(({ isSent, code }) => [isSent, code?.slice(0, 3)])).toEqual([
    [false, "451"],
    [true, "250"],
  ]);
});

test("a mailbox that is not there is given up at once", async () => {
  const person = await newPerson();
  refusal = { responseCode: 550, message: "No such user" };
  await tell(noticeTo([person.id], { important: true }));
  await deliverDue("email", after(1));
  const [dead] = await deliveriesOf(person.id);
  expect([dead?.state, dead?.lastError]).toEqual(["dead", expect.stringContaining("No such user")]);
});

test("several workers send each notice once", async () => {
  const readers = await Promise.all(Array.from({ length: 6 }, newPerson));
  slowMs = 100;
  for (let i = 0; i < 3; i += 1)
    await tell(
      noticeTo(
        readers.map(({ id }) => id),
        { title: `Notice ${i}`, important: true },
      ),
    );
  const now = after(1);
  await Promise.all([deliverDue("email", now), deliverDue("email", now), deliverDue("email", now)]);
  expect(received).toHaveLength(18);
  expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(18);
});

test("what a killed worker had taken goes again after its lease, with the same Message-ID", async () => {
  const person = await newPerson();
  await tell(noticeTo([person.id], { important: true }));
  const [taken] = await deliveriesOf(person.id);
  const lease = after(120);
  await prisma().delivery.update({
    where: { id: taken?.id ?? "" },
    data: { state: "sending", attempts: 1, nextAttemptAt: lease, batchId: taken?.id },
  });
  await deliverDue("email", after(60));
  expect(received).toHaveLength(0);
  await deliverDue("email", after(121));
  expect(received.map(({ messageId }) => messageId)).toEqual([`<${taken?.id}@reeve.example.com>`]);
});

test("what is settled before it is sent is not sent, not even when it was taken already", async () => {
  const person = await newPerson();
  const { subject } = await tell(noticeTo([person.id]));
  const [row] = await deliveriesOf(person.id);
  await prisma().delivery.update({ where: { id: row?.id ?? "" }, data: { state: "sending", attempts: 1, nextAttemptAt: after(1) } });
  await inTransaction((tx) => settle(tx, subject, "Already approved by Ana Ruiz", new Date()));
  await deliverDue("email", after(90));
  const [left] = await deliveriesOf(person.id);
  expect([received.length, left?.state, left?.lastError]).toEqual([0, "dropped", "Settled before it was sent."]);
});

test("in quiet hours what is not important waits for their end", async () => {
  const person = await newPerson();
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  await savePreferences(person, { choices: [], quiet: { from: (minute + 1_430) % 1_440, to: (minute + 120) % 1_440 }, groupSeconds: 0 });
  await tell(noticeTo([person.id], { title: "Can wait" }), now);
  await tell(noticeTo([person.id], { title: "Cannot", important: true }), now);
  await deliverDue("email", after(1, now));
  expect(received.map(({ subject }) => subject)).toEqual(["Cannot"]);
  const waiting = (await deliveriesOf(person.id)).find(({ state }) => state === "waiting");
  expect(waiting?.nextAttemptAt?.getTime()).toBe(Math.floor(now.getTime() / 60_000) * 60_000 + 120 * 60_000);
  expect([waiting?.attempts, waiting?.log]).toEqual([0, []]);
  await deliverDue("email", after(121 * 60, now));
  expect(received.map(({ subject }) => subject)).toEqual(["Cannot", "Can wait"]);
});

import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { deliverDue } from "@/server/notifications/sending";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { chooseBrief, readBrief, sendBriefs } from "./brief";

const received: ParsedMail[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData: (stream, _, callback) => {
    void simpleParser(stream).then((mail) => {
      received.push(mail);
      callback(null);
    });
  },
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}/?from=reeve@example.com`;
process.env.REEVE_URL = "https://reeve.example.com";
freshDatabase();
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

let [executive, viewer]: PersonActor[] = [];
beforeAll(async () => {
  [executive, viewer] = [await signInAs("executive@example.com", ["executive"]), await signInAs("viewer@example.com", ["viewer"])];
});

test("an executive chooses, and is sent it at that time, once, as text and HTML with a link; nobody else may", async () => {
  const now = new Date();
  expect(await chooseBrief(viewer as PersonActor, { every: "weekly", timeZone: "UTC" }, now)).toMatchObject({ ok: false });
  expect(await chooseBrief(executive as PersonActor, { every: "weekly", timeZone: "Europe/Berlin" }, now)).toMatchObject({ ok: true });
  await sendBriefs(now);
  expect(await prisma().notice.count({ where: { kind: "brief.sent" } })).toBe(0);
  await prisma().briefChoice.updateMany({ data: { nextAt: new Date(now.getTime() - 60_000) } });
  await Promise.all([sendBriefs(now), sendBriefs(now)]);
  await sendBriefs(now);
  await deliverDue("email", new Date(now.getTime() + 120_000));
  expect(received.map(({ to }) => (Array.isArray(to) ? "" : to?.text))).toEqual(['"executive" <executive@example.com>']);
  const [mail] = received;
  expect(mail?.subject).toMatch(/^Spend, .+: \$0 so far$/);
  for (const part of [mail?.text, mail?.html]) {
    expect(part).toContain("Agents have spent $0 on models");
    expect(part).toContain("https://reeve.example.com/spend/brief");
  }
  const brief = await readBrief(executive as PersonActor);
  expect(brief).toMatchObject({
    ok: true,
    value: { canBeSent: true, hasEmail: true, sent: { every: "weekly", timeZone: "Europe/Berlin" } },
  });
  expect(brief.ok && Date.parse(brief.value.sent?.nextAt ?? "") > now.getTime()).toBe(true);
});

test("who is no executive any more, or chose never, is sent nothing", async () => {
  const past = new Date(Date.now() - 60_000);
  await prisma().briefChoice.updateMany({ data: { nextAt: past } });
  await prisma().person.update({ where: { id: executive?.id ?? "" }, data: { roles: ["viewer"] } });
  received.length = 0;
  await sendBriefs(new Date());
  await deliverDue("email", new Date(Date.now() + 120_000));
  expect(received).toEqual([]);
  await prisma().person.update({ where: { id: executive?.id ?? "" }, data: { roles: ["executive"] } });
  expect(await chooseBrief(executive as PersonActor, { every: null, timeZone: "UTC" })).toMatchObject({ ok: true });
  expect(await prisma().briefChoice.count()).toBe(0);
});

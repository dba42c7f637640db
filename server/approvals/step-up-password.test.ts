import { beforeEach, expect, test } from "vitest";
import { softwareAuthenticator } from "@/prisma/seed/authenticator";
import { beginEnrolment, listPasskeys } from "@/server/identity/passkeys";
import type { Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { readCard } from "./card";
import { askStepUp, decide } from "./decisions";
import { readCountersignature } from "./step-up";
import type { StepUpInput } from "./step-up-schema";
import { type Asked, actionOf, ask, person, read } from "./testing/fixtures";
import { givePassword, PASSWORD } from "./testing/step-up";

process.env.REEVE_URL = "http://10.20.30.40:3000"; // browsers let no passkey work at an IP address
process.env.NEXTAUTH_SECRET = "the session secret of this test file";
freshDatabase();

let people = 0;
let ana: PersonActor;
let asked: Asked;
beforeEach(async () => {
  ana = await person(`ana${++people}`, ["approver"]);
  await givePassword(ana);
  asked = await ask({ riskTier: "high" });
});

const approve = (stepUp?: StepUpInput) => decide(ana, { id: asked.id, verdict: "approve", reason: "", stepUp });
const words = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.message);
const withPassword = (password: string): StepUpInput => ({ kind: "password", password });

test("where no passkey can work a fresh password confirms, and vote and record say which and why", async () => {
  expect(await askStepUp(ana, { id: asked.id })).toEqual({ ok: true, value: { kind: "password" } });
  expect(words(await approve())).toMatch(/give your password once more/);
  const answer = await approve(withPassword(PASSWORD));
  if (!answer.ok) throw new Error(words(answer));
  expect((await actionOf(asked))?.state).toBe("allowed");
  expect(await prisma().vote.findUnique({ where: { id: answer.value.voteId } })).toMatchObject({
    stepUp: { kind: "password", why: "ip_address" },
  });
  const card = await readCard(ana, asked.id);
  expect(card).toMatchObject({ ok: true, value: { votes: [{ stepUp: { kind: "password" } }] } });
  expect(words(await readCountersignature(ana, answer.value.voteId))).toBe("This vote has no countersignature.");
  const [entry] = await read<{ entry: string }>(
    "select convert_from(bytes, 'utf8') as entry from audit_outbox where subject_id = $1 and kind = 'approval.vote_approved'",
    asked.id,
  );
  expect(JSON.parse(entry?.entry ?? "{}").data).toMatchObject({ stepUp: "password", noPasskeyBecause: "ip_address" });
});

test("a wrong password decides nothing, and guessing is limited like sign-in", async () => {
  for (let attempt = 0; attempt < 10; attempt++)
    expect(words(await approve(withPassword("not it at all")))).toBe("This is not your password.");
  expect(await approve(withPassword(PASSWORD))).toMatchObject({ ok: false, refusal: { code: "rate_limited" } });
  expect(await prisma().vote.count({ where: { approvalId: asked.id } })).toBe(0);
});

test("whoever has no password is told what to do, before and instead of deciding", async () => {
  await prisma().person.update({ where: { id: ana.id }, data: { passwordHash: null } });
  expect(words(await askStepUp(ana, { id: asked.id }))).toMatch(
    /single sign-on.*https address with a name \(REEVE_URL\), then enrol a passkey/,
  );
  expect((await approve(withPassword(PASSWORD))).ok).toBe(false);
});

test("no passkey is taken or enrolled there, and the account page says why", async () => {
  const authenticator = softwareAuthenticator({ id: "10.20.30.40", origin: "http://10.20.30.40:3000" });
  const assertion = authenticator.get({ challenge: "A".repeat(43) });
  expect(words(await approve({ kind: "passkey", nonce: "A".repeat(43), assertion }))).toMatch(/give your password once more/);
  expect(words(await beginEnrolment(ana, { password: PASSWORD }))).toMatch(/opened by an IP address/);
  expect((await listPasskeys(ana)).impossibleBecause).toMatch(/opened by an IP address/);
});

import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FLAGS, type SoftwareAuthenticator, softwareAuthenticator } from "@/prisma/seed/authenticator";
import { removePasskey } from "@/server/identity/passkeys";
import type { Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { decideMany } from "./bulk";
import { readCard } from "./card";
import { verifyCountersignature } from "./countersignature";
import { askStepUp, decide, undo } from "./decisions";
import { readCountersignature } from "./step-up";
import type { StepUpInput } from "./step-up-schema";
import { type Asked, actionOf, ask, force, person, read } from "./testing/fixtures";
import { enrol, questionFor, signFor } from "./testing/step-up";

freshDatabase();

const AT = { id: "localhost", origin: "http://localhost:3000" };
const MINUTE_MS = 60_000;

let ana: PersonActor;
let tom: PersonActor;
let anasKey: SoftwareAuthenticator & { readonly passkeyId: string };
let tomsKey: SoftwareAuthenticator & { readonly passkeyId: string };
beforeAll(async () => {
  ana = await person("Ana", ["approver"]);
  tom = await person("Tom", ["approver"]);
  [anasKey, tomsKey] = [await enrol(ana, "Ana's key"), await enrol(tom)];
});

let asked: Asked;
beforeEach(async () => {
  asked = await ask({ riskTier: "high" });
});

const approve = (actor: PersonActor, id: string, stepUp?: StepUpInput, more: Partial<Parameters<typeof decide>[1]> = {}) =>
  decide(actor, { id, verdict: "approve", reason: "", stepUp, ...more });
const words = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.message);
const votesOn = (id: string) => prisma().vote.findMany({ where: { approvalId: id } });

/** It was refused in these words, and nothing came of it. */
async function expectRefused(result: Result<unknown>, message: RegExp, on = asked) {
  expect(words(result)).toMatch(message);
  expect(await votesOn(on.id)).toHaveLength(0);
  expect((await actionOf(on))?.state).toBe("awaiting");
}

describe("approving high risk", () => {
  test("takes a countersignature, which is kept with the vote, named on the record, and verifies anywhere", async () => {
    const stepUp = await signFor(ana, anasKey, { id: asked.id });
    const answer = await approve(ana, asked.id, stepUp);
    expect(words(answer)).toBe("ok");
    expect((await actionOf(asked))?.state).toBe("allowed");

    const card = await readCard(tom, asked.id);
    if (!card.ok || !answer.ok) throw new Error("no card");
    expect(card.value.votes[0]?.stepUp).toEqual({ kind: "passkey", passkeyName: "Ana's key", isRemoved: false });
    const exported = await readCountersignature(tom, answer.value.voteId);
    if (!exported.ok) throw new Error(words(exported));
    const copy = JSON.parse(JSON.stringify(exported.value));
    expect(await verifyCountersignature(copy)).toMatchObject({ isValid: true });
    expect(copy.signed).toMatchObject({ approvalId: asked.id, stage: 1, personId: ana.id, actionDigest: "sha256:00", verdict: "approve" });

    const [entry] = await read<{ entry: string }>(
      "select convert_from(bytes, 'utf8') as entry from audit_outbox where subject_id = $1 and kind = 'approval.vote_approved'",
      asked.id,
    );
    const { data } = JSON.parse(entry?.entry ?? "{}");
    expect(data).toMatchObject({ stepUp: "passkey", passkey: anasKey.passkeyId, actionDigest: "sha256:00" });
    expect(data.countersignature).toMatch(/^sha256:[0-9a-f]{64}$/);
    const [enrolled] = await read<{ entry: string }>(
      "select convert_from(bytes, 'utf8') as entry from audit_outbox where subject_id = $1",
      anasKey.passkeyId,
    );
    expect(JSON.parse(enrolled?.entry ?? "{}").data.publicKey).toBe(data.publicKey);
  });

  test("is refused without one, by a password, and among many", async () => {
    await expectRefused(await approve(ana, asked.id), /sign with a passkey/);
    await expectRefused(await approve(ana, asked.id, { kind: "password", password: "anything" }), /A password does not do here/);
    const many = await decideMany(ana, { items: [{ id: asked.id, revision: 1 }], verdict: "approve", reason: "" });
    expect(many).toMatchObject({ ok: true, value: { items: [{ ok: false, message: expect.stringContaining("one by one") }] } });
    expect(await votesOn(asked.id)).toHaveLength(0);
  });

  test("asks nothing for lower risk, and a rejection needs none", async () => {
    const low = await ask({ riskTier: "medium" });
    expect(await askStepUp(ana, { id: low.id })).toEqual({ ok: true, value: { kind: "none" } });
    expect(words(await approve(ana, low.id))).toBe("ok");
    expect(words(await decide(ana, { id: asked.id, verdict: "reject", reason: "Too much." }))).toBe("ok");
    expect((await votesOn(asked.id))[0]?.stepUp).toBeNull();
  });

  test("covers what is asked in return: the same in another order, and nothing else", async () => {
    const obligations = [{ kind: "dry_run_first" as const }, { kind: "cap_amount" as const, pointer: "/percent", max: 60 }];
    const stepUp = await signFor(ana, anasKey, { id: asked.id, obligations });
    await expectRefused(await approve(ana, asked.id, stepUp), /not what is being approved now/);
    const weaker = [{ kind: "cap_amount" as const, pointer: "/percent", max: 600 }, obligations[0]];
    await expectRefused(
      await approve(ana, asked.id, stepUp, { obligations: weaker.flatMap((one) => one ?? []) }),
      /not what is being approved now/,
    );
    expect(words(await approve(ana, asked.id, stepUp, { obligations: obligations.toReversed() }))).toBe("ok");
  });

  test("brings no standing grant: later calls would run that nobody countersigned", async () => {
    const stepUp = await signFor(ana, anasKey, { id: asked.id });
    const grant = {
      scope: { kind: "tool" as const },
      isThisRun: false,
      endsAt: new Date(Date.now() + MINUTE_MS * 60).toISOString(),
      reason: "x",
    };
    await expectRefused(await approve(ana, asked.id, stepUp, { grant }), /no standing grant/);
  });

  test("asks whoever has no passkey to enrol one, and refuses to ask whom the request is not put to", async () => {
    const noor = await person("Noor", ["approver"]);
    expect(await askStepUp(noor, { id: asked.id })).toEqual({ ok: true, value: { kind: "enrol" } });
    const owner = await person("Olga", ["approver"]);
    const own = await ask({ riskTier: "high", ownerId: owner.id });
    expect(words(await askStepUp(owner, { id: own.id }))).toMatch(/own this agent/);
    const viewer = await person("Vera", ["viewer"]);
    expect(words(await askStepUp(viewer, { id: asked.id }))).toMatch(/Only approvers/);
  });

  test("each approval of a quorum is countersigned on its own, and so is the next stage", async () => {
    const first = { name: "Both", groupIds: [], personIds: [], onCallIds: [], quorum: 2, dueMinutes: 60 };
    const two = await ask({ riskTier: "high", stages: [first, { ...first, name: "Last", quorum: 1 }] });
    expect(words(await approve(ana, two.id, await signFor(ana, anasKey, { id: two.id })))).toBe("ok");
    const early = await signFor(tom, tomsKey, { id: two.id });
    expect(words(await approve(tom, two.id, early))).toBe("ok");
    const uma = await person("Uma", ["approver"]);
    const umasKey = await enrol(uma);
    const stepUp = await signFor(uma, umasKey, { id: two.id });
    expect(words(await approve(uma, two.id, stepUp))).toBe("ok");
    expect((await votesOn(two.id)).map(({ stage, stepUp: kept }) => [stage, (kept as { kind: string }).kind])).toEqual([
      [1, "passkey"],
      [1, "passkey"],
      [2, "passkey"],
    ]);
  });
});

describe("a countersignature is refused, in words", () => {
  test("when it was made for another request, or by another person", async () => {
    const other = await ask({ riskTier: "high" });
    const stepUp = await signFor(ana, anasKey, { id: other.id });
    await expectRefused(await approve(ana, asked.id, stepUp), /made for another request/);
    const toms = await signFor(tom, tomsKey, { id: asked.id });
    await expectRefused(await approve(ana, asked.id, toms), /Somebody else was asked/);
  });

  test("when another person's passkey signed what this one was asked", async () => {
    await expectRefused(await approve(ana, asked.id, await signFor(ana, tomsKey, { id: asked.id })), /not one of yours/);
  });

  test("when the arguments became others between asking and approving", async () => {
    const stepUp = await signFor(ana, anasKey, { id: asked.id });
    await force("update action set digest = 'sha256:01' where id = $1", asked.actionId);
    await expectRefused(await approve(ana, asked.id, stepUp), /not what is being approved now/);
  });

  test("when it took longer than five minutes", async () => {
    const long = await ask({ riskTier: "high" }, new Date(Date.now() - 10 * MINUTE_MS));
    const stepUp = await happeningAt(new Date(Date.now() - 5 * MINUTE_MS - 1_000), () => signFor(ana, anasKey, { id: long.id }));
    await expectRefused(await approve(ana, long.id, stepUp), /More than five minutes/, long);
  });

  test("when it is used again after an undo, and when two tabs send it at the same moment one of them wins", async () => {
    const slow = await person("Slow", ["approver"], [], 5);
    const slowsKey = await enrol(slow);
    const stepUp = await signFor(slow, slowsKey, { id: asked.id });
    const answers = await Promise.all([approve(slow, asked.id, stepUp), approve(slow, asked.id, stepUp)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const voteId = answers.flatMap((answer) => (answer.ok ? [answer.value.voteId] : []))[0] ?? "";
    expect(words(await undo(slow, { voteId }))).toBe("ok");
    expect(words(await approve(slow, asked.id, stepUp))).toMatch(/used already/);
    expect(words(await approve(slow, asked.id, await signFor(slow, slowsKey, { id: asked.id })))).toBe("ok");
  });

  test("when Reeve never asked for it", async () => {
    const { assertion } = await signFor(ana, anasKey, { id: asked.id });
    await expectRefused(await approve(ana, asked.id, { kind: "passkey", nonce: "A".repeat(43), assertion }), /did not ask for this/);
  });

  test.each([
    ["at another origin", { origin: "https://reeve.example.evil" }],
    ["for another relying party", { rpId: "reeve.example.evil" }],
    ["without verifying its person", { flags: FLAGS.present }],
    ["without its person", { flags: FLAGS.verified }],
  ])("when it was made %s", async (_, quirks) => {
    await expectRefused(await approve(ana, asked.id, await signFor(ana, anasKey, { id: asked.id }, quirks)), /not as Reeve asks for it/);
  });

  test("when the passkey counts fewer signatures than before", async () => {
    const stepUp = await signFor(ana, anasKey, { id: asked.id }, { counter: 1 });
    await expectRefused(await approve(ana, asked.id, stepUp), /there may be a copy of it/);
  });

  test("when an authenticator that nobody enrolled signed it, under the name of one that somebody did", async () => {
    const forger = softwareAuthenticator(AT);
    const { nonce, options } = await questionFor(ana, { id: asked.id });
    const forged = { ...forger.get(options), id: anasKey.credentialId, rawId: anasKey.credentialId };
    await expectRefused(await approve(ana, asked.id, { kind: "passkey", nonce, assertion: forged }), /not what is being approved now/);
  });

  test("when the passkey was removed, or its person deactivated, between asking and approving", async () => {
    const zoe = await person("Zoe", ["approver"]);
    const zoesKey = await enrol(zoe);
    const stepUp = await signFor(zoe, zoesKey, { id: asked.id });
    expect(words(await removePasskey(zoe, { passkeyId: zoesKey.passkeyId }))).toBe("ok");
    await expectRefused(await approve(zoe, asked.id, stepUp), /was removed/);
    const again = await enrol(zoe);
    const late = await signFor(zoe, again, { id: asked.id });
    await force("update person set deactivated_at = now() where id = $1", zoe.id);
    await expectRefused(await approve(zoe, asked.id, late), /deactivated/);
  });
});

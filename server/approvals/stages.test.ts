import { beforeAll, describe, expect, test } from "vitest";
import { notify } from "@/server/notifications/service";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { readCard } from "./card";
import { claim, takeNext } from "./claims";
import { ONE_APPROVER } from "./core/stages";
import { decide, undo } from "./decisions";
import { delegate, endDelegation } from "./delegations";
import { countReviews, listReviews, review } from "./reviews";
import { freezeForAgent, thawForAgent } from "./service";
import { expireDue } from "./sweeps";
import { type Asked, actionOf, ask, force, kindsOf, person } from "./testing/fixtures";
import { settleDue } from "./votes";

freshDatabase();

const FINANCE = newId("group");
const SECURITY = newId("group");
let ana: PersonActor;
let ben: PersonActor;
let cem: PersonActor;
let sec: PersonActor;
let slow: PersonActor;
let mei: PersonActor;

beforeAll(async () => {
  const now = new Date();
  await inTransaction(async (tx) => {
    for (const [id, name] of [
      [FINANCE, "Finance"],
      [SECURITY, "Security"],
    ])
      await tx.execute('insert into "group" (id, name, created_at) values ($1, $2, $3::timestamptz)', id, name, now);
  });
  ana = await person("Ana", ["approver"], [FINANCE]);
  ben = await person("Ben", ["approver"], [FINANCE]);
  cem = await person("Cem", ["approver"], [FINANCE, SECURITY]);
  sec = await person("Sec", ["approver"], [SECURITY]);
  slow = await person("Slow", ["approver"], [FINANCE], 5);
  mei = await person("Mei", ["operator"]);
  for (const [who, groups] of [
    [ana, [FINANCE]],
    [sec, [SECURITY]],
  ] as const)
    for (const group of groups) await force("insert into group_member (group_id, person_id) values ($1, $2)", group, who.id);
});

const say = (who: PersonActor, { id }: { id: string }, verdict: "approve" | "reject" = "approve") =>
  decide(who, { id, verdict, reason: verdict === "reject" ? "Too much." : "" });
const outcome = async (answer: Promise<{ ok: boolean } & Record<string, unknown>>) => {
  const settled = (await answer) as { ok: true; value: { state: string } } | { ok: false; refusal: { code: string } };
  return settled.ok ? settled.value.state : settled.refusal.code;
};
const stateOf = async (asked: Asked) => (await actionOf(asked))?.state;
const twoStages = [
  { ...ONE_APPROVER, name: "Money", groupIds: [FINANCE], quorum: 2 },
  { ...ONE_APPROVER, name: "Risk", groupIds: [SECURITY] },
] as const;
const later = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const idOf = (answer: Awaited<ReturnType<typeof decide>>) => (answer.ok ? answer.value.voteId : "");

/** A notice about a request, as its first stage got it. */
async function toldOf({ id }: Asked): Promise<{ id: string }> {
  const about = { subject: { type: "approval", id }, path: `/queue/${id}`, groupKey: `approval:${id}`, dedupeKey: `told:${id}` };
  const words = { kind: "approval.asked", title: "x", body: "", important: false, recipients: [{ personId: ana.id, because: "x" }] };
  await inTransaction((tx) => notify(tx, [{ ...about, ...words }], new Date()));
  return prisma().notice.findFirstOrThrow({ where: { dedupeKey: `told:${id}` } });
}

describe("a request with stages", () => {
  test("is allowed only when every stage has its quorum, and not before", async () => {
    const asked = await ask({ stages: [...twoStages] });
    const told = await toldOf(asked);
    expect(await outcome(say(sec, asked))).toBe("forbidden");
    expect(await outcome(say(ana, asked))).toBe("pending");
    expect(await outcome(say(ana, asked))).toBe("conflict");
    expect(await outcome(say(ben, asked))).toBe("pending");
    expect(await stateOf(asked)).toBe("awaiting");
    // Cards of the stage that is over decide nothing any more, and say so; those of the next one come after.
    expect(await prisma().notice.findFirst({ where: { id: told.id } })).toMatchObject({
      settledWords: "Already approved by Ben; now with Risk",
    });
    expect(await outcome(say(sec, asked))).toBe("approved");
    expect(await stateOf(asked)).toBe("allowed");
    expect(await kindsOf(asked.id)).toEqual([
      "approval.opened",
      "approval.vote_approved",
      "approval.vote_approved",
      "approval.stage_opened",
      "approval.vote_approved",
      "approval.approved",
    ]);
  });

  test("keeps whoever decided a stage from the next one", async () => {
    const asked = await ask({ stages: [...twoStages] });
    await say(cem, asked);
    await say(ana, asked);
    const refused = await say(cem, asked);
    expect(refused).toMatchObject({ ok: false, refusal: { code: "self_approval", message: expect.stringContaining("stage before") } });
    expect(await outcome(say(sec, asked))).toBe("approved");
  });

  test("ends with one rejection, in any stage", async () => {
    const asked = await ask({ stages: [...twoStages] });
    await say(ana, asked);
    expect(await outcome(say(ben, asked, "reject"))).toBe("rejected");
    expect(await stateOf(asked)).toBe("denied");
  });

  test("lets as many hold it as may still decide it", async () => {
    const asked = await ask({ groupIds: [FINANCE], quorum: 2 });
    expect((await claim(ana, asked.id)).ok).toBe(true);
    expect((await claim(ben, asked.id)).ok).toBe(true);
    expect(await claim(cem, asked.id)).toMatchObject({ ok: false, refusal: { message: "Ana and Ben hold it at the moment." } });
    await say(ana, asked);
    expect((await claim(cem, asked.id)).ok).toBe(false);
    await force("update approval set claims = '{}' where id = $1", asked.id);
    expect((await claim(cem, asked.id)).ok).toBe(true);
  });

  test("never counts more than its quorum, however many decide at the same moment", async () => {
    const asked = await ask({ groupIds: [FINANCE], quorum: 2 });
    const answers = await Promise.all([ana, ben, cem].map((who) => outcome(say(who, asked))));
    expect(answers.filter((answer) => answer === "approved")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "pending")).toHaveLength(1);
    expect(await stateOf(asked)).toBe("allowed");
  });

  test("shows its stages and who voted", async () => {
    const asked = await ask({ stages: [...twoStages] });
    await say(ana, asked);
    const card = await readCard(ben, asked.id);
    expect(card.ok && card.value.stages).toMatchObject([
      { name: "Money", asks: ["Finance"], quorum: 2, state: "open" },
      { name: "Risk", asks: ["Security"], quorum: 1, state: "later" },
    ]);
    expect(card.ok && card.value.votes).toMatchObject([{ person: { name: "Ana" }, outcome: "effective", stage: 1 }]);
    expect(card.ok && card.value.votesIn).toBe(1);
  });
});

describe("the undo window", () => {
  test("holds a vote back, is undone by its author alone, and leaves the request to others", async () => {
    const asked = await ask({ groupIds: [FINANCE] });
    const voted = await say(slow, asked);
    expect(voted).toMatchObject({ ok: true, value: { state: "pending" } });
    expect(await stateOf(asked)).toBe("awaiting");
    expect(await say(ana, asked)).toMatchObject({ ok: false, refusal: { message: expect.stringContaining("Slow just decided it") } });
    expect((await undo(ana, { voteId: idOf(voted) })).ok).toBe(false);
    expect((await undo(slow, { voteId: idOf(voted) })).ok).toBe(true);
    expect((await undo(slow, { voteId: idOf(voted) })).ok).toBe(false);
    await settleDue(later(60));
    expect(await stateOf(asked)).toBe("awaiting");
    expect(await outcome(say(ana, asked))).toBe("approved");
  });

  test("ends by itself: the worker makes the vote count, once, however many workers there are", async () => {
    const asked = await ask({ groupIds: [FINANCE] });
    const voted = await say(slow, asked);
    await settleDue(new Date());
    expect(await stateOf(asked)).toBe("awaiting");
    await Promise.all([1, 2, 3].map(() => settleDue(later(6))));
    expect(await stateOf(asked)).toBe("allowed");
    expect((await kindsOf(asked.id)).filter((kind) => kind === "approval.approved")).toHaveLength(1);
    expect((await undo(slow, { voteId: idOf(voted) })).ok).toBe(false);
  });

  test("is cut short by the end of the request, and by a kill", async () => {
    const ending = await ask({ groupIds: [FINANCE], dueMinutes: 1, expiryMinutes: 1 }, new Date(Date.now() - 57_000));
    await say(slow, ending);
    await settleDue(later(60));
    await expireDue(later(60));
    expect(await stateOf(ending)).toBe("denied");

    const stopped = await ask({ groupIds: [FINANCE], agentName: "kill-me" });
    await say(slow, stopped);
    await inTransaction((tx) => freezeForAgent(tx, mei, "kill-me", new Date()));
    await settleDue(later(60));
    await inTransaction((tx) => thawForAgent(tx, mei, "kill-me", new Date()));
    await settleDue(later(120));
    expect(await stateOf(stopped)).toBe("awaiting");
    expect(await outcome(say(ana, stopped))).toBe("approved");
  });

  test("counts a vote whose moment came before the end, even if the worker comes late", async () => {
    const asked = await ask({ groupIds: [FINANCE], dueMinutes: 1, expiryMinutes: 1 }, new Date(Date.now() - 50_000));
    await say(slow, asked);
    await expireDue(later(60));
    await settleDue(later(60));
    expect(await stateOf(asked)).toBe("allowed");
  });
});

describe("delegation", () => {
  const day = 86_400_000;
  const spell = (from: PersonActor, to: PersonActor, more: { agents?: string[]; tools?: string[]; days?: [number, number] } = {}) => {
    const [begin, end] = more.days ?? [-1, 1];
    const at = (days: number) => new Date(Date.now() + days * day).toISOString();
    const { agents = [], tools = [] } = more;
    return delegate(from, { toId: to.id, startsAt: at(begin), endsAt: at(end), agents, tools, reason: "On leave." });
  };

  test("lets one decide for another, as the record says, within its scope and no longer", async () => {
    const given = await spell(ana, sec, { agents: ["sales-agent"] });
    const asked = await ask({ groupIds: [FINANCE] });
    const other = await ask({ groupIds: [FINANCE], agentName: "other-agent" });
    expect(await outcome(say(sec, other))).toBe("forbidden");
    expect(await takeNext(sec)).toMatchObject({ ok: true });
    expect(await outcome(say(sec, asked))).toBe("approved");
    const card = await readCard(ben, asked.id);
    expect(card.ok && card.value.votes).toMatchObject([{ person: { name: "Sec" }, onBehalfOf: { name: "Ana" } }]);
    await endDelegation(ana, { id: given.ok ? given.value.id : "" });
    expect(await outcome(say(sec, await ask({ groupIds: [FINANCE] })))).toBe("forbidden");
  });

  test("does not get around separation of duties on either side", async () => {
    const given = await spell(ana, sec);
    const ofAna = await ask({ groupIds: [FINANCE], initiatorPersonId: ana.id });
    const ofSec = await ask({ groupIds: [FINANCE], initiatorPersonId: sec.id });
    expect(await outcome(say(sec, ofAna))).toBe("self_approval");
    expect(await outcome(say(sec, ofSec))).toBe("self_approval");
    await endDelegation(sec, { id: given.ok ? given.value.id : "" });
  });

  test("refuses circles, oneself, the past and people who decide nothing, in words", async () => {
    const given = await spell(ana, sec, { days: [5, 6] });
    expect(await spell(sec, ana, { days: [5.5, 9] })).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining("Sec → Ana → Sec") },
    });
    expect((await spell(sec, ana, { days: [7, 9] })).ok).toBe(true);
    expect(await outcome(spell(ana, ana))).toBe("invalid_request");
    expect(await outcome(spell(ana, sec, { days: [-2, -1] }))).toBe("invalid_request");
    expect(await spell(ana, mei)).toMatchObject({ ok: false, refusal: { message: expect.stringContaining("not an active approver") } });
    expect((await endDelegation(ben, { id: given.ok ? given.value.id : "" })).ok).toBe(false);
  });
});

describe("the single-operator mode", () => {
  test("lets one person do alone what takes two, and puts each on a list that someone else closes", async () => {
    await force(
      "insert into organisation (id, name, time_zone, is_demo, is_single_operator, created_at) values ('org_1', 'Solo', 'UTC', false, true, now())",
    );
    const own = await ask({ stages: [twoStages[0]], initiatorPersonId: ana.id });
    expect(await outcome(say(ana, own))).toBe("approved");
    const list = await listReviews(ben);
    expect(list.ok && list.value).toMatchObject([
      {
        what: "initiator",
        by: { name: "Ana" },
        reviewedAt: null,
        about: { approvalId: own.id, agentName: "sales-agent", verdict: "approve" },
      },
    ]);
    expect([await countReviews(ana), await countReviews(ben)]).toEqual([
      { open: 1, forMe: 0 },
      { open: 1, forMe: 1 },
    ]);
    const id = list.ok ? (list.value[0]?.id ?? "") : "";
    expect(await review(ana, { id, note: "" })).toMatchObject({ ok: false, refusal: { code: "self_approval" } });
    expect((await review(ben, { id, note: "Fine." })).ok).toBe(true);
    await force("update organisation set is_single_operator = false");
    const after = await ask({ groupIds: [FINANCE], initiatorPersonId: ana.id });
    expect(await outcome(say(ana, after))).toBe("self_approval");
  });
});

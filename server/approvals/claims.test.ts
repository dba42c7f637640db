import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { claim, release, takeNext } from "./claims";
import { decide } from "./decisions";
import { ask, force, kindsOf, person, read } from "./testing/fixtures";

freshDatabase();

let ana: PersonActor;
let tom: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"], ["grp_finance"]);
  tom = await person("Tom", ["approver"], ["grp_sales"]);
});
beforeEach(async () => {
  await force("update approval set state = 'cancelled' where state = 'pending'");
});
const rowOf = (id: string) => prisma().approval.findUniqueOrThrow({ where: { id } });
const lapse = (id: string) =>
  force(
    "update approval set claims = (select jsonb_object_agg(c.key, now() - interval '1 second') from jsonb_each(claims) c) where id = $1",
    id,
  );
const given = <T>(answer: { ok: true; value: T } | { ok: false }): T => {
  if (!answer.ok) throw new Error("refused");
  return answer.value;
};

describe("claims", () => {
  test("a claim holds three minutes and keeps others from claiming and deciding, with the holder's name", async () => {
    const { id } = await ask();
    const { claim: lease } = given(await claim(ana, id));
    expect(lease).toMatchObject({ personId: ana.id, personName: "Ana", isMine: true });
    const seconds = (Date.parse(lease.until) - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(150);
    expect(seconds).toBeLessThanOrEqual(180);
    const refused = { ok: false, refusal: { code: "claimed_by_other", message: expect.stringContaining("Ana") } };
    expect(await claim(tom, id)).toMatchObject(refused);
    expect(await decide(tom, { id, verdict: "approve", reason: "" })).toMatchObject(refused);
    expect(await decide(ana, { id, verdict: "approve", reason: "" })).toMatchObject({ ok: true });
  });

  test("never holds longer than the request lives", async () => {
    const asked = await ask({ expiryMinutes: 1 });
    expect(given(await claim(ana, asked.id)).claim.until).toBe(asked.expiresAt.toISOString());
  });

  test("claiming again renews without another entry; a lapsed one holds nobody off", async () => {
    const { id } = await ask();
    await claim(ana, id);
    await claim(ana, id);
    expect(await kindsOf(id)).toEqual(["approval.opened", "approval.claimed"]);
    expect((await rowOf(id)).change).toBe("renewed");
    await lapse(id);
    expect(await claim(tom, id)).toMatchObject({ ok: true });
    expect(await rowOf(id)).toMatchObject({ claims: { [tom.id]: expect.any(String) }, change: "claimed", revision: 1 });
  });

  test("what is released may be taken at once; only the holder releases", async () => {
    const { id } = await ask();
    await claim(ana, id);
    expect(await release(tom, id)).toMatchObject({ ok: false, refusal: { code: "conflict", message: expect.stringContaining("Ana") } });
    expect(await release(ana, id)).toMatchObject({ ok: true });
    expect(await claim(tom, id)).toMatchObject({ ok: true });
    expect(await kindsOf(id)).toEqual(["approval.opened", "approval.claimed", "approval.released", "approval.claimed"]);
  });

  test("two people claiming at once: one holds it, the other is told who", async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await ask();
      const answers = await Promise.all([claim(ana, id), claim(tom, id)]);
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect(answers.find((answer) => !answer.ok)).toMatchObject({ refusal: { code: "claimed_by_other", message: /Ana|Tom/ } });
    }
  });
});

describe("take next", () => {
  test("gives the most urgent one that this person may decide and nobody holds, and then the next", async () => {
    const later = await ask({ dueMinutes: 200 });
    const first = await ask({ dueMinutes: 100 });
    await ask({ dueMinutes: 1, groupIds: ["grp_sales"] });
    await ask({ dueMinutes: 1, ownerId: ana.id });
    await claim(tom, (await ask({ dueMinutes: 1 })).id);
    await ask({ dueMinutes: 1, expiryMinutes: 1 }, new Date(Date.now() - 120_000));
    expect(given(await takeNext(ana))?.id).toBe(first.id);
    expect(given(await takeNext(ana))?.id).toBe(later.id);
    expect(given(await takeNext(ana))).toBeNull();
    expect(await kindsOf(first.id)).toEqual(["approval.opened", "approval.claimed"]);
  });

  test("gives one whose lease has lapsed as if nobody had held it, in its place by urgency", async () => {
    const first = await ask({ dueMinutes: 50 });
    const second = await ask({ dueMinutes: 100 });
    const last = await ask({ dueMinutes: 150 });
    await claim(tom, first.id);
    await claim(tom, last.id);
    expect(given(await takeNext(ana))?.id).toBe(second.id);
    await lapse(first.id);
    await lapse(last.id);
    expect(given(await takeNext(ana))?.id).toBe(first.id);
    expect(given(await takeNext(ana))?.id).toBe(last.id);
    expect(given(await takeNext(ana))).toBeNull();
  });

  test("a stage that needs two gives a place to each of two people, and to neither of them twice", async () => {
    const { id } = await ask();
    await force("update approval set slots = 2 where id = $1", id);
    expect(given(await takeNext(ana))?.id).toBe(id);
    expect(given(await takeNext(ana))).toBeNull();
    expect(given(await takeNext(tom))?.id).toBe(id);
    const third = await person("Kim", ["approver"], ["grp_finance"]);
    expect(given(await takeNext(third))).toBeNull();
    await release(tom, id);
    expect(given(await takeNext(third))?.id).toBe(id);
  });

  test("is recorded with the revision that it concerns, like a claim", async () => {
    const { id } = await ask();
    await takeNext(ana);
    const entries = `select convert_from(bytes, 'UTF8') as text from audit_outbox where subject_id = $1 and kind = 'approval.claimed'`;
    const [entry] = await read<{ text: string }>(entries, id);
    expect(JSON.parse(entry?.text ?? "{}")).toMatchObject({ data: { revision: 1 } });
  });

  test("twenty at once over seven requests: seven get one, never the same, and thirteen get nothing", async () => {
    const people = await Promise.all(Array.from({ length: 20 }, (_, i) => person(`Approver${i}`, ["approver"])));
    for (let round = 0; round < 3; round++) {
      await force("update approval set state = 'cancelled' where state = 'pending'");
      await Promise.all(Array.from({ length: 7 }, () => ask()));
      const taken = (await Promise.all(people.map((one) => takeNext(one))))
        .map((answer) => given(answer)?.id)
        .filter((id) => id !== undefined);
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken).toHaveLength(7);
    }
  });

  test("is refused to whoever may not decide at all", async () => {
    expect(await takeNext(await person("Helena", ["executive"]))).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  });
});

import { beforeAll, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { decideMany, undoMany } from "./bulk";
import { DecideManyInput, type ManyAnswer } from "./bulk-schema";
import { claim } from "./claims";
import { decide } from "./decisions";
import { actionOf, ask, kindsOf, person } from "./testing/fixtures";

freshDatabase();

let ana: PersonActor;
let tom: PersonActor;
let slow: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"]);
  tom = await person("Tom", ["approver"]);
  slow = await person("Slow", ["approver"], [], 5);
});

const many = async (
  actor: PersonActor,
  ids: readonly string[],
  verdict: "approve" | "reject" = "approve",
): Promise<ManyAnswer["items"]> => {
  const answer = await decideMany(actor, { items: ids.map((id) => ({ id, revision: 1 })), verdict, reason: "All of one vendor." });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value.items;
};
const outcomes = (items: ManyAnswer["items"]) => items.map((one) => (one.ok ? one.value.state : one.code));

test("each is decided on its own: what cannot be decided is refused with its reason, and stops none of the others", async () => {
  const [plain, high, decided, held, own] = [
    await ask(),
    await ask({ riskTier: "high" }),
    await ask(),
    await ask(),
    await ask({ ownerId: ana.id }),
  ];
  await decide(tom, { id: decided.id, verdict: "reject", reason: "No." });
  await claim(tom, held.id);
  const last = await ask();
  const items = await many(ana, [plain.id, high.id, decided.id, held.id, own.id, newId("approval"), last.id]);
  expect(outcomes(items)).toEqual(["approved", "forbidden", "not_pending", "claimed_by_other", "self_approval", "not_found", "approved"]);
  expect(items.flatMap((one) => (one.ok ? [] : [one.message]))).toEqual([
    "High risk is decided one by one, on its own card.",
    "Tom already rejected it.",
    "Tom holds it at the moment.",
    "You own this agent, so someone else decides.",
    "There is no such request.",
  ]);
  expect((await actionOf(plain))?.state).toBe("allowed");
  expect((await actionOf(high))?.state).toBe("awaiting");
  expect((await actionOf(last))?.reason).toBe("All of one vendor.");
});

test("the record of each is that of a single decision", async () => {
  const [alone, together] = [await ask(), await ask()];
  await decide(ana, { id: alone.id, verdict: "reject", reason: "No." });
  await many(ana, [together.id], "reject");
  expect(await kindsOf(together.id)).toEqual(await kindsOf(alone.id));
});

test("a batch is taken back as one, and what is too late is said of each", async () => {
  const asked = [await ask(), await ask()];
  const items = await many(
    slow,
    asked.map(({ id }) => id),
  );
  expect(outcomes(items)).toEqual(["pending", "pending"]);
  const voteIds = items.flatMap((one) => (one.ok ? [one.value.voteId] : []));
  const undone = await undoMany(slow, { voteIds });
  expect(undone.ok && undone.value.items.map((one) => one.ok)).toEqual([true, true]);
  const again = await undoMany(slow, { voteIds });
  expect(again.ok && again.value.items.map((one) => (one.ok ? "undone" : one.code))).toEqual(["conflict", "conflict"]);
  const others = await undoMany(ana, { voteIds });
  expect(others.ok && others.value.items.map((one) => (one.ok ? "undone" : one.code))).toEqual(["not_found", "not_found"]);
});

test("a rejection without a reason, a request named twice and more than a hundred are refused as a whole", () => {
  const item = { id: newId("approval"), revision: 1 };
  expect(DecideManyInput.safeParse({ items: [item], verdict: "reject", reason: " " }).success).toBe(false);
  expect(DecideManyInput.safeParse({ items: [item, item], verdict: "approve" }).success).toBe(false);
  const tooMany = Array.from({ length: 101 }, () => ({ id: newId("approval"), revision: 1 }));
  expect(DecideManyInput.safeParse({ items: tooMany, verdict: "approve" }).success).toBe(false);
});

import { beforeAll, expect, test } from "vitest";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { freshDatabase } from "@/server/platform/testing/database";
import { decide, undo } from "./decisions";
import { readReviewTime, setReviewRate } from "./review-time";
import { ask, force, person } from "./testing/fixtures";

freshDatabase();

const NOW = new Date("2026-11-20T12:00:00Z");
const MINUTE = 60_000;
let ana: PersonActor;
let victor: PersonActor;

async function decideAt(minutes: number): Promise<string> {
  const at = new Date(NOW.getTime() - 180 * MINUTE + minutes * MINUTE);
  const asked = await ask({}, new Date(at.getTime() - MINUTE));
  const answer = await happeningAt(at, () => decide(ana, { id: asked.id, verdict: "reject", reason: "Because." }));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value.voteId;
}

const read = async (more: { readonly agent?: string } = {}) => {
  const answer = await happeningAt(NOW, () => readReviewTime(victor, { span: "7d", by: "team", ...more }));
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
};

beforeAll(async () => {
  [ana, victor] = [await person("Ana", ["approver"], [], 5), await person("Victor", ["admin"])];
  await force("insert into organisation (id, name, time_zone, is_demo, created_at) values ('org', 'X', 'UTC', false, now())");
});

test("time between verdicts of one sitting counts, the first as their middle, and what was taken back not at all", async () => {
  expect(await read()).toMatchObject({ verdicts: 0, seconds: 0, costMicroUsd: null, rate: null, canSet: true });
  // A sitting of three verdicts, two minutes and four apart; an hour later one more.
  for (const minutes of [0, 2, 6, 66]) await decideAt(minutes);
  const taken = await decideAt(120);
  const back = await happeningAt(new Date(NOW.getTime() - 60 * MINUTE + 1_000), () => undo(ana, { voteId: taken }));
  expect(back.ok).toBe(true);
  expect(await read()).toMatchObject({ verdicts: 4, people: 1, seconds: (2 + 4 + 3 + 3) * 60 });
  expect(await read({ agent: "nobody" })).toMatchObject({ verdicts: 0, seconds: 0 });
});

test("only administrators set the rate; the newest holds, and none is none", async () => {
  expect((await setReviewRate(ana, { microUsdPerHour: "1" })).ok).toBe(false);
  await setReviewRate(victor, { microUsdPerHour: "90000000" });
  expect(await read()).toMatchObject({ costMicroUsd: String(18_000_000), rate: { microUsdPerHour: "90000000", by: "Victor" } });
  await setReviewRate(victor, { microUsdPerHour: null });
  expect(await read()).toMatchObject({ costMicroUsd: null, rate: null });
});

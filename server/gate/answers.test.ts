import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { takeSlot } from "@/server/platform/slots";
import { getAnswer, WAITERS_A_KEY } from "./answers";
import { actionId, approve, ask, discount, expectOk, gateWorld, key } from "./testing";

gateWorld();

test("a key that waits for too many answers is told when to come back; what it proposes is kept and answered as it stands", async () => {
  const pending = await ask(discount());
  const waiting = getAnswer(key, actionId(pending), 30_000);
  await setTimeout(500); // it has taken its place
  const places = Array.from({ length: WAITERS_A_KEY }, () => takeSlot(`wait:${key.id}`, WAITERS_A_KEY));
  expect(await getAnswer(key, actionId(pending), 30_000)).toMatchObject({
    ok: false,
    refusal: { code: "rate_limited", retryAfterSeconds: 5 },
  });
  expect(await getAnswer(key, actionId(pending))).toMatchObject({ ok: true, value: { decision: "pending" } });
  const started = performance.now();
  expect(await ask(discount({ waitMs: 30_000 }))).toMatchObject({ decision: "pending" });
  expect(performance.now() - started).toBeLessThan(10_000);
  expectOk(await approve(pending));
  expect(await waiting).toMatchObject({ ok: true, value: { decision: "allow" } });
  // The place of the one that was answered is free again.
  expect(places.filter((leave) => leave !== null).length).toBe(WAITERS_A_KEY - 1);
  const leave = takeSlot(`wait:${key.id}`, WAITERS_A_KEY);
  expect(leave).not.toBeNull();
  for (const give of [leave, ...places]) give?.();
});

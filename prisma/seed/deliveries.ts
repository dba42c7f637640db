import { PAUSES } from "@/server/notifications/core/retries";
import { deliverDue } from "@/server/notifications/sending";
import { createWebhook, testWebhook } from "@/server/notifications/webhooks";
import type { PersonActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { expectOk } from "./expect";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A moment after a pause is over, so that what is due is due. */
const LATE_MS = 1_000;

/** Lets the worker try what is due, `times` times, each as soon as the pause before it is over. */
async function tryFor(times: number, from: Date): Promise<void> {
  let at = from.getTime();
  for (let attempt = 0; attempt < times; attempt++) {
    await happeningAt(new Date(at), () => deliverDue("webhook", new Date(at)));
    at += (PAUSES.webhook[attempt] ?? 0) * 1_000 + LATE_MS;
  }
}

/**
 * A webhook whose receiver is not to be reached: one delivery that was tried for three days and given up, one that failed
 * twice and is tried again. Its address is private, so that Reeve refuses to call it: nothing leaves the machine.
 */
export async function seedDeliveries(admin: PersonActor, now: Date): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const input = { url: "https://10.20.0.5/reeve", events: ["agent.killed" as const], description: "Ticket system of the operations team" };
  const { endpointId } = expectOk(await happeningAt(ago(5 * DAY_MS), () => createWebhook(admin, input)), "create a webhook");
  const test = (at: Date) => happeningAt(at, () => testWebhook(admin, endpointId));
  const first = ago(4 * DAY_MS + 2 * 60 * MINUTE_MS);
  expectOk(await test(first), "a first test");
  await tryFor(PAUSES.webhook.length + 1, first);
  const second = ago(20 * MINUTE_MS);
  expectOk(await test(second), "a second test");
  await tryFor(2, second);
}

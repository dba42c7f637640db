import { log } from "@/server/platform/log";
import type { OutgoingChannel } from "./core/kinds";
import { quietUntil } from "./core/quiet-hours";
import { nextStep, type Outcome } from "./core/retries";
import * as store from "./delivery-store";
import { sendMail } from "./mailer";
import { sendSlack } from "./slack-sender";
import { sendWebhook } from "./webhook-sender";

/** Longer than any attempt may take: after it another worker may try. */
const LEASE_MS = 120_000;
const AT_ONCE = { email: 4, slack: 4, webhook: 8 } as const satisfies Record<OutgoingChannel, number>;

const SENDERS = {
  email: sendMail,
  slack: ([first]) => sendSlack(first),
  webhook: ([first], now) => sendWebhook(first, now),
} as const satisfies Record<OutgoingChannel, (claimed: readonly [store.Claimed, ...store.Claimed[]], now: Date) => Promise<Outcome>>;

/** Why nothing is to be sent any more, if so. */
function whyNot({ channel, purpose, notice, person, personId }: store.Claimed): string | null {
  if (personId !== null && person?.isActive !== true) return "The person is deactivated.";
  return channel !== "webhook" && purpose === "notice" && notice.settledAt !== null ? "Settled before it was sent." : null;
}

/** What is to be sent of what was claimed; the rest is written off or put back. */
async function sift(claimed: readonly store.Claimed[], now: Date): Promise<readonly store.Claimed[]> {
  const dropped = claimed.flatMap((one) => {
    const why = whyNot(one);
    return why === null ? [] : [{ claimed: one, outcome: { kind: "dropped" as const, why } }];
  });
  if (dropped.length > 0) {
    const step = { state: "dropped", nextAttemptAt: null } as const;
    await store.finish(dropped.map((one) => ({ ...one, step, at: now, durationMs: 0 })));
  }
  const left = claimed.filter((one) => whyNot(one) === null);
  const [first] = left;
  const until = first === undefined || first.isImportant || first.quiet === null ? null : quietUntil(first.quiet, now);
  if (until === null) return left;
  await store.postpone(left, until);
  return [];
}

/** An attempt never throws: whatever went wrong is its outcome. */
async function attempt(channel: OutgoingChannel, claimed: readonly [store.Claimed, ...store.Claimed[]], now: Date): Promise<Outcome> {
  try {
    return await SENDERS[channel](claimed, now);
  } catch (error) {
    log.error({ err: error, deliveryId: claimed[0].id, channel }, "a notification could not be sent");
    return { kind: "failed", code: null, error: "Something failed on our side." };
  }
}

async function sendNext(channel: OutgoingChannel, clock: () => Date): Promise<boolean> {
  const at = clock();
  const claimed = await store.claim(channel, at, new Date(at.getTime() + LEASE_MS));
  if (claimed.length === 0) return false;
  const [first, ...others] = await sift(claimed, at);
  if (first === undefined) return true;
  const startedMs = performance.now();
  const outcome = await attempt(channel, [first, ...others], at);
  const durationMs = Math.round(performance.now() - startedMs);
  await store.finish(
    [first, ...others].map((one) => ({ claimed: one, outcome, step: nextStep(channel, one.attempts, outcome, at), at, durationMs })),
  );
  return true;
}

/**
 * Sends everything of a channel that is due. At least once: what was sent and not written down (a process was killed in
 * between) goes again after its lease, under the same message id. Several workers share the work.
 */
export async function deliverDue(channel: OutgoingChannel, now: Date): Promise<void> {
  const startedMs = performance.now();
  // Time goes on while the work lasts: a lease is counted from the moment it is taken.
  const clock = () => new Date(now.getTime() + performance.now() - startedMs);
  // Mostly nothing is due: one question a second is enough to find that out.
  if (!(await sendNext(channel, clock))) return;
  const run = async () => {
    while (await sendNext(channel, clock));
  };
  await Promise.all(Array.from({ length: AT_ONCE[channel] }, run));
}

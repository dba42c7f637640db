import { Webhook } from "standardwebhooks";
import * as audit from "@/server/audit/service";
import { organisation } from "@/server/identity/service";
import { cleanLine } from "@/server/kernel/untrusted";
import { systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import { type OutgoingAnswer, OutgoingRefused, outgoingRules, postOutside } from "@/server/platform/outgoing";
import { unseal } from "@/server/platform/sealed";
import { inTransaction } from "@/server/platform/tx";
import { DISABLE_AFTER_MS, type Outcome } from "./core/retries";
import { webhookEvent } from "./core/webhook-event";
import type { Claimed } from "./delivery-store";
import { notify } from "./service";
import * as store from "./webhook-store";

/** What secrets of endpoints are sealed for. */
export const SECRET_PURPOSE = "webhook";
export const WEBHOOKS_PATH = "/settings/notifications";
const GONE = 410;
const ANSWER_MAX = 200;

/** The secrets that hold now: during a rotation both, so that a receiver may change over in peace. */
export const liveSecrets = (endpoint: store.EndpointRow, now: Date): (string | null)[] => {
  const isOverlapping = endpoint.previousSecret !== null && endpoint.previousUntil !== null && endpoint.previousUntil > now;
  return [endpoint.secret, ...(isOverlapping ? [endpoint.previousSecret ?? ""] : [])].map((sealed) => unseal(sealed, SECRET_PURPOSE));
};

/** Sends an event as Standard Webhooks has it. `webhook-id` is the delivery's id: the same however often it is tried. */
export async function sendWebhook(claimed: Claimed, now: Date): Promise<Outcome> {
  const endpoint = claimed.endpointId === null ? null : await store.findEndpoint(claimed.endpointId);
  if (endpoint === null || endpoint.disabledAt !== null) return { kind: "dropped", why: "The endpoint is disabled." };
  const secrets = liveSecrets(endpoint, now);
  if (secrets.includes(null)) {
    return { kind: "failed", code: null, error: "The secret cannot be read: NEXTAUTH_SECRET has changed. Rotate the secret." };
  }
  const body = JSON.stringify(webhookEvent(claimed.notice, env().REEVE_URL));
  const sentAt = clock.recording();
  const headers = {
    "content-type": "application/json",
    "user-agent": "Reeve-Webhooks/1",
    "webhook-id": claimed.id,
    "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret ?? "").sign(claimed.id, sentAt, body)).join(" "),
  };
  const outcome = await post(endpoint.url, headers, body);
  await note(endpoint, outcome, now);
  return outcome;
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<Outcome> {
  const { isDemo } = await organisation();
  try {
    return outcomeOf(await postOutside(url, headers, body, outgoingRules(isDemo)));
  } catch (error) {
    if (error instanceof OutgoingRefused) return { kind: "failed", code: null, error: error.message };
    throw error;
  }
}

function outcomeOf({ status, retryAfterSeconds, body }: OutgoingAnswer): Outcome {
  const code = String(status);
  if (status >= 200 && status < 300) return { kind: "sent", code };
  if (status === GONE) return { kind: "failed", code, error: "The receiver is gone.", isFinal: true };
  const words = cleanLine(body, ANSWER_MAX);
  const error =
    status >= 300 && status < 400
      ? "It answered with a redirect, which is not followed."
      : `It answered ${status}${words && `: ${words}`}.`;
  return { kind: "failed", code, error, retryAfterSeconds };
}

async function note(endpoint: store.EndpointRow, outcome: Outcome, now: Date): Promise<void> {
  if (outcome.kind === "sent") await store.noteSuccess(endpoint.id);
  if (outcome.kind !== "failed") return;
  await store.noteFailure(endpoint.id, now);
  if (outcome.code === String(GONE)) return disable(endpoint, "gone", now);
  const hasFailedLong = endpoint.failingSince !== null && now.getTime() - endpoint.failingSince.getTime() >= DISABLE_AFTER_MS;
  if (hasFailedLong) await disable(endpoint, "failing", now);
}

/** Turns an endpoint off that nobody answers at, puts that on record and tells the administrators, once. */
const disable = (endpoint: store.EndpointRow, because: "failing" | "gone", now: Date): Promise<void> =>
  inTransaction(async (tx) => {
    const wasOn = await store.updateEndpoint(
      tx,
      endpoint.id,
      { disabledAt: null },
      { disabledAt: now, disabledBecause: because, updatedAt: now },
    );
    if (!wasOn) return;
    await store.dropWaiting(tx, endpoint.id, "The endpoint was disabled.", now);
    const subject = { type: "webhook", id: endpoint.id };
    await audit.append(tx, { kind: "webhook.disabled", actor: audit.entryActor(systemActor), subject, occurredAt: now, data: { because } });
    const { host } = new URL(endpoint.url);
    const why = because === "gone" ? "Its receiver answered that it is gone." : "It failed for five days without one success.";
    const notice = {
      kind: "webhook.disabled",
      subject,
      recipients: (await store.listAdministratorIds(tx)).map((personId) => ({ personId, because: "you are an administrator" })),
      important: true,
      title: `The webhook to ${host} was disabled`,
      body: `${why} Nothing is sent there until an administrator enables it again; what waited was dropped.`,
      path: WEBHOOKS_PATH,
      groupKey: `webhook:${endpoint.id}`,
      dedupeKey: `webhook.disabled:${endpoint.id}:${now.getTime()}`,
    };
    await notify(tx, [notice], now);
  });

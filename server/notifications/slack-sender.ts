import { toUUID } from "typeid-js";
import { z } from "zod";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import type { Outcome } from "./core/retries";
import { composeCard } from "./core/slack-card";
import type { Claimed } from "./delivery-store";
import { slack, slackFailure } from "./slack-api";
import { slackUserOf } from "./slack-people";

const Posted = z.object({ channel: z.string(), ts: z.string() });

/** Posts a card, or changes one that was posted into what it says now. */
export async function sendSlack(claimed: Claimed): Promise<Outcome> {
  const client = slack();
  if (client === null) return { kind: "failed", code: null, error: "SLACK_BOT_TOKEN is not set." };
  const { text, blocks } = composeCard(claimed.notice, claimed.because, env().REEVE_URL);
  try {
    if (claimed.purpose === "update") {
      await client.apiCall("chat.update", { channel: claimed.remoteChannel, ts: claimed.remoteTs, text, blocks });
      return { kind: "sent", code: "ok" };
    }
    const channel = claimed.slackChannel ?? (await directChannel(claimed));
    if (channel === null) return { kind: "dropped", why: "Slack knows nobody by this person's e-mail address." };
    const posted = await client.apiCall("chat.postMessage", {
      channel,
      text,
      blocks,
      unfurl_links: false,
      unfurl_media: false,
      // Slack posts the same id once, and whoever reads the metadata can tell repetitions.
      client_msg_id: toUUID(claimed.id as Parameters<typeof toUUID>[0]),
      metadata: { event_type: "reeve_notice", event_payload: { delivery_id: claimed.id, notice_id: claimed.noticeId } },
    });
    return { kind: "sent", code: "ok", remote: Posted.parse(posted) };
  } catch (error) {
    return slackFailure(error);
  }
}

const directChannel = async ({ personId, person }: Claimed): Promise<string | null> =>
  personId === null || person === null ? null : slackUserOf(personId, person.email, clock.now());

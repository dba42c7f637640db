import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import {
  type Channel,
  EVENTS,
  GROUP_SECONDS,
  KINDS_OF_CHOICE,
  type KindOfChoice,
  OUTGOING_CHANNELS,
  PERSONAL_CHANNELS,
} from "./core/kinds";
import type { NoticeButton } from "./core/told";

/** Something that people should know, as its domain hands it over: facts by Reeve, never rights. */
export type Notice = {
  /** `noun.verb_past`, e.g. `approval.asked`; one that `core/kinds.ts` does not list is chosen about as "Anything else". */
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** Whom to tell, and why each: "you approve for Finance" (it goes on after "You are told because"). */
  readonly recipients: readonly { readonly personId: string; readonly because: string }[];
  /** Forces these channels for all recipients; without it each one's preferences hold. The inbox always has it then. */
  readonly channels?: readonly Channel[];
  /** Channels of Slack to post to beside the people, by name or id. */
  readonly slackChannels?: readonly string[];
  /** Goes at once: no grouping, no quiet hours. */
  readonly important: boolean;
  readonly title: string;
  readonly body: string;
  /** What an agent wrote. It is cleaned, and shown apart under the writer's name. */
  readonly quote?: { readonly text: string; readonly writer: string };
  /** Where its page is: "/queue/apr_…". The page only shows. */
  readonly path: string;
  /** Notices of one group stand together. */
  readonly groupKey: string;
  /** The same notice never goes out twice. */
  readonly dedupeKey: string;
  /** What a Slack card offers beside "Open in Reeve". */
  readonly buttons?: readonly NoticeButton[];
};

const id = z.string().min(1).max(64);
const cursor = z.string().max(200).nullish();
const limit = z.number().int().min(1).max(100).default(50);

export const InboxInput = z.object({ unread: z.boolean().default(false), cursor, limit });
export const MarkInput = z.object({ noticeIds: z.array(id).min(1).max(100), isRead: z.boolean() });
/** Only what was on screen: a notice that came meanwhile stays unread. */
export const MarkAllInput = z.object({ upTo: z.iso.datetime() });

const minute = z.number().int().min(0).max(1_439);
export const PreferencesInput = z.object({
  choices: z
    .array(
      z.object({
        kind: z.enum(KINDS_OF_CHOICE as [KindOfChoice, ...KindOfChoice[]]),
        channel: z.enum(PERSONAL_CHANNELS),
        isOn: z.boolean(),
      }),
    )
    .max(100),
  quiet: z.object({ from: minute, to: minute }).nullable(),
  groupSeconds: z.number().refine((seconds) => (GROUP_SECONDS as readonly number[]).includes(seconds), "Choose one of the times."),
});

const url = z
  .url({ protocol: /^https?$/, error: "Give an address: https://…" })
  .max(2_000)
  .refine((text) => {
    const { username, password, hash } = new URL(text);
    return username + password + hash === "";
  }, "No name, password or # in the address.");
const events = z.array(z.enum(EVENTS)).min(1, "Choose at least one event.");
const description = z.string().trim().max(200).default("");

export const CreateWebhookInput = z.object({ url, events, description });
export const ChangeWebhookInput = z.object({ endpointId: id, url, events, description });
export const WebhookIdInput = z.object({ endpointId: id });
export const EnableWebhookInput = z.object({ endpointId: id, isEnabled: z.boolean() });

export const DELIVERY_STATES = ["waiting", "sending", "sent", "dead", "dropped"] as const;
export const DeliveriesInput = z.object({
  channel: z.enum(OUTGOING_CHANNELS).optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  personId: id.optional(),
  endpointId: id.optional(),
  cursor,
  limit,
});
export type DeliveriesInput = z.infer<typeof DeliveriesInput>;
export const DeliveryIdInput = z.object({
  id: z.string().refine((text) => isId("delivery", text) || isId("deliveryUpdate", text), "is not the id of a delivery"),
});

export type CreateWebhook = z.infer<typeof CreateWebhookInput>;
export type ChangeWebhook = z.infer<typeof ChangeWebhookInput>;
export type Preferences = z.infer<typeof PreferencesInput>;

/** A notice in the reader's inbox. */
export type InboxEntry = {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly quote: { readonly text: string; readonly writer: string } | null;
  readonly because: string;
  readonly path: string;
  readonly groupKey: string;
  readonly isImportant: boolean;
  readonly createdAt: string;
  readonly readAt: string | null;
  readonly settled: { readonly at: string; readonly words: string } | null;
};
export type InboxPage = { readonly items: readonly InboxEntry[]; readonly nextCursor: string | null };

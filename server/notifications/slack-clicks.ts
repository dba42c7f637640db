import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { actorOfPerson } from "@/server/identity/sessions";
import { ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import { log } from "@/server/platform/log";
import { ACTION_PREFIX, composeReasonDialog } from "./core/slack-card";
import { slack } from "./slack-api";
import { personOfSlackUser } from "./slack-people";
import { takeSlackRequest } from "./slack-store";

const TOLERANCE_SECONDS = 300;

/** What someone clicked, as the notice's button had it. */
export type SlackClick = {
  readonly verb: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly value: string;
  readonly reason: string;
};
/** Does what was clicked, with the authority of the person alone. Passed in: notifications know nothing of what is decided. */
export type DecideBySlack = (actor: PersonActor, click: SlackClick) => Promise<Result<unknown>>;

/** What goes back to Slack, and what is left to do after it has gone: Slack waits for three seconds at most. */
export type SlackAnswer = { readonly status: number; readonly body: unknown; readonly later: (() => Promise<void>) | null };

const done: SlackAnswer = { status: 200, body: null, later: null };

const Button = z.object({
  verb: z.string(),
  label: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  value: z.string(),
  asksReason: z.boolean(),
});
type Button = z.infer<typeof Button>;

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("is not JSON");
    return z.NEVER;
  }
});
const Clicked = z.object({
  type: z.literal("block_actions"),
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});
const Submitted = z.object({
  type: z.literal("view_submission"),
  user: z.object({ id: z.string() }),
  view: z.object({
    callback_id: z.literal("reeve.reason"),
    private_metadata: jsonText.pipe(Button),
    state: z.object({ values: z.object({ reason: z.object({ reason: z.object({ value: z.string() }) }) }) }),
  }),
});

/** Whether Slack signed this very body a moment ago, and it was not taken before. */
async function isGenuine(headers: Headers, body: string, now: Date): Promise<boolean> {
  const secret = env().SLACK_SIGNING_SECRET;
  const timestamp = headers.get("x-slack-request-timestamp") ?? "";
  const signature = headers.get("x-slack-signature") ?? "";
  if (secret === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const expected = Buffer.from(`v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`);
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  return takeSlackRequest(signature, now);
}

/**
 * Takes a click in Slack. Slack's signature proves who clicked; the person is found on the server by the e-mail address
 * that Slack has for that user, with rights as they stand now. Nothing in the click itself gives authority.
 */
export async function takeSlackInteraction(headers: Headers, body: string, decide: DecideBySlack): Promise<SlackAnswer> {
  const now = clock.recording();
  if (!(await isGenuine(headers, body, now)))
    return { status: 401, body: { error: "The request is not signed by Slack, is old, or was taken before." }, later: null };
  const payload = jsonText.safeParse(new URLSearchParams(body).get("payload") ?? "");
  const clicked = Clicked.safeParse(payload.data);
  if (clicked.success) return onClick(clicked.data, decide, now);
  const submitted = Submitted.safeParse(payload.data);
  return submitted.success ? onReason(submitted.data, decide, now) : done;
}

async function actorOf(slackUserId: string, now: Date): Promise<Result<PersonActor>> {
  const personId = await personOfSlackUser(slackUserId, now);
  const actor = personId === null ? null : await actorOfPerson(personId);
  return actor === null ? refuse("unauthenticated", "Reeve knows nobody with your e-mail address in Slack.") : ok(actor);
}

async function act(slackUserId: string, button: Button, reason: string, decide: DecideBySlack, now: Date): Promise<Result<unknown>> {
  const actor = await actorOf(slackUserId, now);
  const { verb, subject, value } = button;
  return actor.ok ? decide(actor.value, { verb, subject, value, reason }) : actor;
}

async function onClick(
  { user, trigger_id, channel, actions }: z.infer<typeof Clicked>,
  decide: DecideBySlack,
  now: Date,
): Promise<SlackAnswer> {
  const [action] = actions;
  if (!action?.action_id.startsWith(ACTION_PREFIX)) return done; // "Open in Reeve" is a link; Slack only says that it was followed
  const button = jsonText.pipe(Button).safeParse(action.value ?? "");
  if (!button.success) return done;
  if (button.data.asksReason) {
    await slack()?.views.open({ trigger_id, view: composeReasonDialog(button.data.label, JSON.stringify(button.data)) as never });
    return done;
  }
  const answer = await act(user.id, button.data, "", decide, now);
  // The card itself is changed once the subject is settled; only a refusal is told, and to the one who clicked.
  return answer.ok ? done : { ...done, later: () => tell(channel?.id, user.id, answer) };
}

async function onReason({ user, view }: z.infer<typeof Submitted>, decide: DecideBySlack, now: Date): Promise<SlackAnswer> {
  const answer = await act(user.id, view.private_metadata, view.state.values.reason.reason.value.trim(), decide, now);
  return answer.ok ? done : { ...done, body: { response_action: "errors", errors: { reason: answer.refusal.message } } };
}

async function tell(channel: string | undefined, user: string, { refusal }: Refused): Promise<void> {
  if (channel === undefined) return;
  try {
    await slack()?.chat.postEphemeral({ channel, user, text: refusal.message });
  } catch (error) {
    log.warn({ err: error }, "a refusal could not be told in Slack");
  }
}

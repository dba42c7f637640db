import { z } from "zod";
import { findPersonByEmail } from "@/server/identity/service";
import { slack, slackFailure } from "./slack-api";
import * as store from "./slack-store";

/** Who is not in Slack may join: asked again after a day. */
const MISSING_FOR_MS = 24 * 60 * 60_000;

const FoundUser = z.object({ user: z.object({ id: z.string() }) });
const UserInfo = z.object({
  user: z.object({ profile: z.object({ email: z.email() }), deleted: z.boolean().default(false), is_bot: z.boolean().default(false) }),
});

/** The Slack user with the person's e-mail address, remembered; null when Slack knows nobody by it. Throws what Slack's client throws. */
export async function slackUserOf(personId: string, email: string, now: Date): Promise<string | null> {
  const known = await store.findSlackPerson(personId);
  if (known?.slackUserId) return known.slackUserId;
  if (known !== null && now.getTime() - known.lookedUpAt.getTime() < MISSING_FOR_MS) return null;
  const found = await lookUp(email);
  await store.rememberSlackPerson(personId, found, now);
  return found;
}

async function lookUp(email: string): Promise<string | null> {
  try {
    return FoundUser.parse(await slack()?.users.lookupByEmail({ email })).user.id;
  } catch (error) {
    if (slackFailure(error).code === "users_not_found") return null;
    throw error;
  }
}

/**
 * The person whom Reeve knows by the e-mail address that Slack has for this user. What the click itself says about the
 * user is not believed. Null for a stranger.
 */
export async function personOfSlackUser(slackUserId: string, now: Date): Promise<string | null> {
  const known = await store.findPersonOfSlack(slackUserId);
  if (known !== null) return known;
  const info = UserInfo.safeParse(await slack()?.users.info({ user: slackUserId }));
  if (!info.success || info.data.user.deleted || info.data.user.is_bot) return null;
  const person = await findPersonByEmail(info.data.user.profile.email);
  if (person === null) return null;
  await store.rememberSlackPerson(person.id, slackUserId, now);
  return person.id;
}

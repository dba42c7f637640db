import { z } from "zod";
import { findPersonByEmail } from "@/server/identity/service";
import { remembered } from "@/server/platform/remembered";
import { slack, slackFailure } from "./slack-api";
import * as store from "./slack-store";

/** Who is not in Slack may join: asked again after a day. */
const MISSING_FOR_MS = 24 * 60 * 60_000;

const FoundUser = z.object({ user: z.object({ id: z.string() }) });
const UserInfo = z.object({
  user: z.object({
    team_id: z.string(),
    enterprise_user: z.object({ enterprise_id: z.string() }).optional(),
    profile: z.object({ email: z.email() }),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
  }),
});
const OwnTeam = z.object({ team_id: z.string(), enterprise_id: z.string().nullish() });

const ownTeam = remembered(60 * 60_000, async () => OwnTeam.parse(await slack()?.auth.test()));

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
  // In a shared channel others click too: of their e-mail addresses another company's Slack says what it likes.
  const { team_id, enterprise_user } = info.data.user;
  const own = await ownTeam("");
  const isOurs = team_id === own.team_id || (own.enterprise_id != null && enterprise_user?.enterprise_id === own.enterprise_id);
  if (!isOurs) return null;
  const person = await findPersonByEmail(info.data.user.profile.email);
  if (person === null) return null;
  await store.rememberSlackPerson(person.id, slackUserId, now);
  return person.id;
}

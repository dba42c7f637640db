import { prisma } from "@/server/platform/db";

/** Who this person is in Slack, as far as remembered. */
export const findSlackPerson = (personId: string) => prisma().slackPerson.findUnique({ where: { personId } });
export const findPersonOfSlack = async (slackUserId: string): Promise<string | null> =>
  (await prisma().slackPerson.findUnique({ where: { slackUserId }, select: { personId: true } }))?.personId ?? null;

/** Remembers who a person is in Slack. One Slack account is one person: an earlier one loses it. */
export async function rememberSlackPerson(personId: string, slackUserId: string | null, now: Date): Promise<void> {
  await prisma().$transaction([
    prisma().slackPerson.updateMany({
      where: { slackUserId: slackUserId ?? "", personId: { not: personId } },
      data: { slackUserId: null },
    }),
    prisma().slackPerson.upsert({
      where: { personId },
      create: { personId, slackUserId, lookedUpAt: now },
      update: { slackUserId, lookedUpAt: now },
    }),
  ]);
}

/** Whether this signed request is new; a second time it is not. */
export async function takeSlackRequest(signature: string, now: Date): Promise<boolean> {
  const { count } = await prisma().slackRequest.createMany({ data: [{ signature, takenAt: now }], skipDuplicates: true });
  return count === 1;
}

export const forgetSlackRequests = (before: Date) => prisma().slackRequest.deleteMany({ where: { takenAt: { lt: before } } });

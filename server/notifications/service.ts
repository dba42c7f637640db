import { invariant } from "@/server/kernel/result";
import { cleanLine, cleanText } from "@/server/kernel/untrusted";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import { newId } from "@/server/platform/new-id";
import type { Tx } from "@/server/platform/tx";
import { DEFAULT_GROUP_SECONDS, isAboutTheEnd, KINDS, kindOfChoice } from "./core/kinds";
import * as outbox from "./outbox-store";
import type { Notice } from "./schema";

/** More endpoints than this cannot be made. */
export const MAX_ENDPOINTS = 20;
const TITLE_MAX = 200;
const TEXT_MAX = 4_000;
/** What happened longer ago than this is replayed (the demo's past): it reaches the inbox and nothing else. */
const PRESENT_MS = 60 * 60_000;

const cut = (text: string): string => {
  const { text: clean } = cleanText(text);
  return clean.length <= TEXT_MAX ? clean : `${clean.slice(0, TEXT_MAX - 1)}…`;
};

const reserveIds = (): string[] => Array.from({ length: MAX_ENDPOINTS }, () => newId("delivery"));

/** Which channels this installation can use at all. */
export const configuredChannels = () => {
  const { SMTP_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = env();
  return {
    email: SMTP_URL !== undefined,
    slack: SLACK_BOT_TOKEN !== undefined,
    slackButtons: SLACK_BOT_TOKEN !== undefined && SLACK_SIGNING_SECRET !== undefined,
  };
};

const isPresent = (now: Date): boolean => clock.recording().getTime() - now.getTime() < PRESENT_MS;

/** Whether what happens at this moment is news to anybody: the past that the demo replays is not. */
export const isNews = isPresent;

/** Whoever was told of one of these subjects and chose to hear of this kind by e-mail or Slack, too. */
export const listFollowers = outbox.listFollowers;

function rowOf(notice: Notice): outbox.NoticeRow {
  invariant(/^\/(?![/\\])/.test(notice.path), "a notice leads to a page of Reeve");
  const choice = kindOfChoice(notice.kind);
  const { defaults } = KINDS[choice];
  const { channels } = notice;
  return {
    id: newId("notice"),
    kind: notice.kind,
    choice,
    subject_type: notice.subject.type,
    subject_id: notice.subject.id,
    is_important: notice.important,
    title: cleanLine(notice.title, TITLE_MAX),
    body: cut(notice.body),
    quote: notice.quote === undefined ? null : cut(notice.quote.text),
    quote_writer: notice.quote === undefined ? null : cleanLine(notice.quote.writer, 100),
    buttons: notice.buttons ?? [],
    path: notice.path,
    group_key: notice.groupKey,
    dedupe_key: notice.dedupeKey,
    is_forced: channels !== undefined,
    inbox: defaults.inbox,
    email: channels === undefined ? defaults.email : channels.includes("email"),
    slack: channels === undefined ? defaults.slack : channels.includes("slack"),
    endpoint_ids: isAboutTheEnd(notice.kind) ? [] : reserveIds(),
  };
}

/** One reason is enough: the first one that is given for a person holds. */
function recipientsOf(notice: Notice, noticeId: string): outbox.RecipientRow[] {
  const first = new Map(notice.recipients.toReversed().map((recipient) => [recipient.personId, recipient]));
  return [...first.values()].map(({ personId, because }) => ({
    notice_id: noticeId,
    person_id: personId,
    because: cleanLine(because, TITLE_MAX),
    email_id: newId("delivery"),
    slack_id: newId("delivery"),
  }));
}

/**
 * Tells people, inside the caller's transaction: inbox and outbox rows commit with what they are about, or not at all.
 * A notice whose dedupe key was used before is left out, whoever tries again and however often. Nothing is sent here;
 * the worker does. Webhooks of `*.decided` come from `settle` alone.
 */
export async function notify(tx: Tx, notices: readonly Notice[], now: Date): Promise<void> {
  if (notices.length === 0) return;
  const pairs = notices.map((notice) => ({ notice, row: rowOf(notice) }));
  const has = configuredChannels();
  const isNow = isPresent(now);
  await outbox.tell(
    tx,
    {
      notices: pairs.map(({ row }) => row),
      recipients: pairs.flatMap(({ notice, row }) => recipientsOf(notice, row.id)),
      slackChannels: pairs.flatMap(({ notice, row }) =>
        [...new Set(notice.slackChannels)].map((channel) => ({ id: newId("delivery"), notice_id: row.id, channel })),
      ),
      reach: { email: has.email && isNow, slack: has.slack && isNow, webhook: isNow },
      groupSeconds: DEFAULT_GROUP_SECONDS,
    },
    now,
  );
}

/**
 * Closes what was told about a subject once it is decided, in words for people ("Already approved by Ana Ruiz"): inbox
 * rows say so and count as unread no more, what waits to be sent is dropped, Slack cards that were sent are changed,
 * and webhooks hear `<subject type>.decided`. Calling it again closes what was told since. Notices of a kind `*.decided` stay.
 */
export const settle = (tx: Tx, subject: Subject, words: string, now: Date): Promise<void> => close(tx, subject, words, now, isPresent(now));

/** Closes what was told so far in the same way, when the subject itself goes on: a stage is over, another one is asked. */
export const closeTold = (tx: Tx, subject: Subject, words: string, now: Date): Promise<void> => close(tx, subject, words, now, false);

type Subject = { readonly type: string; readonly id: string };

async function close(tx: Tx, subject: Subject, words: string, now: Date, isEnd: boolean): Promise<void> {
  const event = isEnd
    ? { id: newId("notice"), dedupeKey: `settled:${subject.type}:${subject.id}:${now.getTime()}`, endpointIds: reserveIds() }
    : null;
  await outbox.settle(tx, { subject, words: cleanLine(words, TITLE_MAX), event }, now);
}

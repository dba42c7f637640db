import type { ToldNotice } from "./told";

/** What a webhook receives: facts, and apart from them what an agent wrote. Times are RFC 3339. */
export function webhookEvent(notice: ToldNotice, reeveUrl: string) {
  return {
    type: notice.kind,
    timestamp: notice.createdAt.toISOString(),
    data: {
      noticeId: notice.id,
      subject: { type: notice.subjectType, id: notice.subjectId },
      title: notice.title,
      body: notice.body,
      untrustedText: notice.quote === null ? null : { text: notice.quote, writtenBy: notice.quoteWriter },
      url: `${reeveUrl}${notice.path}`,
      important: notice.isImportant,
      ...notice.facts,
    },
  };
}

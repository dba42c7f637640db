import { quoteHead, type ToldNotice } from "./told";

/** Block Kit, as far as we write it. */
export type SlackBlock = { readonly type: string; readonly [key: string]: unknown };
export type SlackCard = { readonly text: string; readonly blocks: readonly SlackBlock[] };

const HEADER_MAX = 150;
const TEXT_MAX = 2_900;
const BUTTON_MAX = 75;

/** Prefix of the action ids of our buttons; what follows is the verb. */
export const ACTION_PREFIX = "reeve.act:";
export const OPEN_ACTION = "reeve.open";

const cut = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1)}…`);
/** Slack's three special characters: after this nothing in the text is a mention, a link or a format of ours. */
export const escapeSlack = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const plain = (text: string, max: number) => ({ type: "plain_text", text: cut(text, max), emoji: false });

const header = (notice: ToldNotice): SlackBlock => ({ type: "header", text: plain(notice.title, HEADER_MAX) });
// Plain text everywhere but in our own words: neither facts nor what an agent wrote can format, link or mention.
const section = (text: string): SlackBlock => ({ type: "section", text: plain(text, TEXT_MAX) });
const context = (text: string): SlackBlock => ({ type: "context", elements: [plain(text, TEXT_MAX)] });

function facts(notice: ToldNotice): SlackBlock[] {
  return [
    header(notice),
    ...(notice.body === "" ? [] : [section(notice.body)]),
    ...(notice.quote === null ? [] : [context(quoteHead(notice.quoteWriter)), section(notice.quote)]),
  ];
}

function buttons(notice: ToldNotice, reeveUrl: string): SlackBlock {
  const subject = { type: notice.subjectType, id: notice.subjectId };
  const own = notice.buttons.map(({ verb, label, style, value, asksReason }) => ({
    type: "button",
    action_id: `${ACTION_PREFIX}${verb}`,
    text: plain(label, BUTTON_MAX),
    value: JSON.stringify({ verb, label, subject, value, asksReason: asksReason === true }),
    ...(style ? { style } : {}),
  }));
  const open = { type: "button", action_id: OPEN_ACTION, text: plain("Open in Reeve", BUTTON_MAX), url: `${reeveUrl}${notice.path}` };
  return { type: "actions", elements: [...own, open] };
}

/** The card of a notice; once its subject is settled it says so, and offers nothing but to open it. */
export function composeCard(notice: ToldNotice, because: string | null, reeveUrl: string): SlackCard {
  if (notice.settledWords !== null) {
    const link = { ...notice, buttons: [] };
    const words = context(notice.settledWords);
    return {
      text: cut(escapeSlack(`${notice.title}: ${notice.settledWords}`), TEXT_MAX),
      blocks: [...facts(notice), words, buttons(link, reeveUrl)],
    };
  }
  const why = because === null ? [] : [context(`You are told because ${because}.`)];
  return { text: cut(escapeSlack(notice.title), TEXT_MAX), blocks: [...facts(notice), ...why, buttons(notice, reeveUrl)] };
}

/** The dialog that asks for a reason before a button does what it says. */
export const composeReasonDialog = (title: string, meta: string) => ({
  type: "modal",
  callback_id: "reeve.reason",
  private_metadata: meta,
  title: plain(title, 24),
  submit: plain(title, 24),
  close: plain("Cancel", 24),
  blocks: [
    {
      type: "input",
      block_id: "reason",
      label: plain("Reason", 24),
      hint: plain("The agent is told.", 100),
      element: { type: "plain_text_input", action_id: "reason", multiline: true, min_length: 1, max_length: 2_000 },
    },
  ],
});

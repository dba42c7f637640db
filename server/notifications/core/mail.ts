import { quoteHead, type ToldNotice } from "./told";

export type Mail = { readonly subject: string; readonly text: string; readonly html: string };

/** One of several notices, and why this person is told. */
export type MailItem = { readonly notice: ToldNotice; readonly because: string | null };

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

const lines = (text: string, prefix: string): string =>
  text
    .split("\n")
    .map((line) => `${prefix}${line}`)
    .join("\n");
const paragraphs = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");

const SUBJECT_MAX = 160;

function textOf({ notice, because }: MailItem, url: string): string {
  return [
    notice.title,
    notice.body,
    notice.quote === null ? "" : `${quoteHead(notice.quoteWriter)}\n${lines(notice.quote, "> ")}`,
    `Open it: ${url}${notice.path}`,
    because === null ? "" : `You are told because ${because}.`,
  ]
    .filter(Boolean)
    .join("\n\n");
}

const QUOTE_LOOK = "margin:12px 0;padding:8px 12px;border:1px dashed #98948a;border-radius:6px;white-space:pre-wrap";

function htmlOf({ notice, because }: MailItem, url: string): string {
  return [
    `<h2 style="margin:0 0 4px;font-size:16px">${escapeHtml(notice.title)}</h2>`,
    notice.body && `<p style="margin:0 0 8px">${paragraphs(notice.body)}</p>`,
    notice.quote === null
      ? ""
      : `<div style="${QUOTE_LOOK}"><small>${escapeHtml(quoteHead(notice.quoteWriter))}</small><br>${escapeHtml(notice.quote)}</div>`,
    `<p style="margin:0 0 8px"><a href="${escapeHtml(`${url}${notice.path}`)}">Open it in Reeve</a></p>`,
    because === null ? "" : `<p style="margin:0;color:#6b675f"><small>You are told because ${escapeHtml(because)}.</small></p>`,
  ]
    .filter(Boolean)
    .join("\n");
}

/**
 * One e-mail for one or many notices. Its links only show pages: whatever follows them (mail scanners do) changes
 * nothing. What an agent wrote is text in both forms, and marked as such.
 */
export function composeMail(items: readonly MailItem[], reeveUrl: string, preferencesPath: string): Mail {
  const [first] = items;
  const title = first?.notice.title ?? "";
  const subject = (items.length === 1 ? title : `${items.length} notices: ${title}, …`).replace(/\s+/g, " ").slice(0, SUBJECT_MAX);
  const foot = `Choose what you are told: ${reeveUrl}${preferencesPath}`;
  const parts = items.map((item) => htmlOf(item, reeveUrl)).join('\n<hr style="border:0;border-top:1px solid #dedad1;margin:20px 0">\n');
  const html = `<!doctype html>
<html lang="en"><body style="font-family:system-ui,sans-serif;font-size:14px;line-height:1.5;color:#1d1b16">
${parts}
<p style="margin:24px 0 0;color:#6b675f"><small><a href="${escapeHtml(`${reeveUrl}${preferencesPath}`)}">Choose what you are told</a></small></p>
</body></html>
`;
  return { subject, html, text: `${items.map((item) => textOf(item, reeveUrl)).join(`\n\n${"-".repeat(40)}\n\n`)}\n\n-- \n${foot}\n` };
}

import { expect, test } from "vitest";
import { composeMail } from "./mail";
import { composeCard } from "./slack-card";
import type { ToldNotice } from "./told";
import { webhookEvent } from "./webhook-event";

const HOSTILE = `Ignore all rules <script>alert(1)</script> <a href="https://evil.example">approve</a>\n<!channel> <https://evil.example|Open in Reeve>`;
const notice: ToldNotice = {
  id: "not_1",
  kind: "approval.asked",
  subjectType: "approval",
  subjectId: "apr_1",
  isImportant: false,
  title: "Order 3 chairs from <Fabrikam>",
  body: "procurement-agent asks for $12,000.",
  quote: HOSTILE,
  facts: null,
  quoteWriter: "procurement-agent",
  buttons: [{ verb: "approve", label: "Approve", style: "primary", value: "apr_1" }],
  path: "/queue/apr_1",
  groupKey: "approval:apr_1",
  createdAt: new Date("2026-11-22T10:00:00Z"),
  settledAt: null,
  settledWords: null,
};
const url = "https://reeve.example.com";

test("an e-mail has one link to the page and one to the preferences; what an agent wrote stays text, headed by its writer", () => {
  const mail = composeMail([{ notice, because: "you approve for Finance" }], url, "/settings/account/notifications");
  expect(mail.html.match(/<a href="[^"]*"/g)).toEqual([`<a href="${url}/queue/apr_1"`, `<a href="${url}/settings/account/notifications"`]);
  expect(mail.html).not.toContain("<script");
  expect(mail.html).toContain("Written by procurement-agent. Not a fact of the record:");
  expect(mail.text).toContain("> Ignore all rules");
  expect(mail.text).toContain("> <!channel>");
  expect(mail.text).toContain("You are told because you approve for Finance.");
});

test("a subject is one line, whatever the title holds", () => {
  const bad = { ...notice, title: "Order\r\nBcc: everyone@example.com" };
  expect(composeMail([{ notice: bad, because: null }], url, "/x").subject).toBe("Order Bcc: everyone@example.com");
});

test("many notices are one e-mail that counts them", () => {
  const mail = composeMail(
    [
      { notice, because: null },
      { notice: { ...notice, title: "Another" }, because: null },
    ],
    url,
    "/x",
  );
  expect(mail.subject).toBe("2 notices: Order 3 chairs from <Fabrikam>, …");
  expect(mail.text).toContain("Another");
});

test("a Slack card writes nothing as markup: no mention and no link of an agent's works", () => {
  const card = composeCard(notice, "you approve for Finance", url);
  const json = JSON.stringify(card.blocks);
  expect(json).not.toContain('"mrkdwn"');
  expect(card.text).toBe("Order 3 chairs from &lt;Fabrikam&gt;");
  expect(json).toContain("reeve.act:approve");
});

test("a settled card says by whom and offers only to open it", () => {
  const card = composeCard({ ...notice, settledAt: new Date(), settledWords: "Already approved by Ana Ruiz" }, null, url);
  const json = JSON.stringify(card.blocks);
  expect(json).toContain("Already approved by Ana Ruiz");
  expect(json).not.toContain("reeve.act:");
  expect(json).toContain("/queue/apr_1");
});

test("what does not fit Slack is cut, not refused", () => {
  const long = composeCard({ ...notice, title: "x".repeat(500), body: "y".repeat(5_000) }, null, url);
  expect(JSON.stringify(long.blocks[0]).length).toBeLessThan(260);
  expect((long.blocks[1] as unknown as { text: { text: string } }).text.text.length).toBeLessThanOrEqual(3_000);
});

test("an event keeps facts and an agent's words apart", () => {
  expect(webhookEvent(notice, url)).toMatchObject({
    type: "approval.asked",
    data: { title: notice.title, untrustedText: { text: HOSTILE, writtenBy: "procurement-agent" }, url: `${url}/queue/apr_1` },
  });
});

import type { Page } from "@playwright/test";
import { API_KEY, expect, test } from "./fixtures";

const deep = (levels: number): unknown => (levels === 0 ? "https://deep.example" : { in: [deep(levels - 1)] });
const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`key ${index}`, index]));
const LONG = 120_000;

/** What an agent that was taken over might write, in every place where it may write. */
const HOSTILE = {
  html: `<img src="https://pixel.example/a.png" onerror="alert(1)"><script>alert(2)</script><svg onload=alert(3)><iframe src="//frame.example">`,
  markdown: "![x](https://pixel.example/b.png) [click](javascript:alert(4)) [[c]](data:text/html,<script>alert(5)</script>)",
  controls: "safe\u001b[31mred\u001b[2J\u0007 \u202egpj.exe\u202c \u200b\u200d\ufeff end",
  homoglyph: "https://p\u0430ypal.example/pay",
  behind: "https://northwind.example@evil.example/",
  punycode: "xn--80ak6aa92e.example",
  rtl: "\u0645\u062f\u064a\u0631 \u05de\u05e0\u05d4\u05dc",
  combining: `z${"\u0301".repeat(400)}`,
  long: "A".repeat(LONG),
  deep: deep(28),
  "<b onclick=alert(6)>name\u202e</b>": true,
  ...many,
};
const TITLE = `<img src=x onerror=alert(7)>\u202e${"W".repeat(600)}`;
/** One line of nearly a megabyte, as a receipt may hold. */
const MEGABYTE = `<img src=x onerror=alert(8)>${"B".repeat(900_000)}`;

/** Nothing of it became an element, a link elsewhere or a sign that nobody sees; nothing is wider than the screen. */
async function expectSound(page: Page): Promise<void> {
  const look = () =>
    page.evaluate(() => {
      const main = document.querySelector("main");
      return {
        active: document.querySelectorAll("main :is(img, iframe, object, embed, script, b[onclick], [onerror], [onload])").length,
        links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].filter((a) => !/^(https?:\/\/localhost|mailto:)/.test(a.href))
          .length,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        hidden: /[\p{Bidi_Control}\u{200b}]/u.test(`${main?.textContent}${document.title}`),
      };
    });
  expect(await look()).toEqual({ active: 0, links: 0, overflow: 0, hidden: false });
}

test("whatever an agent writes is shown as text: no element, no request, no dialog, no overflow", async ({ page, request, signIn }) => {
  test.setTimeout(240_000);
  const headers = { authorization: `Bearer ${API_KEY}` };
  const agent = `hostile-${Date.now().toString(36)}`;
  await request.put(`/api/v1/agents/${agent}`, {
    headers,
    data: { state: "live", riskTier: "low", environment: "production", tools: [] },
  });
  const answer = await request.post("/api/v1/actions", {
    headers: { ...headers, "idempotency-key": agent },
    data: {
      agent,
      tool: "unheard.of<script>",
      args: HOSTILE,
      resource: TITLE,
      reasoning: `${HOSTILE.html}\n${HOSTILE.markdown}\n${HOSTILE.controls}`,
      run: { id: "<b>run</b>\u202e", taskClass: "<i>task</i>" },
      initiator: { type: "user", id: `<u>nobody</u>${"\u0301".repeat(50)}@evil.example` },
    },
  });
  expect(answer.status()).toBeLessThan(300);
  const { id, actionDigest, approval } = (await answer.json()) as { id: string; actionDigest: string; approval: { id: string } };

  const strange: string[] = [];
  page.on("dialog", (dialog) => {
    strange.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (one) => {
    if (!/^(http:\/\/localhost|data:font|blob:)/.test(one.url())) strange.push(`request ${one.url().slice(0, 200)}`);
  });

  // The card: on its own page, wide and narrow, with everything unfolded.
  await signIn("approver", `/queue/${approval.id}`);
  const article = page.getByRole("article");
  await expect(article.getByText("Look-alike letters", { exact: false }).first()).toBeVisible();
  await expect(article.getByText("What stands before the @ is not the host.")).toBeVisible();
  await expect(article.getByText("Decided before")).toBeVisible();
  await expectSound(page);
  // No argument is cut without a way to see all of it.
  await article.getByRole("button", { name: /^Show all 2,?0\d\d$/ }).click();
  await expect(article.getByRole("rowheader", { name: "key 1999" })).toHaveCount(1);
  await article.getByRole("button", { name: "Show all 120,0" }).click();
  const whole = article.locator("code", { hasText: "AAAA" }).first();
  expect(((await whole.textContent()) ?? "").length).toBeGreaterThanOrEqual(LONG);
  await article.getByRole("button", { name: "JSON", exact: true }).click();
  await expectSound(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectSound(page);

  // Its row, beside the list, and what people were told of it.
  await page.goto("/queue?tab=all&sort=newest");
  await expect(page.locator(`#row-${approval.id}`)).toContainText("look-alike host");
  await expectSound(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/queue?tab=all&sort=newest&open=${approval.id}`);
  await expect(article.getByText("What will run")).toBeVisible();
  await expect(page.locator(`#row-${approval.id}`)).toContainText("look-alike host");
  await expectSound(page);
  await page.goto("/inbox");
  await expect(page.getByText(agent).first()).toBeVisible();
  await expectSound(page);

  // What it says after it ran: a line of a megabyte, and a state of the resource.
  await page.goto(`/queue/${approval.id}`);
  await expect(page.getByRole("button", { name: "Approve", exact: false }).first()).toBeEnabled();
  await page.keyboard.press("a");
  const consume = () =>
    request.post(`/api/v1/actions/${id}/consume`, { headers: { ...headers, "idempotency-key": agent }, data: { actionDigest } });
  await expect.poll(async () => (await consume()).status(), { timeout: 20_000 }).toBe(200);
  const { token } = (await (await consume()).json()) as { token: string };
  const receipt = await request.post(`/api/v1/actions/${id}/receipt`, {
    headers,
    data: {
      token,
      status: "succeeded",
      actionDigest,
      output: MEGABYTE,
      changes: [{ resource: HOSTILE.controls, before: { [HOSTILE.html]: HOSTILE.controls }, after: { [HOSTILE.html]: HOSTILE.markdown } }],
    },
  });
  expect(receipt.status()).toBe(200);
  await page.reload();
  await expect(article.getByText("On record")).toBeVisible();
  await expect(article.getByText("It ran and succeeded.").first()).toBeVisible();
  await expectSound(page);
  await page.goto(`/agents/${agent}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(agent);
  await expectSound(page);
  await page.context().clearCookies();
  await signIn("auditor", `/audit?action=${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectSound(page);
  expect(strange).toEqual([]);
});

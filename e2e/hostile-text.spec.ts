import { API_KEY, expect, test } from "./fixtures";

const deep = (levels: number): unknown => (levels === 0 ? "https://deep.example" : { in: [deep(levels - 1)] });
const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`key ${index}`, index]));

/** What an agent that was taken over might write, in every place where it may write. */
const HOSTILE = {
  html: `<img src="https://pixel.example/a.png" onerror="alert(1)"><script>alert(2)</script><svg onload=alert(3)><iframe src="//frame.example">`,
  markdown: "![x](https://pixel.example/b.png) [click](javascript:alert(4)) [[c]](data:text/html,<script>alert(5)</script>)",
  controls: "safe\u001b[31mred\u001b[2J\u0007\u0000 \u202egpj.exe\u202c \u200b\u200d\ufeff end",
  homoglyph: "https://p\u0430ypal.example/pay",
  behind: "https://northwind.example@evil.example/",
  punycode: "xn--80ak6aa92e.example",
  rtl: "\u0645\u062f\u064a\u0631 \u05de\u05e0\u05d4\u05dc",
  combining: `z${"\u0301".repeat(400)}`,
  long: "A".repeat(120_000),
  deep: deep(60),
  "<b onclick=alert(6)>name\u202e</b>": true,
  ...many,
};
const TITLE = `<img src=x onerror=alert(7)>\u202e${"W".repeat(600)}`;

test("whatever an agent writes is shown as text: no element, no request, no dialog, no overflow", async ({ page, request, signIn }) => {
  const answer = await request.post("/api/v1/actions", {
    headers: { authorization: `Bearer ${API_KEY}`, "idempotency-key": `hostile-${Date.now()}` },
    data: {
      agent: "data-export-agent",
      tool: "unheard.of<script>",
      args: HOSTILE,
      resource: TITLE,
      reasoning: `${HOSTILE.html}\n${HOSTILE.markdown}\n${HOSTILE.controls}`,
      run: { id: "<b>run</b>\u202e", taskClass: "<i>task</i>" },
      initiator: { type: "user", id: `<u>nobody</u>${"\u0301".repeat(50)}@evil.example` },
    },
  });
  expect(answer.status()).toBeLessThan(300);
  const { id, approval } = (await answer.json()) as { id: string; approval: { id: string } };

  const strange: string[] = [];
  page.on("dialog", (dialog) => {
    strange.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (one) => {
    if (!/^(http:\/\/localhost|data:font|blob:)/.test(one.url())) strange.push(`request ${one.url().slice(0, 200)}`);
  });

  await signIn("approver", `/queue/${approval.id}`);
  const article = page.getByRole("article");
  const isSound = async () => {
    expect(
      await page.evaluate(() => ({
        active: document.querySelectorAll("main :is(img, iframe, object, embed, script, b[onclick], [onerror], [onload])").length,
        links: [...document.querySelectorAll("a[href]")].filter(
          (a) => !/^(https?:\/\/localhost|mailto:)/.test((a as HTMLAnchorElement).href),
        ).length,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        hidden: /[\p{Bidi_Control}\u{200b}]/u.test(`${document.querySelector("main")?.textContent}${document.title}`),
      })),
    ).toEqual({ active: 0, links: 0, overflow: 0, hidden: false });
  };
  await expect(article.getByText("Look-alike letters", { exact: false }).first()).toBeVisible();
  await expect(article.getByText("What stands before the @ is not the host.")).toBeVisible();
  await expect(article.getByText("Decided before")).toBeVisible();
  await isSound();
  await article.getByRole("button", { name: "JSON", exact: true }).click();
  await article
    .getByRole("button", { name: /^Show all \d/ })
    .first()
    .click();
  await isSound();
  await page.setViewportSize({ width: 390, height: 844 });
  await isSound();
  await page.goto("/queue?tab=all&sort=newest");
  await expect(page.locator(`#row-${approval.id}`)).toBeVisible();
  await isSound();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/queue?tab=all&sort=newest&open=${approval.id}`);
  await expect(article.getByText("What will run")).toBeVisible();
  await isSound();
  await page.goto("/inbox");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await isSound();
  expect(strange).toEqual([]);
  expect(id).toBeTruthy();
});

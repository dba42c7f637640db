import { FRIDAY_RUN, traceOf } from "@/prisma/seed/telemetry/run";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";

test("an auditor opens the trace of Friday, 4 PM, and answers the five questions, by keyboard", async ({ page, signIn }) => {
  test.setTimeout(180_000);
  await signIn("auditor", "/traces");
  const list = page.getByRole("table", { name: "Traces", exact: true });
  await expect(list.getByRole("link").first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(traceOf(FRIDAY_RUN));
  await expect(list.getByRole("link")).toHaveCount(1);
  await list.getByRole("link").focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(traceOf(FRIDAY_RUN)));

  const brief = page.getByRole("complementary", { name: "In brief" });
  const answerTo = (question: string) =>
    brief
      .locator("div")
      .filter({ has: page.getByRole("term").filter({ hasText: question }) })
      .getByRole("definition");
  // Who set it off, and upon which reasoning.
  await expect(answerTo("Set off by")).toContainText("Sam Patel");
  await expect(answerTo("Set off by")).toContainText("Keep them.");
  await expect(answerTo("Reasoning")).toContainText("Half price for 2027 holds Acme");
  // Which tools were called, and what changed.
  await expect(answerTo("Tools called")).toContainText("crm.read_account");
  await expect(answerTo("Tools called")).toContainText("crm.apply_discount 2 ×");
  await expect(answerTo("Changed")).toContainText("crm:account/acme discountPercent: 0 → 15");
  // By whose authority.
  await expect(answerTo("Authority")).toContainText("Ana Ruiz rejected it, held by Discounts over 20 %");
  await expect(answerTo("Authority")).toContainText("Tom Okafor approved it, held by Discounts over 10 %");
  await expectAccessible(page, "wide and narrow");
  await page.setViewportSize({ width: 1440, height: 900 });

  // From the answer to its evidence, and back: the request knows the trace that asked for it.
  await answerTo("Authority").getByRole("link", { name: "Tom Okafor" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("15 % discount for Acme Corp");
  await expect(page.getByText("It ran and succeeded.").first()).toBeVisible();
  await page.keyboard.press("t");
  await expect(page).toHaveURL(new RegExp(`/traces/${traceOf(FRIDAY_RUN)}.*step=`));
  await expect(page.getByRole("heading", { name: "crm.apply_discount", level: 2 })).toBeVisible();
  await expect(page.getByText("Tom Okafor").first()).toBeVisible();
  await expectAccessible(page, "as it is");
});

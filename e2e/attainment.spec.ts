import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/** How many requests the opening sentence speaks of. */
async function measured(page: Page): Promise<number> {
  const sentence = await page
    .getByText(/ decided in time[:.]/)
    .first()
    .textContent();
  const [, all] = /(?:of|All) ([\d,]+) requests/.exec(sentence ?? "") ?? [];
  return Number(all?.replace(",", ""));
}

test("an operator reads what was decided in time, narrows it to one rule by keyboard, takes it along and opens what is late", async ({
  page,
  signIn,
}) => {
  await signIn("operator", "/queue/attainment?days=90");
  await expect(page.getByRole("heading", { name: "SLA attainment" })).toBeVisible();
  const all = await measured(page);

  const rules = page.getByRole("table", { name: "By rule" });
  const row = rules.getByRole("row").nth(1);
  const counted = Number((await row.getByRole("cell").nth(1).textContent())?.replace(",", ""));
  expect(counted).toBeGreaterThan(0);
  expect(counted).toBeLessThan(all);
  await row.getByRole("button", { name: /: show only this$/ }).press("Enter");
  await expect(page).toHaveURL(/[?&]rule=/);
  await expect.poll(() => measured(page)).toBeLessThan(all); // the figures of before stand until the new ones are there
  expect(await measured(page)).toBeGreaterThanOrEqual(counted);
  await expect(rules.getByRole("button")).toHaveCount(0); // what is narrowed to already is no link

  await page.reload();
  await expect(page).toHaveURL(/[?&]rule=/);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the figures by rule as CSV" }).click();
  const csv = await readFile(await (await saved).path(), "utf8");
  expect(csv).toContain(`,${counted},`);

  await page.goto("/queue/attainment");
  const late = page
    .getByRole("table", { name: /Past due now/ })
    .getByRole("link")
    .first();
  const title = await late.textContent();
  await late.press("Enter");
  await expect(page.getByRole("heading", { name: title ?? "" })).toBeVisible();
});

test("an approver reads their own figures alone", async ({ page, signIn }) => {
  await signIn("approver", "/queue/attainment?days=90");
  await expect(page.getByText("You see yourself alone; operators and auditors see everyone.")).toBeVisible();
  const people = page.getByRole("table", { name: "By approver" }).getByRole("row");
  await expect(people).toHaveCount(2); // the head, and oneself
  await expect(people.nth(1)).toContainText("Ana Ruiz");
});

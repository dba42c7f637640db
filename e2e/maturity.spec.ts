import { readFile } from "node:fs/promises";
import { lastDayOf, quarterAfter, quarterOf } from "@/server/maturity/core/plan";
import { enterAs, expect, test } from "./fixtures";

const CRITERION = "ORG-2.3";

test("an executive reads why the level is what it is, sees the rows behind a criterion, and takes all of them along", async ({
  page,
  signIn,
}) => {
  await signIn("executive", "/maturity");
  // The worker takes the first snapshot when it has started.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("heading", { name: /^Why Level \d/ })).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.getByText(/stands? between Northwind Mutual and Level \d/)).toBeVisible();

  const dimensions = page.getByRole("table", { name: /^Dimensions/ });
  await dimensions.getByRole("link", { name: "Governance" }).press("Enter");
  await expect(page).toHaveURL(/dimension=GOV/);
  const levels = page.getByRole("navigation", { name: "Levels of Governance" });
  await levels.getByRole("link", { name: /^Level 2/ }).press("Enter");
  await expect(page.getByRole("heading", { name: "Governance, Level 2 Visible" })).toBeVisible();

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save all criteria as CSV" }).click();
  const csv = await readFile(await (await saved).path(), "utf8");
  expect(csv.trim().split("\r\n")).toHaveLength(128);

  await page.getByRole("link", { name: /named accountable owner/ }).press("Enter");
  await expect(page.getByRole("heading", { name: "GOV-2.1" })).toBeVisible();
  const rows = page.getByRole("table", { name: "Rows behind the figure" });
  const agent = rows.getByRole("link").first();
  const name = (await agent.textContent()) ?? "";
  await agent.press("Enter");
  await expect(page.getByRole("heading", { name })).toBeVisible();
});

test("two people attest a criterion blind, differ, and a third settles it with a reason", async ({ page, signIn }) => {
  const attest = async (verdict: string, why: string, link: string) => {
    await page.getByRole("button", { name: "Attest" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Verdict").selectOption(verdict);
    await form.getByLabel("Why").fill(why);
    await form.getByLabel("Link to the evidence").fill(link);
    await form.getByRole("button", { name: "Attest" }).click();
    await expect(form).toBeHidden();
  };
  await signIn("executive", `/maturity/criteria/${CRITERION}`);
  await attest("Met", "The channel was tested in October.", "https://intranet.reeve.demo/concerns");
  await expect(page.getByText("waits for a second assessor")).toBeVisible();

  await enterAs(page, "auditor", `/maturity/criteria/${CRITERION}`);
  await expect(page.getByText("Helena Brandt: hidden until both are in")).toBeVisible();
  await expect(page.getByText("The channel was tested in October.")).toHaveCount(0);
  await attest("Not met", "No test message of the last 90 days was found.", "");
  await expect(page.getByText("they disagree; the lower verdict stands until it is resolved")).toBeVisible();
  await expect(page.getByText("The channel was tested in October.")).toBeVisible();

  await enterAs(page, "operator", `/maturity/criteria/${CRITERION}`);
  await page.getByRole("button", { name: "Resolve" }).click();
  const settle = page.getByRole("dialog");
  await settle.getByLabel("Verdict").selectOption("met");
  await settle.getByLabel("Reason").fill("The message of 14 October is in the archive.");
  await settle.getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByText("they disagreed; it is resolved")).toBeVisible();
});

test("an operator plans a gap, moves it by keyboard, takes that back, and shares which level it would reach", async ({ page, signIn }) => {
  await signIn("operator", "/maturity/gaps");
  const first = page.getByRole("button", { name: /^Plan [A-Z]+-/ }).first();
  await expect(async () => {
    await page.reload();
    await expect(first).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  const id = ((await first.getAttribute("aria-label")) ?? "").replace("Plan ", "");
  const next = quarterAfter(quarterOf(new Date().toISOString()), 1);
  await first.click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Who closes it").selectOption("Mei Lin");
  await form.getByLabel("Due on").fill(lastDayOf(next));
  await form.getByRole("button", { name: "Add" }).click();
  await expect(form).toBeHidden();

  await page.goto("/maturity/roadmap");
  const words = (quarter: string) => `${id} is now in ${quarter.slice(5)} ${quarter.slice(0, 4)}`;
  const move = page.getByRole("button", { name: `Move ${id}` });
  await move.press("Shift+ArrowRight");
  await expect(page.getByRole("status", { name: "Last move" })).toContainText(words(quarterAfter(next, 1)));
  await expect(move).toBeFocused();
  await page.keyboard.press("z");
  await expect(page.getByRole("status", { name: "Last move" })).toContainText(`Taken back: ${words(next)}`);

  await page.getByRole("button", { name: "None" }).click();
  await page.getByRole("checkbox", { name: `What if ${id} is met` }).check();
  await expect(page).toHaveURL(new RegExp(`if=${id}$`));
  await page.reload();
  await expect(page.getByText("If one criterion is met")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: `What if ${id} is met` })).toBeChecked();
});

test("an executive leaves with the report to the board as a PDF of six pages at most", async ({ page, signIn }) => {
  await signIn("executive", "/maturity/report");
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("heading", { name: "What to close first" })).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.getByText(/^Northwind Mutual stands at Level \d of 5/)).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save as PDF" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^maturity-report-\d{4}-\d\d-\d\d\.pdf$/);
  const pdf = await readFile(await file.path(), "latin1");
  expect(pdf.startsWith("%PDF-1.")).toBe(true);
  expect([...pdf.matchAll(/\/Type \/Page\b/g)].length).toBeLessThanOrEqual(6);
});

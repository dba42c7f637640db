import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures";

// What the demo's October tells: renewals read the whole history of an account since the first of it.

test("a finance lead says what renewals cost in October, why, who pays and what of it is whose, on one page, and takes it along", async ({
  page,
  signIn,
}) => {
  const began = Date.now();
  await signIn("executive", "/spend?from=2026-10-01&to=2026-10-31&task=renewal-outreach&by=costCentre");

  // What it cost, and against what.
  await expect(page.getByText(/^against \$.* on 31 August to 30 September$/)).toBeVisible();
  await expect(page.getByText(/^\+\d+\.\d %$/).first()).toBeVisible();
  // Why: each run takes more tokens; what a token costs hardly changed.
  await expect(page.getByText(/takes 1\.\d times the tokens/)).toBeVisible();
  const why = page.getByRole("table", { name: "What moved the total" });
  await expect(why.getByRole("row", { name: /sales-agent/ })).toBeVisible();
  // Who pays.
  const whoSpends = page.getByRole("table", { name: "Spend by cost centre" });
  await expect(whoSpends.getByRole("link", { name: "4100 Distribution" })).toBeVisible();
  // What an outcome of it costs.
  await expect(page.getByRole("table", { name: "What an outcome costs" }).getByRole("row", { name: /renewal-outreach/ })).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save who spends as CSV" }).click();
  const file = await (await download).path();
  expect(await readFile(file, "utf8")).toContain("4100 Distribution");
  expect(Date.now() - began, "within a minute").toBeLessThan(60_000);

  // Down to the teams, the agents, and the traces of the same days.
  await whoSpends.getByRole("link", { name: "4100 Distribution" }).click();
  await expect(page).toHaveURL(/centre=4100/);
  await page.getByRole("navigation", { name: "Broken down by" }).getByRole("link", { name: "Agent" }).click();
  await page.getByRole("button", { name: "Not only cost centre 4100 Distribution" }).click();
  await page.getByRole("link", { name: "Traces of sales-agent" }).click();
  await expect(page).toHaveURL(/\/traces\?(?=.*agent=sales-agent)(?=.*from=2026-10-01)/);
  await expect(page.getByRole("list", { name: "Filters in force" })).toContainText("renewal-outreach");
});

test("an operator says whose it is that nobody claims, and sees first what that would do", async ({ page, signIn }) => {
  await signIn("operator", "/spend/attribution");
  await page.getByRole("button", { name: "Change the rules" }).first().click();
  await page.getByRole("button", { name: "Add a rule" }).click();
  await expect(page.getByText("Say what it goes by")).toBeVisible();
  await page.getByLabel("From the source").fill("claude-code");
  await page.getByLabel("the task class").fill("unsorted");
  await page.getByRole("button", { name: "See what they would do" }).click();
  await expect(page.getByRole("table", { name: "The share attributed, before and after" })).toBeVisible();
  await page.getByLabel("Reason").fill("Sessions at a terminal say no task.");
  await page.getByRole("button", { name: "Put in force" }).click();
  await expect(page.getByText("What came from claude-code belongs to the task unsorted.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Versions of the rules" })).toContainText("Mei Lin");
});

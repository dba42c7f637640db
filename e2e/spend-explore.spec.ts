import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures";

// What the demo tells: since the first of last month renewals read the whole history of an account.

/** The first four weeks of last month, and the four before them: the demo holds 90 days, whatever day it is. */
function fourWeeks(now: Date) {
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
  const day = (days: number) => new Date(first + days * 86_400_000).toISOString().slice(0, 10);
  const thisMonth = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "Europe/London" }).format(now);
  return { from: day(0), to: day(27), vsFrom: day(-28), vsTo: day(-1), thisMonth };
}

test("a finance lead says what renewals cost last month, why, who pays and what of it is whose, on one page, and takes it along", async ({
  page,
  signIn,
}) => {
  const began = Date.now();
  const { from, to, vsFrom, vsTo, thisMonth } = fourWeeks(new Date());
  await signIn("executive", `/spend?from=${from}&to=${to}&vsFrom=${vsFrom}&vsTo=${vsTo}&task=renewal-outreach&by=costCentre`);

  // What it cost, and against what.
  await expect(page.getByText(/^against \$.* on /)).toBeVisible();
  await expect(page.getByText(/^\+\d+\.\d %$/).first()).toBeVisible();
  // Why: each run takes more tokens; what a token costs hardly changed.
  await expect(page.getByText(/takes 1\.\d times the tokens/)).toBeVisible();
  const why = page.getByRole("table", { name: "What moved the total" });
  await expect(why.getByRole("row", { name: /sales-agent/ })).toBeVisible();
  // Who pays.
  const whoSpends = page.getByRole("table", { name: "Spend by cost centre" });
  await expect(whoSpends.getByRole("link", { name: "4100 Distribution", exact: true })).toBeVisible();
  // What an outcome of it costs.
  await expect(page.getByRole("table", { name: "What an outcome costs" }).getByRole("row", { name: /renewal-outreach/ })).toBeVisible();

  // What the month that runs will come to.
  await expect(page.getByRole("heading", { name: `Forecast for ${thisMonth}` })).toBeVisible();
  await expect(page.getByText(/^\$[\d.,]+ to \$[\d.,]+ \(p10 to p90\)/)).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save who spends as CSV" }).click();
  const file = await (await download).path();
  expect(await readFile(file, "utf8")).toContain("4100 Distribution");
  expect(Date.now() - began, "within a minute").toBeLessThan(60_000);

  // Down to the teams, the agents, and the traces of the same days.
  await whoSpends.getByRole("link", { name: "4100 Distribution", exact: true }).click();
  await expect(page).toHaveURL(/centre=4100/);
  await page.getByRole("navigation", { name: "Broken down by" }).getByRole("link", { name: "Agent" }).click();
  await expect(page).toHaveURL(/by=agent/);
  await page.getByRole("button", { name: "Not only cost centre 4100 Distribution" }).click();
  await page.getByRole("link", { name: "Traces of sales-agent" }).click();
  await expect(page).toHaveURL(/\/traces\?(?=.*agent=sales-agent)(?=.*from=\d{4}-)(?=.*to=\d{4}-)/);
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

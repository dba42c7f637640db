import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { ALWAYS_ID } from "@/server/schedules/schema";
import { type Desk, expect, test } from "./fixtures";

const PAGES: readonly [Desk, string][] = [
  ["executive", "/overview"],
  ["approver", "/queue"],
  ["auditor", "/queue/attainment?days=90"],
  ["approver", "/queue/grants"],
  ["operator", "/queue/grants?show=past"],
  ["operator", "/agents"],
  ["operator", "/agents/sales-agent"],
  ["operator", "/agents/tools"],
  ["operator", "/agents/tools/crm.apply_discount"],
  ["operator", "/agents/teams"],
  ["operator", "/policies"],
  ["operator", "/policies?rule=discount-over-20"],
  ["operator", "/policies/new"],
  ["operator", "/policies/discount-over-20/edit"],
  ["auditor", "/audit"],
  ["admin", "/settings/people"],
  ["admin", "/settings/groups"],
  ["admin", "/settings/keys"],
  ["operator", "/settings/calendars"],
  ["operator", "/settings/calendars/new"],
  ["approver", `/settings/calendars/${ALWAYS_ID}`],
  ["approver", "/settings/on-call"],
  ["operator", "/settings/on-call/new"],
  ["admin", "/settings/organisation"],
  ["admin", "/settings/account"],
  ["approver", "/settings/account/out-of-office"],
  ["approver", "/settings/account/out-of-office?new=mine"],
  ["auditor", "/queue/reviews"],
  ["approver", "/inbox"],
  ["approver", "/inbox?all=true"],
  ["approver", "/settings/account/notifications"],
  ["admin", "/settings/notifications"],
  ["admin", "/settings/notifications/deliveries"],
];

/** Light on a wide screen, dark on a phone: nothing that assistive technology stumbles over, nothing wider than the screen. */
async function expectFit(page: Page): Promise<void> {
  for (const [colorScheme, width] of [
    ["light", 1440],
    ["dark", 390],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
}

for (const [desk, path] of PAGES) {
  test(`${path} is accessible and fits a phone, in light and dark`, async ({ page, signIn }) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await signIn(desk, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFit(page);
    expect(faults).toEqual([]);
  });
}

test("an on-call schedule is accessible and fits a phone, in light and dark", async ({ page, signIn }) => {
  await signIn("operator", "/settings/on-call");
  await page.getByRole("link", { name: "Finance on call" }).click();
  await expect(page.getByRole("region", { name: "Timeline" })).toBeVisible();
  await expectFit(page);
  await page.getByRole("link", { name: "Edit the schedule" }).click();
  await expect(page.getByRole("button", { name: "Save" })).toBeVisible();
  await expectFit(page);
});

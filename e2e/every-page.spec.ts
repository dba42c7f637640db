import AxeBuilder from "@axe-core/playwright";
import { type Desk, expect, test } from "./fixtures";

const PAGES: readonly [Desk, string][] = [
  ["executive", "/overview"],
  ["approver", "/queue"],
  ["operator", "/agents"],
  ["operator", "/agents/sales-agent"],
  ["operator", "/agents/tools"],
  ["operator", "/agents/tools/crm.apply_discount"],
  ["operator", "/agents/teams"],
  ["operator", "/policies"],
  ["auditor", "/audit"],
  ["admin", "/settings/people"],
  ["admin", "/settings/groups"],
  ["admin", "/settings/keys"],
  ["admin", "/settings/organisation"],
  ["admin", "/settings/account"],
];

for (const [desk, path] of PAGES) {
  test(`${path} is accessible and fits a phone, in light and dark`, async ({ page, signIn }) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await signIn(desk, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
    }
    expect(faults).toEqual([]);
  });
}

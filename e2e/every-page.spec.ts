import AxeBuilder from "@axe-core/playwright";
import { type Desk, expect, test } from "./fixtures";

const PAGES: readonly [Desk, string][] = [
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
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${path} is accessible and fits a phone, ${colorScheme}`, async ({ page, signIn }) => {
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      await page.emulateMedia({ colorScheme });
      await signIn(desk, path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle").catch(() => undefined); // a page with a live stream never rests
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
      expect(faults).toEqual([]);
    });
  }
}

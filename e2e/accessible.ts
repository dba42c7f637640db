import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const HEIGHT = 900;
const WIDTHS = { "wide and narrow": [1440, 390], "as it is": [null] } as const;

async function faults(page: Page): Promise<string[]> {
  // The newer mode opens a page of its own for each report, for frames of other origins: there are none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** In light and dark: nothing that assistive technology stumbles over, nothing wider than the screen. */
export async function expectAccessible(page: Page, width: keyof typeof WIDTHS): Promise<void> {
  for (const wanted of WIDTHS[width]) {
    if (wanted !== null) await page.setViewportSize({ width: wanted, height: HEIGHT });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
      expect(await faults(page), `${colorScheme}, ${page.viewportSize()?.width} px wide`).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
}

import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

const HEIGHT = 900;
const WIDTHS = { "wide and narrow": [1440, 390], "as it is": [null] } as const;

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** Brings axe into a document once: it stays until the page is left, and its source is larger than any page. */
async function bringAxe(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    if (!(await frame.evaluate(() => window.axe !== undefined))) await frame.evaluate(axe.source);
  }
}

/** What violates any rule of axe, all of which are run; only that is handed over, since a report of all that passes is long. */
async function faults(page: Page): Promise<string[]> {
  await bringAxe(page);
  return page.evaluate(async () => {
    if (window.axe === undefined) throw new Error("axe was lost with its document");
    // What changes its colour is looked at once it has it; what never ends (a skeleton) is looked at as it is.
    const isEnding = ({ playState, effect }: Animation) =>
      playState === "running" && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(isEnding)
        .map(({ finished }) => finished),
    );
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  });
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

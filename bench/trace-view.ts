import { loadavg } from "node:os";
import { chromium, type Page } from "@playwright/test";
import pg from "pg";
import { findBrowser } from "@/cli/browser";
import { median, report } from "./figure";
import { storeLargeTrace } from "./large-trace";
import { signIn } from "./sign-in";
import { startStack } from "./stack";

const ROUNDS = 5;
const LONGEST_TASK_MS = 50;

const stack = await startStack();
const client = new pg.Client({ connectionString: stack.databaseUrl });
await client.connect();
const traces = [
  { steps: 10_000, limitMs: 1_000, id: await storeLargeTrace(client, 10_000) },
  { steps: 50_000, limitMs: 3_000, id: await storeLargeTrace(client, 50_000) },
  { steps: 60_000, limitMs: 3_000, id: await storeLargeTrace(client, 60_000) },
] as const;
await client.query("vacuum analyze step");
await client.end();

const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath: await findBrowser(console.error), args: isRoot ? ["--no-sandbox"] : [] });
const context = await browser.newContext({ baseURL: stack.url, viewport: { width: 1440, height: 900 } });
const cookie = await signIn(stack.url, "auditor@reeve.demo");
await context.addCookies(
  cookie.split("; ").map((pair) => {
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    return { name, value, url: stack.url };
  }),
);
const page = await context.newPage();
const tree = () => page.getByRole("tree", { name: "Steps of the trace" });

type Routed = Window & { readonly next: { readonly router: { push: (href: string) => void } } };

/** From the moment at which a link of the list is followed to the one at which a key has opened a step. */
async function openFromList(id: string): Promise<number> {
  await page.goto(`/traces?q=${id}`);
  await page.locator(`a[href^="/traces/${id}"]`).first().waitFor();
  await page.waitForLoadState("networkidle");
  const began = performance.now();
  await page.evaluate((href) => (window as unknown as Routed).next.router.push(href), `/traces/${id}?view=timeline`);
  await tree().getByRole("treeitem").nth(10).waitFor();
  await page.keyboard.press("j");
  await tree().locator("[aria-selected=true]").first().waitFor();
  return performance.now() - began;
}

/** The longest task while the lines are scrolled from top to end, by the wheel and by leaps. */
async function scrollThrough(view: Page): Promise<number> {
  await view.keyboard.press("Escape");
  await view.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  });
  await tree().hover();
  for (let i = 0; i < 60; i++) {
    await view.mouse.wheel(0, 480);
    await view.waitForTimeout(16);
  }
  for (const share of [0.25, 0.5, 0.75, 1, 0]) {
    await tree().evaluate((element, to) => element.scrollTo({ top: element.scrollHeight * to }), share);
    await view.waitForTimeout(120);
  }
  return view.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks));
}

const results: { steps: number; limitMs: number; openMs: number; longestMs: number; told: string }[] = [];
for (const { steps, limitMs, id } of traces) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await openFromList(id));
  const told = (await page.locator("footer", { hasText: "steps" }).first().textContent()) ?? "";
  results.push({ steps, limitMs, openMs: median(times), longestMs: await scrollThrough(page), told });
}
await browser.close();
await stack.stop();

for (const { steps, limitMs, openMs, longestMs, told } of results) {
  const name = `a ${steps}-step trace in Chromium`;
  console.log(`  ${name}: its foot says "${told.trim()}"; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  report({
    name: `${name}: from the click until a key opens a step`,
    value: openMs,
    unit: "ms",
    target: `<= ${limitMs}`,
    ok: openMs <= limitMs,
  });
  report({
    name: `${name}: the longest task while scrolling`,
    value: longestMs,
    unit: "ms",
    target: `<= ${LONGEST_TASK_MS}`,
    ok: longestMs <= LONGEST_TASK_MS,
  });
  if (steps > 50_000)
    report({ name: `${name}: says what is cut`, value: told.includes("Cut") ? 1 : 0, unit: "", target: "1", ok: told.includes("Cut") });
}

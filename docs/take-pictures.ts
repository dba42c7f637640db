import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { startStack } from "@/bench/stack";
import { findBrowser } from "@/cli/browser";
import { FRIDAY_RUN, traceOf } from "@/prisma/seed/telemetry/run";
import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";

type Picture = {
  readonly name: string;
  readonly desk: string;
  readonly path: string;
  readonly isDark?: boolean;
  readonly prepare?: (page: Page) => Promise<unknown>;
};

const openDiscount = (page: Page) => page.getByText("50 % discount for Acme Corp").first().click();

/** The pictures of the README and the guides, each as its reader would see it. */
const PICTURES: readonly Picture[] = [
  { name: "queue", desk: "approver", path: "/queue", prepare: openDiscount },
  { name: "queue-dark", desk: "approver", path: "/queue", isDark: true, prepare: openDiscount },
  { name: "agents", desk: "operator", path: "/agents" },
  { name: "policies", desk: "operator", path: "/policies" },
  { name: "rule", desk: "operator", path: "/policies/discount-over-20/edit" },
  { name: "escalation", desk: "operator", path: "/settings/escalation" },
  { name: "attainment", desk: "auditor", path: "/queue/attainment?days=90" },
  { name: "audit", desk: "auditor", path: "/audit" },
  { name: "keys", desk: "admin", path: "/settings/keys" },
  { name: "traces", desk: "auditor", path: "/traces" },
  { name: "spend", desk: "executive", path: "/spend" },
  { name: "maturity", desk: "executive", path: "/maturity" },
  { name: "trace-story", desk: "auditor", path: `/traces/${traceOf(FRIDAY_RUN)}` },
];

const FOLDER = "docs/pictures";
const SETTLED_MS = 1_500;

/** Takes pictures of a freshly seeded demo organisation, so that they stay true: those of these names, or all. */
async function takePictures(names: readonly string[]): Promise<void> {
  const wanted = PICTURES.filter(({ name }) => names.length === 0 || names.includes(name));
  await mkdir(FOLDER, { recursive: true });
  const executablePath = await findBrowser(() => undefined);
  const stack = await startStack();
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  for (const { name, desk, path, isDark, prepare } of wanted) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: isDark ? "dark" : "light" });
    await page.goto(`${stack.url}/sign-in`);
    await page.getByLabel("E-mail").fill(`${desk}@reeve.demo`);
    await page.getByLabel("Password").fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    await page.goto(`${stack.url}${path}`);
    await prepare?.(page);
    await page.waitForTimeout(SETTLED_MS);
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    await page.close();
    process.stdout.write(`${FOLDER}/${name}.png\n`);
  }
  await browser.close();
  await stack.stop();
}

await takePictures(process.argv.slice(2));

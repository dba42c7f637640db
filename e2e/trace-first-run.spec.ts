import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";

/** Runs an instrumented agent with two variables and nothing else that names Reeve; answers what it printed. */
async function runAgent(endpoint: string, key: string, ...script: readonly [string, ...string[]]): Promise<string> {
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${key}` };
  const ran = await promisify(execFile)(process.execPath, ["--import", "tsx", ...script], { env: { ...process.env, ...variables } });
  process.stderr.write(ran.stderr); // an exporter that is refused says so
  return ran.stdout;
}

/** Makes a key that may send telemetry, on the open page of keys. */
async function makeKey(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Create a key" }).click();
  const form = page.getByRole("dialog", { name: "Create an API key" });
  await form.getByLabel("Name").fill(name);
  await form.getByRole("checkbox", { name: "actions:write" }).uncheck();
  await form.getByRole("checkbox", { name: "actions:read" }).uncheck();
  await form.getByRole("checkbox", { name: "traces:write" }).check();
  await form.getByRole("button", { name: "Create" }).click();
  const key = (await page.getByRole("status", { name: "API key" }).textContent()) ?? "";
  expect(key).toMatch(/^rv_/);
  await page.getByRole("button", { name: "I have copied it" }).click();
  return key;
}

test("an engineer makes a key, sets two variables on an instrumented agent, sees its run come in, and opens it by keyboard", async ({
  page,
  signIn,
  baseURL,
}) => {
  test.setTimeout(180_000);
  await signIn("admin", "/settings/keys");
  const key = await makeKey(page, "Letters");

  await page.context().clearCookies();
  await signIn("operator2", "/traces");
  const list = page.getByRole("table", { name: "Traces", exact: true });
  await expect(list.getByRole("link").first()).toBeVisible();
  await expect(list.getByRole("cell", { name: "letter-agent" })).toHaveCount(0);
  await runAgent(`${baseURL}/api/otel`, key, "e2e/letter-agent.ts");

  // The list is open, and the run comes to its top by itself.
  const newest = list.getByRole("row").nth(1);
  await expect(newest).toContainText("letter-agent");
  await expect(newest).toContainText("1 ungoverned");
  await expectAccessible(page, "as it is");
  await page.keyboard.press("j");
  await expect(newest.getByRole("link")).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(/\/traces\/[0-9a-f]{32}/);
  const story = page.getByRole("article", { name: "Story" });
  await expect(story.getByText("find_template").first()).toBeVisible();
  await expect(story.getByText("I look for the letter that we send when a policy ends.").first()).toBeVisible();
  await expect(story.getByText("The letter to Contoso Health is written.").first()).toBeVisible();
  await expectAccessible(page, "wide and narrow");
});

const GPT = { model: "gpt-5.4-mini-2026-03-01", tokens: "1,080", input: "500", output: "40" };
const CLAUDE = { model: "claude-sonnet-4-5-20250929", tokens: "2,520", input: "1,200", output: "60" };
const READ = { agent: "renewals-agent", tool: "crm.read_account" };
/** A recorded export of a real SDK for each dialect, and what its run is on screen. */
const DIALECTS = {
  otel: { ...READ, ...GPT },
  openinference: { ...READ, ...GPT },
  openllmetry: { ...READ, ...GPT },
  "ai-sdk-6": { ...READ, ...CLAUDE },
  "claude-code": { agent: "claude-code", tool: "Bash", model: "claude-sonnet-4-5", tokens: "18.9 k", input: "9,412", output: "42" },
  "openai-agents": { ...READ, tool: "crm_read_account", ...GPT },
};

test("agents of all six dialects send with one key and the same two variables: each run is in the list, and tells its model call, its tool call and its tokens", async ({
  page,
  signIn,
  baseURL,
}) => {
  await signIn("admin", "/settings/keys");
  const key = await makeKey(page, "Six dialects");
  await page.context().clearCookies();
  await signIn("operator2", "/traces");
  const list = page.getByRole("table", { name: "Traces", exact: true });
  await expect(list.getByRole("link").first()).toBeVisible();
  const printed = await runAgent(`${baseURL}/api/otel`, key, "server/traces/testing/recorded-agents.ts", ...Object.keys(DIALECTS));
  const traces = JSON.parse(printed) as { readonly [name: string]: readonly string[] };
  const traceOf = (name: string) => traces[name]?.[0] ?? "none";
  const rowOf = (name: string) => list.getByRole("row").filter({ has: page.locator(`a[href="/traces/${traceOf(name)}"]`) });
  // In some dialects the task bears the name of the agent, too: it is looked for in its own column.
  const agentColumn = (await list.getByRole("columnheader").allTextContents()).indexOf("Agent");
  for (const [name, { agent }] of Object.entries(DIALECTS)) {
    await expect(rowOf(name).getByRole("cell").nth(agentColumn)).toHaveText(agent);
    await expect(rowOf(name)).toContainText("1 ungoverned");
  }

  for (const [name, { agent, tool, model, tokens, input, output }] of Object.entries(DIALECTS)) {
    await test.step(name, async () => {
      await rowOf(name).getByRole("link").click();
      await expect(page).toHaveURL(new RegExp(`/traces/${traceOf(name)}`));
      await expect(page.locator("main")).toContainText(`${agent} began`);
      const brief = page.getByRole("complementary", { name: "In brief" });
      const called = brief.locator("div").filter({ has: page.getByRole("term").filter({ hasText: "Tools called" }) });
      await expect(called.getByRole("definition")).toContainText(tool);
      await expect(brief).toContainText(`${tokens} tokens in 2 model calls`);

      await page.getByRole("navigation", { name: "Readings" }).getByRole("link", { name: "Timeline" }).click();
      const steps = page.getByRole("tree", { name: "Steps of the trace" }).getByRole("treeitem");
      const pane = page.getByRole("complementary", { name: "Step", exact: true });
      const first = (kind: string) => steps.filter({ hasText: new RegExp(`^${kind}`) }).first();
      await first("tool").click();
      await expect(pane.getByRole("heading", { level: 2 })).toHaveText(tool);
      await expect(pane).toContainText("ungoverned");
      await first("model").click();
      await expect(pane).toContainText(model);
      const usage = pane.getByRole("table", { name: "Tokens by class" });
      await expect(usage.getByRole("row", { name: `Input ${input}` })).toBeVisible();
      await expect(usage.getByRole("row", { name: `Output ${output}` })).toBeVisible();
      await page.locator("main").getByRole("link", { name: "Traces", exact: true }).click();
    });
  }
});

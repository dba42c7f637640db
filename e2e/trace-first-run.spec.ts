import { spawn } from "node:child_process";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";

/** Runs an instrumented agent with two variables and nothing else that names Reeve. */
function runAgent(endpoint: string, key: string): Promise<number | null> {
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${key}` };
  const child = spawn(process.execPath, ["--import", "tsx", "e2e/letter-agent.ts"], {
    env: { ...process.env, ...variables },
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

test("an engineer makes a key, sets two variables on an instrumented agent, sees its run come in, and opens it by keyboard", async ({
  page,
  signIn,
  baseURL,
}) => {
  test.setTimeout(180_000);
  await signIn("admin", "/settings/keys");
  await page.getByRole("button", { name: "Create a key" }).click();
  const form = page.getByRole("dialog", { name: "Create an API key" });
  await form.getByLabel("Name").fill("Letters");
  await form.getByRole("checkbox", { name: "actions:write" }).uncheck();
  await form.getByRole("checkbox", { name: "actions:read" }).uncheck();
  await form.getByRole("checkbox", { name: "traces:write" }).check();
  await form.getByRole("button", { name: "Create" }).click();
  const key = (await page.getByRole("status", { name: "API key" }).textContent()) ?? "";
  expect(key).toMatch(/^rv_/);
  await page.getByRole("button", { name: "I have copied it" }).click();

  await page.context().clearCookies();
  await signIn("operator2", "/traces");
  const list = page.getByRole("table", { name: "Traces", exact: true });
  await expect(list.getByRole("link").first()).toBeVisible();
  await expect(list.getByRole("cell", { name: "letter-agent" })).toHaveCount(0);
  expect(await runAgent(`${baseURL}/api/otel`, key)).toBe(0);

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

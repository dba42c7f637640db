import { spawn } from "node:child_process";
import { expectAccessible } from "./accessible";
import { API_KEY, expect, test } from "./fixtures";

test("a cap stops an agent's calls with the reason, more is asked for and approved by somebody else, and the agent goes on", async ({
  page,
  request,
  signIn,
}) => {
  test.setTimeout(90_000);
  const agent = `capped-${Date.now().toString(36)}`;
  const headers = { authorization: `Bearer ${API_KEY}` };
  await request.put(`/api/v1/agents/${agent}`, {
    headers,
    data: { state: "live", riskTier: "low", environment: "production", tools: ["crm.read_account"] },
  });
  let calls = 0;
  const propose = async () => {
    const answer = await request.post("/api/v1/actions", {
      headers: { ...headers, "idempotency-key": `${agent}-${calls++}` },
      data: { agent, tool: "crm.read_account", args: { account: `acme-${calls}` }, initiator: { type: "system", id: "e2e" } },
    });
    return (await answer.json()) as { decision: string; cause: string; reason: string };
  };
  expect(await propose()).toMatchObject({ decision: "allow" });

  // Someone sets a cap; what is wrong with it is said in place, and nothing typed is lost.
  await signIn("operator", "/spend/budgets");
  await page.getByRole("button", { name: "New budget" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Agent", { exact: true }).selectOption(agent);
  await dialog.getByLabel("It counts").selectOption("steps");
  await dialog.getByLabel("Over").selectOption("day");
  await dialog.getByLabel("Limit").fill("nothing");
  await dialog.getByLabel("Why").fill("It is new: three calls a day are enough.");
  await dialog.getByRole("button", { name: "Set budget" }).click();
  await expect(dialog.getByText("Enter an amount above zero.")).toBeVisible();
  await dialog.getByLabel("Limit").fill("3");
  await dialog.getByRole("button", { name: "Set budget" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: agent, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: agent })).toBeVisible();
  // A notice that fades away has no contrast.
  await expect(page.locator("[data-sonner-toast]")).toHaveCount(0, { timeout: 15_000 });
  await expectAccessible(page, "wide and narrow");

  await expect.poll(async () => (await propose()).cause, { timeout: 20_000, intervals: [500] }).toBe("budget");
  const refused = await propose();
  expect(refused).toMatchObject({ decision: "deny", cause: "budget" });
  expect(refused.reason).not.toBe("");

  // The page says who was cut off and why, and leads to more.
  await page.reload();
  await expect(page.getByRole("region", { name: "Cut off" })).toContainText("refused");
  await page.getByRole("button", { name: "Ask for more" }).click();
  await dialog.getByLabel("How much more").fill("5");
  await dialog.getByLabel("Why").fill("The customer asked for a second report.");
  await dialog.getByRole("button", { name: "Ask for more" }).click();
  await expect(dialog).toBeHidden();
  const asked = page.getByRole("link", { name: "5 calls more is asked for" });
  await expect(asked).toBeVisible();
  const place = (await asked.getAttribute("href")) ?? "";

  await page.context().clearCookies();
  await signIn("approver", place);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(agent);
  await page.keyboard.press("a");
  await expect.poll(async () => (await propose()).decision, { timeout: 25_000, intervals: [1_500] }).toBe("allow");
});

/** Starts the demo's agent that never ends by itself; answers what it said once something stopped it. */
function letRunAway(url: string): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", "demo/main.ts", "runaway"], {
    env: { ...process.env, REEVE_URL: url, REEVE_API_KEY: API_KEY },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (text: Buffer) => {
    said += text.toString();
  });
  return new Promise((resolve) => child.once("exit", () => resolve(said)));
}

test("an agent that runs away is stopped by the money that it may spend in a day, and the page says so", async ({
  page,
  signIn,
  baseURL,
}) => {
  test.setTimeout(90_000);
  await signIn("operator", "/spend/budgets");
  await page.getByRole("button", { name: "New budget" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Agent", { exact: true }).selectOption("renewals-agent");
  await dialog.getByLabel("Over").selectOption("day");
  await dialog.getByLabel("Limit").fill("10");
  await dialog.getByLabel("Why").fill("A day of renewals never cost half of it.");
  await dialog.getByRole("button", { name: "Set budget" }).click();
  await expect(dialog).toBeHidden();

  expect(await letRunAway(baseURL ?? "")).toMatch(/Stopped at call \d+, by budget: /);
  await page.getByRole("link", { name: "renewals-agent", exact: true }).click();
  await expect(page.getByRole("region", { name: "Cut off" })).toContainText("refused");
});

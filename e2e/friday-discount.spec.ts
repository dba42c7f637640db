import { spawn } from "node:child_process";
import { enrolByKeyboard, plugInAuthenticator } from "./authenticator";
import { API_KEY, expect, test } from "./fixtures";

/** Runs the real demo agent of the AI SDK, as `npm run demo:agents` does, against the Reeve under test. */
function startSalesAgent(url: string) {
  const child = spawn(process.execPath, ["--import", "tsx", "demo/main.ts", "--once", "--agent", "sales-agent"], {
    env: { ...process.env, REEVE_URL: url, REEVE_API_KEY: API_KEY, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      told += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { told: () => told, ended, stop: () => child.kill("SIGTERM") };
}

test("Friday, 4 PM: the discount is rejected by keyboard, the agent proposes a smaller one, and its receipt is on the page", async ({
  page,
  signIn,
  baseURL,
}) => {
  test.setTimeout(180_000);
  await signIn("approver", "/queue");
  await expect(page.getByRole("heading", { name: "Queue", level: 1 })).toBeVisible();

  const agent = startSalesAgent(baseURL ?? "");
  try {
    await expect.poll(agent.told, { timeout: 30_000 }).toContain("/queue/apr_");
    const request = /\/queue\/(apr_[0-9a-z]+)/.exec(agent.told())?.[1] ?? "";
    await page.goto(`/queue/${request}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("50 % discount");
    await page.keyboard.press("r");
    await page.keyboard.type("Half price is not ours to give. Offer what Sales may decide.");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText("Rejected", { exact: false }).first()).toBeVisible();

    // The agent hears of it once it cannot be undone any more, and asks for less, which is for Sales to decide.
    await expect.poll(() => [...agent.told().matchAll(/\/queue\/(apr_[0-9a-z]+)/g)].length, { timeout: 20_000 }).toBeGreaterThan(1);
    const smaller = [...agent.told().matchAll(/\/queue\/(apr_[0-9a-z]+)/g)].at(-1)?.[1] ?? "";
    await page.context().clearCookies();
    await signIn("approver2", `/queue/${smaller}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("15 % discount");
    await plugInAuthenticator(page);
    await page.keyboard.press("a");
    // High risk is countersigned with a passkey, enrolled here for the first time; what has to be pressed has the focus.
    await enrolByKeyboard(page);
    await page.keyboard.press("Enter");
    await expect(page.getByText("It ran and succeeded.").first()).toBeVisible({ timeout: 20_000 });
    expect(await agent.ended).toBe(0);
  } finally {
    agent.stop();
  }
});

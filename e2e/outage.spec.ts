import { API_KEY, expect, test } from "./fixtures";
import { freezeDatabase } from "./frozen-database";

test("while the database is away the desk says so, keeps what was typed, and goes on by itself", async ({
  page,
  context,
  request,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn("approver", "/queue");
  const notice = page.getByRole("status").getByText("Reeve cannot reach its database");
  const rows = page.getByRole("list", { name: "Requests" }).getByRole("link");
  await rows.nth(1).click();
  await expect(page.getByRole("button", { name: "Reject" })).toBeVisible();
  await page.keyboard.press("r");
  await page.getByLabel("Why not?").fill("Not this quarter.");
  const address = page.url();

  const thaw = freezeDatabase();
  try {
    await expect(notice).toBeVisible({ timeout: 7_000 });
    await page.getByLabel("Why not?").press("Control+Enter");
    await expect(page.getByRole("alert").filter({ hasText: "Nothing you wrote is lost" })).toBeVisible();
    await expect(page.getByLabel("Why not?")).toHaveValue("Not this quarter.");

    const answer = await request.get("/api/v1/agents/sales-agent", { headers: { authorization: `Bearer ${API_KEY}` }, timeout: 20_000 });
    expect(answer.status()).toBe(503);
    expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: "unavailable" });

    const other = await context.newPage();
    const loaded = await other.goto("/agents");
    expect(loaded?.status()).toBe(503);
    await expect(other).toHaveURL(/\/agents$/);
    await expect(other.getByRole("heading", { name: "Reeve cannot reach its database" })).toBeVisible();

    thaw();
    await expect(notice).toBeHidden({ timeout: 20_000 });
    await expect(page.getByLabel("Why not?")).toHaveValue("Not this quarter.");
    await expect(page.getByRole("button", { name: "Reject" })).toBeEnabled();
    expect(page.url()).toBe(address);
    await expect(other.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible({ timeout: 20_000 });
  } finally {
    thaw();
  }
});

test("a request that is opened while the database is away loads by itself once it is back", async ({ page, signIn }) => {
  test.setTimeout(120_000);
  await signIn("approver", "/queue");
  const rows = page.getByRole("list", { name: "Requests" }).getByRole("link");
  await rows.first().click();
  await expect(page.getByRole("button", { name: "Approve" })).toBeVisible();

  const thaw = freezeDatabase();
  try {
    await expect(page.getByRole("status").getByText("Reeve cannot reach its database")).toBeVisible({ timeout: 7_000 });
    await rows.nth(2).click();
    await expect(page.getByText("This request could not be read.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    const address = page.url();
    thaw();
    await expect(page.getByRole("button", { name: "Approve" })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole("status").getByText("Reeve cannot reach its database")).toBeHidden();
    expect(page.url()).toBe(address);
  } finally {
    thaw();
  }
});

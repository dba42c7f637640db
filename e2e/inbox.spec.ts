import { expect, test } from "./fixtures";

test("a person is told, finds it by the bell, opens it by keyboard, and it is read", async ({ page, signIn }) => {
  await signIn("operator2", "/queue");
  const bell = page.getByRole("complementary").getByRole("link", { name: /^Inbox, \d+ unread$/ });
  await bell.click();
  await expect(page.getByRole("heading", { name: "Inbox", level: 1 })).toBeVisible();
  const notice = page.getByRole("link", { name: /Unread: invoice-agent was killed by Mei Lin/ });
  await expect(notice).toContainText("You are told because you are an operator.");
  await page.keyboard.press("j");
  await expect(page.locator("[data-inbox-row]:focus")).toHaveCount(1);
  await notice.focus();
  await page.keyboard.press("m");
  await expect(notice).toHaveCount(0);
  await page.getByRole("link", { name: "All", exact: true }).click();
  await page.getByRole("button", { name: /^Mark as unread: invoice-agent was killed/ }).click();
  await notice.press("Enter");
  await expect(page).toHaveURL(/\/agents\/invoice-agent/);
  await page.goto("/inbox?all=true");
  await expect(page.getByRole("link", { name: /^invoice-agent was killed by Mei Lin/ })).toBeVisible();
});

test("a notice that somebody settled says so and waits for nobody", async ({ page, signIn }) => {
  await signIn("approver", "/inbox?all=true");
  await expect(page.getByText(/^Already (approved|rejected)/).first()).toBeVisible();
});

test("an administrator adds a webhook, sees its secret once, and reads why a test did not go out", async ({ page, signIn }) => {
  await signIn("admin", "/settings/notifications");
  await page.getByRole("button", { name: "Add a webhook" }).first().click();
  await page.getByLabel("Address").fill("https://10.0.0.7/reeve");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByLabel("Signing secret", { exact: true })).toContainText("whsec_");
  await page.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("button", { name: "What to do with https://10.0.0.7/reeve" }).click();
  await page.getByRole("menuitem", { name: "Send a test" }).click();
  const delivery = page.getByRole("dialog");
  await expect(delivery.getByText(/private address/).first()).toBeVisible();
  await expect(delivery.getByRole("button", { name: "Retry now" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("cell", { name: "10.0.0.7" }).first()).toBeVisible();
});

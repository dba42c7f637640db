import { type Desk, expect, signInAs, test } from "./fixtures";

const STARTS: readonly [Desk, RegExp][] = [
  ["approver", /\/queue/],
  ["operator", /\/queue/],
  ["executive", /\/overview/],
  ["auditor", /\/audit/],
  ["admin", /\/settings\/people/],
];

for (const [desk, start] of STARTS) {
  test(`the ${desk} starts at the page of the role`, async ({ page }) => {
    await signInAs(page, desk);
    await expect(page).toHaveURL(start);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
}

test("a wrong password is refused in words, and nobody is signed in", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("approver@reeve.demo");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await page.goto("/queue");
  await expect(page).toHaveURL(/\/sign-in/);
});

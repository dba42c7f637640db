import { expect, test } from "./fixtures";

test("a calendar without hours is refused at its hours, and tells what it says once it has some", async ({ page, signIn }) => {
  await signIn("operator", "/settings/calendars/new");
  const name = `Night desk ${Date.now()}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Time zone").selectOption("Australia/Adelaide");
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    await page.getByRole("button", { name: `Remove these hours of ${day}` }).click();
  await page.getByRole("button", { name: "Add the calendar" }).click();
  await expect(page.getByText("Give at least one weekday opening hours.")).toBeVisible();

  // Hours that close before they open are refused where they stand; times may be typed as people write them.
  await page.getByRole("button", { name: "Add hours on Monday" }).click();
  await page.getByLabel("Monday opens").fill("22");
  await page.getByLabel("Monday closes").fill("6");
  await page.getByLabel("Monday closes").blur();
  await expect(page.getByLabel("Monday opens")).toHaveValue("22:00");
  await expect(page.getByText("This is not after the start.")).toBeVisible();
  await page.getByLabel("Monday closes").fill("24");
  await page.getByLabel("Monday closes").blur();
  await page.getByRole("button", { name: "Copy Monday to Tuesday–Friday" }).click();
  await page.getByLabel("Public holidays of").selectOption({ label: "Australia" });
  await expect(page.getByText(/Closed on \d+ holidays in the coming year/)).toBeVisible();

  const preview = page.getByRole("complementary", { name: "Preview" });
  await expect(preview.getByText(/^(Open|Closed) now$/)).toBeVisible();
  await expect(preview.getByText("22:00–24:00").first()).toBeVisible();
  await page.getByRole("button", { name: "Add the calendar" }).click();
  await expect(page).toHaveURL(/\/settings\/calendars\/cal_/);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("someone in the rotation takes a shift from the list, is shown on duty for it, and gives it back", async ({ page, signIn }) => {
  await signIn("approver", "/settings/on-call");
  await page.getByRole("link", { name: "Finance on call" }).click();
  await expect(page.getByRole("region", { name: "Timeline" })).toBeVisible();
  const shifts = page.getByRole("table", { name: "Shifts" });
  await shifts
    .getByRole("button", { name: /^Take the shift of/ })
    .last()
    .click();
  const dialog = page.getByRole("dialog", { name: "Take this shift" });
  await dialog.getByRole("button", { name: "Take the shift" }).click();
  await expect(dialog).toBeHidden();
  await expect(shifts.getByRole("cell", { name: "Override" }).last()).toBeVisible();
  await page.getByRole("button", { name: "Give back the shift of Ana Ruiz" }).click();
  await expect(page.getByRole("button", { name: "Give back the shift of Ana Ruiz" })).toBeHidden();
});

import { FRIDAY_RUN, traceOf } from "@/prisma/seed/telemetry/run";
import { expectAccessible } from "./accessible";
import { expect, test } from "./fixtures";

test("the list is narrowed by agent, model, authority and words; Escape leaves the search and keeps its words", async ({
  page,
  signIn,
}) => {
  await signIn("auditor", "/traces");
  const list = page.getByRole("table", { name: "Traces", exact: true });
  const rows = list.getByRole("row").filter({ has: page.getByRole("link") });
  const filters = page.getByRole("search", { name: "Filter the traces" });
  await expect(rows.first()).toBeVisible();

  await filters.getByRole("combobox", { name: "Agent" }).selectOption({ label: "sales-agent" });
  await expect(page).toHaveURL(/agent=sales-agent/);
  await expect(rows.filter({ hasText: "sales-agent" })).toHaveCount(await rows.count());
  const model = filters.getByRole("combobox", { name: "Model" });
  const known = await model.getByRole("option").nth(1).textContent();
  await model.selectOption({ label: known ?? "" });
  await expect(filters.getByRole("list", { name: "Filters in force" })).toContainText(`Model: ${known}`);
  await filters.getByRole("button", { name: "Clear all" }).click();

  await filters.getByRole("button", { name: "Ungoverned" }).click();
  await expect(page).toHaveURL(/ungoverned=true/);
  await expect(rows.first()).toContainText("ungoverned");
  await expect(rows.filter({ hasText: "ungoverned" })).toHaveCount(await rows.count());
  await filters.getByRole("button", { name: /^Remove the filter Ungoverned/ }).click();

  await page.keyboard.press("/");
  await page.keyboard.type(traceOf(FRIDAY_RUN));
  await expect(rows).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(filters.getByRole("searchbox")).not.toBeFocused();
  await expect(filters.getByRole("searchbox")).toHaveValue(traceOf(FRIDAY_RUN));
  await expect(rows).toHaveCount(1);
});

test("the list is narrowed by how runs stand, by whose authority, and to shadow agents; words narrow the sentence too; Backspace clears all", async ({
  page,
  signIn,
}) => {
  await signIn("auditor", "/traces?span=quarter&status=error"); // as addresses said it before the gate had a word in it
  const list = page.getByRole("table", { name: "Traces", exact: true });
  const rows = list.getByRole("row").filter({ has: page.getByRole("link") });
  const filters = page.getByRole("search", { name: "Filter the traces" });
  const inForce = filters.getByRole("list", { name: "Filters in force" });
  await expect(inForce).toContainText("Outcome: Failed");

  await filters.getByRole("combobox", { name: "Outcome" }).selectOption("Rejected");
  await expect(page).toHaveURL(/status=rejected/);
  await expect(rows.first()).toContainText("Rejected");
  await expect(rows.filter({ hasText: "Rejected" })).toHaveCount(await rows.count());
  await expect(page.getByText(/^[\d,]+ runs that fit in the last 90 days\./)).toBeVisible();
  await filters.getByRole("combobox", { name: "Authority" }).selectOption("A person");
  await expect(page).toHaveURL(/authority=person/);
  await expect(rows.first()).toContainText("Rejected");

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("Backspace");
  await expect(page).not.toHaveURL(/status|authority|span/);
  await expect(inForce).toHaveCount(0);

  await filters.getByRole("button", { name: /^Shadow/ }).click();
  await expect(page).toHaveURL(/shadow=true/);
  await expect(rows.first()).toContainText("shadow");
  await expect(rows.filter({ hasText: "shadow" })).toHaveCount(await rows.count());
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("Backspace");

  await page.keyboard.press("/");
  await page.keyboard.type(traceOf(FRIDAY_RUN));
  await expect(rows).toHaveCount(1);
  await filters.getByRole("combobox", { name: "When" }).selectOption("Last 90 days");
  await expect(page.getByText(/^1 run that fits in the last 90 days\./)).toBeVisible();
});

test("two runs are ticked in the list and compared; n and p go from difference to difference, and the address brings one back to it", async ({
  page,
  signIn,
}) => {
  await signIn("auditor", `/traces?q=${traceOf(FRIDAY_RUN)}`);
  const list = page.getByRole("table", { name: "Traces", exact: true });
  const rows = list.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows).toHaveCount(1);
  await list.getByRole("checkbox", { name: /^Compare / }).check();

  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("combobox", { name: "Agent" }).selectOption({ label: "refund-agent" });
  await expect(rows.first()).toContainText("refund-agent");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(rows.first().getByRole("checkbox")).toBeChecked();
  await expectAccessible(page, "as it is");
  await page.keyboard.press("c");

  await expect(page).toHaveURL(new RegExp(`/traces/compare\\?a=${traceOf(FRIDAY_RUN)}&b=[0-9a-f]{32}`));
  const steps = page.getByRole("region", { name: "Steps side by side" });
  await expect(steps).toContainText(/\d+ differences/);
  await page.keyboard.press("n");
  await page.keyboard.press("n");
  await expect(steps).toContainText(/2 of \d+ differences/);
  await expect(page).toHaveURL(/at=2/); // the address follows a moment later
  await page.keyboard.press("p");
  await expect(page).toHaveURL(/at=1/);
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/at=2/);
  await page.reload();
  await expect(steps).toContainText(/2 of \d+ differences/);
});

test("the filters of now are kept as a view, opened again from the menu, and removed", async ({ page, signIn }) => {
  const name = `Unasked ${Date.now()}`;
  await signIn("operator2", "/traces?ungoverned=true");
  const list = page.getByRole("table", { name: "Traces", exact: true });
  await expect(list.getByRole("link").first()).toBeVisible();
  await page.keyboard.press("s");
  const form = page.getByRole("dialog", { name: "Save these filters as a view" });
  await form.getByLabel("Name").fill(name);
  await form.getByRole("button", { name: "Save view" }).click();
  const views = page.getByRole("button", { name: /^Views/ });
  await expect(views).toHaveAccessibleName(`Views: ${name}`);

  await views.click();
  await page.getByRole("menuitem", { name: /^All traces/ }).click();
  await expect(page).not.toHaveURL(/ungoverned/);
  await views.click();
  await page.getByRole("menuitem", { name }).click();
  await expect(page).toHaveURL(/ungoverned=true/);
  await expect(list.getByRole("row").nth(1)).toContainText("ungoverned");

  await views.click();
  await page.getByRole("menuitem", { name: /^Rename, share, remove/ }).click();
  const manage = page.getByRole("dialog", { name: "Views" });
  await manage.getByRole("button", { name: `Remove ${name}` }).click();
  await expect(manage.getByRole("status")).toContainText(`“${name}” is removed.`);
});

test("when runs began is drawn over the list; a range is drawn with the pointer or set by the arrows, stands in the address, and is taken away by Escape", async ({
  page,
  signIn,
}) => {
  await signIn("auditor", "/traces?span=month");
  const list = page.getByRole("table", { name: "Traces", exact: true });
  await expect(list.getByRole("link").first()).toBeVisible();
  await expect(page.getByText(/^[\d,]+ runs in the last 30 days\./)).toBeVisible();
  const over = page.getByRole("region", { name: "When runs began" });
  const box = await over.boundingBox();
  if (box === null) throw new Error("When runs began is not drawn.");
  await page.mouse.move(box.x + box.width * 0.5, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/span=month&from=[^&]+&to=/);
  const filters = page.getByRole("list", { name: "Filters in force" });
  await expect(filters).toContainText("From:");
  await expect(filters).toContainText("Until:");

  const from = over.getByRole("slider", { name: "First runs shown from" });
  const before = await from.getAttribute("aria-valuetext");
  await from.focus();
  await page.keyboard.press("ArrowRight");
  await expect(from).not.toHaveAttribute("aria-valuetext", before ?? "");
  await expect(from).toHaveAttribute("aria-valuetext", /UTC$/);
  await expectAccessible(page, "as it is");
  const kept = page.url();
  await page.reload();
  await expect(page).toHaveURL(kept);
  await from.focus();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/from=/);
});

test("the list says how each run ended, who or what decided, and for whom it waits", async ({ page, signIn }) => {
  await signIn("auditor", `/traces?q=${traceOf(FRIDAY_RUN)}`);
  const rows = page
    .getByRole("table", { name: "Traces", exact: true })
    .getByRole("row")
    .filter({ has: page.getByRole("link") });
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("1 call refused");
  await expect(rows.first()).toContainText("Tom Okafor and 1 more");
  await expect(rows.first()).toContainText("of it waiting for people");
  await page.getByRole("button", { name: "Clear all" }).click();
  const waiting = rows.filter({ hasText: /Waiting/ }).first(); // in small letters it is said of what is over, too
  await expect(waiting).toContainText(/Waiting.+, \d+ (s|min|h|d).* (left|late)/);
  await expect(waiting).toContainText("none yet");
});

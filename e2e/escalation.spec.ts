import { API_KEY, expect, signInAs, test } from "./fixtures";

test("an operator makes a chain, sees who would be told, names it in a rule; what nobody decides escalates, in the queue and in the inbox", async ({
  browser,
  page,
  request,
  signIn,
}) => {
  test.setTimeout(120_000); // a chain, a rule, and the seconds until the worker escalates
  const mark = Date.now();
  const [chain, id] = [`At once ${mark}`, `escalates-${mark}`];
  await signIn("operator", "/settings/escalation");
  await page.getByRole("link", { name: "Add a chain" }).click();
  await page.getByLabel("Name", { exact: true }).fill(chain);
  await page.getByRole("button", { name: "Remove everyone who is asked from step 1" }).click();
  await expect(page.getByText("Complete the steps to see who would be told.")).toBeVisible();
  await page.getByRole("button", { name: "Add the chain" }).click();
  await expect(page.getByText("Say who is told.")).toBeVisible();
  await page.getByLabel("Tell", { exact: true }).selectOption("Tom Okafor");
  await page.getByLabel("After", { exact: true }).fill("1");
  await page.getByRole("checkbox", { name: /^Important/ }).check();
  const told = page.getByRole("list", { name: "Who is told when" });
  await expect(told.getByRole("listitem").nth(1)).toContainText("Step 1 (important): Tom Okafor");
  await expect(told.getByRole("listitem").last()).toContainText("Ends, refused");
  await page.getByLabel("At last").selectOption("Whoever is on call is paged");
  await expect(told.getByRole("listitem").last()).toContainText("Paged");
  await page.getByRole("button", { name: "Add the chain" }).click();
  await expect(page.getByText(`${chain} is a chain now.`)).toBeVisible();
  await expect(page.getByRole("link", { name: chain })).toBeVisible();

  await page.goto("/policies/new");
  await page.getByLabel("Name", { exact: true }).fill(id);
  await page.getByLabel("What the agent is told").fill("Someone looks at it.");
  await page.getByLabel("Tools").fill(`e2e.${id}`);
  await page.getByLabel("Tools").press("Enter");
  await page.getByRole("textbox", { name: /^Due in/ }).fill("1");
  await page.getByLabel("Due in, unit").selectOption("minutes");
  await page.getByLabel("If nobody decides in time").selectOption(chain);
  await page.getByLabel("Place").selectOption({ index: 0 });
  await page.getByLabel("Reason for the change").fill("For requests that press.");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("complementary", { name: "Rule" }).getByRole("heading", { name: id })).toBeVisible();

  // One per cent of a minute: the worker escalates it within a second or two.
  const initiator = { type: "system", id: "e2e" };
  const answer = await request.post("/api/v1/actions", {
    headers: { authorization: `Bearer ${API_KEY}`, "idempotency-key": id },
    data: { agent: "procurement-agent", tool: `e2e.${id}`, args: {}, resource: `e2e:${mark}`, initiator },
  });
  const { decision, approval } = await answer.json();
  expect(decision).toBe("pending");

  const tom = await browser.newPage();
  await signInAs(tom, "approver2");
  await expect(async () => {
    await tom.goto("/inbox");
    const notice = tom
      .getByRole("listitem")
      .filter({ hasText: `e2e.${id}` })
      .filter({ hasText: "an escalation names you" });
    await expect(notice.first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await tom.goto(`/queue?q=${encodeURIComponent(`e2e.${id}`)}`);
  await expect(tom.getByRole("list", { name: "Requests" }).getByText("step 1 told Tom")).toBeVisible();
  await tom.goto(`/queue/${approval.id}`);
  await expect(tom.getByText("Tom Okafor").first()).toBeVisible();
  await tom.close();

  await page.goto("/settings/escalation");
  await page.getByRole("button", { name: `Archive ${chain}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText(`It is in use by the rule "${id}".`, { exact: false })).toBeVisible();
});

test("an on-call schedule that a chain asks is not archived: the refusal names the chain", async ({ page, signIn }) => {
  await signIn("operator", "/settings/on-call");
  await page.getByRole("button", { name: "Archive Finance on call" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("dialog").getByText('the chain "High risk, on call"', { exact: false })).toBeVisible();
});

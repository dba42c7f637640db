import { API_KEY, expect, test } from "./fixtures";

test("an operator writes a rule of two stages, is told what is wrong with it, and the next call is asked by it", async ({
  page,
  request,
  signIn,
}) => {
  await signIn("operator", "/policies");
  await page.getByRole("link", { name: "Add a rule" }).click();
  const name = `Mail to clients ${Date.now()}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await expect(page.getByLabel("Id", { exact: true })).toHaveValue(/^mail-to-clients-\d+$/);
  const id = await page.getByLabel("Id", { exact: true }).inputValue();
  await page.getByLabel("What the agent is told").fill("Finance looks first, then Sales.");
  await page.getByLabel("Tools").fill("e2e.mail_*");
  await page.getByLabel("Tools").press("Enter");
  await page.getByLabel("Condition").fill("args.count >");
  await expect(page.getByText("Expecting", { exact: false }).first()).toBeVisible();
  await page.getByLabel("Condition").fill("args.count > 10");
  await expect(page.getByText("In words: Args.count is more than 10.")).toBeVisible();

  await page.getByLabel("Groups of stage 1").selectOption("Finance");
  await page.getByRole("button", { name: "Add a stage" }).click();
  await page.getByLabel("Name of stage 2").fill("Sales");
  await page.getByLabel("Groups of stage 2").selectOption("Sales");
  await page.getByLabel("How many must approve stage 2").fill("9");
  await page.getByLabel("Place").selectOption({ index: 0 });
  await page.getByLabel("Reason for the change").fill("Asked for by Finance.");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText(/^Only .* can decide here; ask for .*, or ask more people\.$/)).toBeVisible();
  await page.getByLabel("How many must approve stage 2").fill("1");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("complementary", { name: "Rule" }).getByRole("heading", { name })).toBeVisible();

  const propose = async (count: number) => {
    const initiator = { type: "system", id: "e2e" };
    const answer = await request.post("/api/v1/actions", {
      headers: { authorization: `Bearer ${API_KEY}`, "idempotency-key": `${id}-${count}` },
      data: { agent: "sales-agent", tool: "e2e.mail_clients", args: { count }, initiator },
    });
    return answer.json();
  };
  const asked = await propose(11);
  expect(asked).toMatchObject({ decision: "pending", reason: "Finance looks first, then Sales." });
  await page.goto(`/policies?view=explain&action=${asked.id}`);
  await expect(
    page.getByRole("region", { name: "Verdict of the policy" }).getByText("Asks: Finance, then Sales;", { exact: false }),
  ).toBeVisible();

  await page.goto(`/policies?rule=${id}`);
  await page.getByRole("button", { name: "Switch off" }).click();
  await page.getByLabel("Reason for the change").fill("Not now.");
  await page.getByRole("dialog").getByRole("button", { name: "Switch off" }).click();
  await expect(page.getByRole("button", { name: "Let it act" })).toBeVisible();
  expect((await propose(12)).reason).not.toBe("Finance looks first, then Sales.");
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByLabel("Reason for the change").fill("It was a trial.");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No longer in force.")).toBeVisible();
});

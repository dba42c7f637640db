import { API_KEY, enterAs, expect, test } from "./fixtures";

const headers = { authorization: `Bearer ${API_KEY}` };

test("someone who is away lets another decide: the queue says for whom, and the record names both", async ({
  page,
  browser,
  request,
  signIn,
}) => {
  const vendor = `Tailspin ${Date.now()}`;
  const answer = await request.post("/api/v1/actions", {
    headers: { ...headers, "idempotency-key": crypto.randomUUID() },
    data: {
      agent: "procurement-agent",
      tool: "erp.create_order",
      args: { vendor, item: "chairs", quantity: 3, amountUsd: 12_000 },
      impact: { amountMicroUsd: "12000000000", records: 1, external: true },
      initiator: { type: "user", id: "someone@elsewhere.example" },
    },
  });
  const held = (await answer.json()) as { approval: { id: string } };

  await signIn("approver", "/settings/account");
  await page.getByRole("link", { name: "Let someone else decide for you while you are away" }).click();
  await page.getByRole("button", { name: "Someone else decides for me" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Choose who stands in.")).toBeVisible();
  await form.getByLabel("Who decides").selectOption({ label: "Tom Okafor" });
  await form.getByRole("group", { name: "Agents" }).getByRole("radio", { name: "Only some" }).check();
  await form.getByRole("checkbox", { name: "procurement-agent" }).check();
  await form.getByLabel("Reason").fill("At the dentist.");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Tom Okafor decides for you until/)).toBeVisible();
  await expect(page.getByRole("cell", { name: "Agent procurement-agent" })).toBeVisible();

  const other = await browser.newContext();
  const tom = await other.newPage();
  await enterAs(tom, "approver2", `/queue?open=${held.approval.id}`);
  await expect(tom.getByText(/For you and for Ana Ruiz, in part, until/)).toBeVisible();
  await expect(tom.getByRole("article").getByRole("button", { name: /^Approve ?a?$/ })).toBeEnabled();
  await tom.keyboard.press("a");
  await expect(tom.getByText(new RegExp(`Approv.*${vendor}`)).first()).toBeVisible();
  await tom.goto(`/queue/${held.approval.id}`);
  await expect(
    tom
      .getByText(/You approved for Ana Ruiz/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  await other.close();

  await page.getByRole("button", { name: "End: Tom Okafor decides for Ana Ruiz" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End now" }).click();
  await expect(page.getByText("Nobody decides in your place, and you decide in nobody's.")).toBeVisible();
});

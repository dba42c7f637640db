import { API_KEY, expect, test } from "./fixtures";

test("an approver allows the next ones, the second call needs nobody, and once the grant is revoked the third one asks again", async ({
  page,
  request,
  signIn,
}) => {
  const agent = `granted-${Date.now().toString(36)}`;
  const headers = { authorization: `Bearer ${API_KEY}` };
  await request.put(`/api/v1/agents/${agent}`, {
    headers,
    data: { state: "live", riskTier: "low", environment: "production", tools: ["desk.close_tickets"] },
  });
  const propose = async (key: string, count: number) => {
    const answer = await request.post("/api/v1/actions", {
      headers: { ...headers, "idempotency-key": `${agent}-${key}` },
      data: { agent, tool: "desk.close_tickets", args: { days: 90, count }, initiator: { type: "system", id: "e2e" } },
    });
    return (await answer.json()) as { decision: string; cause: string; approval: { id: string } | null };
  };
  const asked = await propose("first", 50);
  expect(asked.decision).toBe("pending");

  await signIn("approver", `/queue/${asked.approval?.id}`);
  await expect(page.getByRole("button", { name: "Allow the next ones…" }).first()).toBeEnabled();
  await page.keyboard.press("g");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("region", { name: "Would have approved these" })).toContainText("that asked people");
  await dialog.getByLabel("Ends").fill("");
  await dialog.getByLabel("Why").fill("The old queue is cleaned this week.");
  await dialog.getByRole("button", { name: "Approve and allow" }).click();
  await expect(dialog.getByText("a standing grant always has an end")).toBeVisible();
  await dialog.getByRole("button", { name: "1 hour" }).click();
  await dialog.getByRole("button", { name: "Approve and allow" }).click();
  await expect(dialog).toBeHidden();

  // Once the time to undo it is over.
  let seconds = 0;
  await expect.poll(async () => (await propose(`next-${seconds++}`, 20)).cause, { timeout: 12_000, intervals: [1_000] }).toBe("grant");

  await page.goto(`/queue/grants?agent=${agent}`);
  const grant = page.getByRole("article", { name: `${agent} may call desk.close_tickets` });
  await expect(grant).toContainText("9 of 10 uses left");
  await propose("counted", 10);
  await expect(grant).toContainText("8 of 10 uses left");
  await grant.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("The queue is clean.");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(grant).toBeHidden();
  expect(await propose("after", 10)).toMatchObject({ decision: "pending" });
});

import type { APIRequestContext } from "@playwright/test";
import { API_KEY, expect, test } from "./fixtures";

const headers = { authorization: `Bearer ${API_KEY}` };

type Held = { readonly id: string; readonly decision: string; readonly approval: { readonly id: string } };

async function propose(request: APIRequestContext, vendor: string, quantity = 3): Promise<Held> {
  const answer = await request.post("/api/v1/actions", {
    headers: { ...headers, "idempotency-key": crypto.randomUUID() },
    data: {
      agent: "procurement-agent",
      tool: "erp.create_order",
      args: { vendor, item: "chairs", quantity, amountUsd: 12_000 },
      impact: { amountMicroUsd: "12000000000", records: 1, external: true },
      initiator: { type: "user", id: "someone@elsewhere.example" },
    },
  });
  expect(answer.status()).toBe(200);
  return answer.json();
}

const decisionOf = async (request: APIRequestContext, id: string, waitMs = 0): Promise<string> => {
  const answer = await request.get(`/api/v1/actions/${id}?waitMs=${waitMs}`, { headers });
  return (await answer.json()).decision;
};

test("a decision is taken back by z within its seconds: the request comes back, the focus stays, the agent hears nothing", async ({
  page,
  request,
  signIn,
}) => {
  const vendor = `Undo ${Date.now()}`;
  const [first, second] = [await propose(request, vendor, 3), await propose(request, vendor, 4)];
  await signIn("approver", `/queue?q=${encodeURIComponent(vendor)}&open=${first.approval.id}`);
  await expect(page.getByRole("article").getByRole("button", { name: "Approve" })).toBeEnabled();
  const rows = page.getByRole("list", { name: "Requests" }).getByRole("link");
  await expect(rows).toHaveCount(2);

  await page.keyboard.press("a");
  await expect(page.getByText(/Takes effect in \d s/)).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`open=${second.approval.id}`));
  await page.keyboard.press("z");
  await expect(page.getByText(`Undone: Order 3 chairs from ${vendor}.`)).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expect(page.locator(`#row-${second.approval.id}`)).toBeFocused();
  expect(await decisionOf(request, first.id, 6_000)).toBe("pending");
});

test("what was undone comes next, however fast one goes on", async ({ page, request, signIn }) => {
  const vendor = `Fast ${Date.now()}`;
  const [first, second] = [await propose(request, vendor, 3), await propose(request, vendor, 4)];
  await signIn("approver", `/queue?q=${encodeURIComponent(vendor)}&open=${first.approval.id}`);
  const approve = page.getByRole("article").getByRole("button", { name: "Approve" });
  await expect(approve).toBeEnabled();
  await page.keyboard.press("a");
  await expect(page).toHaveURL(new RegExp(`open=${second.approval.id}`));
  await expect(approve).toBeEnabled();
  await page.keyboard.press("z");
  await expect(page.getByText(`Undone: Order 3 chairs from ${vendor}.`)).toBeVisible();
  await page.keyboard.press("a");
  await expect(page).toHaveURL(new RegExp(`open=${first.approval.id}`));
  await expect(approve).toBeEnabled();
});

test("the card on its own page shows one's own vote waiting, and undoes it", async ({ page, request, signIn }) => {
  const vendor = `Alone ${Date.now()}`;
  const held = await propose(request, vendor);
  await signIn("approver", `/queue/${held.approval.id}`);
  const decision = page.getByRole("complementary", { name: "Decision" });
  await expect(decision.getByRole("button", { name: "Approve" })).toBeEnabled();
  await page.keyboard.press("a");
  await expect(decision.getByText(/^You approved, takes effect/).first()).toBeVisible();
  await decision.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`Undone: Order 3 chairs from ${vendor}.`)).toBeVisible();
  await expect(decision.getByText("You approved, then took it back")).toBeVisible();
  await expect(decision.getByRole("button", { name: "Approve" })).toBeEnabled();
});

test("three are selected and rejected with one reason, each on its own, and taken back as one", async ({ page, request, signIn }) => {
  const vendor = `Bulk ${Date.now()}`;
  const held = [await propose(request, vendor, 3), await propose(request, vendor, 4), await propose(request, vendor, 5)];
  await signIn("approver", `/queue?q=${encodeURIComponent(vendor)}`);
  const rows = page.getByRole("list", { name: "Requests" }).getByRole("link");
  await expect(rows).toHaveCount(3);
  const rejectAll = async () => {
    await rows.first().click();
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+J");
    await page.keyboard.press("Shift+J");
    await expect(page.getByText("3 selected")).toBeVisible();
    await page.keyboard.press("r");
    await expect(page.getByRole("dialog", { name: "Reject 3 requests?" })).toBeVisible();
    await page.keyboard.type("Chairs are bought in January.");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText("Rejected: 3 requests.")).toBeVisible();
  };
  await rejectAll();
  await page.keyboard.press("z");
  await expect(page.getByText("Undone: 3 requests.")).toBeVisible();
  await expect(rows).toHaveCount(3);

  await rejectAll();
  await expect.poll(() => Promise.all(held.map(({ id }) => decisionOf(request, id)))).toEqual(["deny", "deny", "deny"]);
});

import type { APIRequestContext } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { API_KEY, enterAs, expect, test } from "./fixtures";

const headers = { authorization: `Bearer ${API_KEY}` };

type Answer = {
  readonly id: string;
  readonly decision: string;
  readonly cause: string;
  readonly reason: string;
  readonly actionDigest: string;
};
type Held = Answer & { readonly approval: { readonly id: string } };

/** Sends what an agent is about to do; every proposal is another one. */
async function propose(request: APIRequestContext, vendor: string): Promise<Held> {
  const answer = await request.post("/api/v1/actions", {
    headers: { ...headers, "idempotency-key": crypto.randomUUID() },
    data: {
      agent: "procurement-agent",
      tool: "erp.create_order",
      args: { vendor, item: "chairs", quantity: 3, amountUsd: 12_000 },
      reasoning: "The office has 3 more\u200B people and no chairs.",
      impact: { amountMicroUsd: "12000000000", records: 1, external: true },
      initiator: { type: "user", id: "someone@elsewhere.example" },
    },
  });
  expect(answer.status()).toBe(200);
  return answer.json();
}

const wait = async (request: APIRequestContext, id: string): Promise<Answer> =>
  (await request.get(`/api/v1/actions/${id}?waitMs=20000`, { headers })).json();

test("a request is found, read and approved by keyboard alone; the agent's wait ends with the time to undo, and its receipt shows", async ({
  page,
  request,
  signIn,
}) => {
  const vendor = `Fabrikam ${Date.now()}`;
  await signIn("approver", "/queue");
  await expect(page.getByRole("link", { name: /Acme Corp/ })).toBeVisible();

  // It appears by itself, while the queue is open.
  const held = await propose(request, vendor);
  expect(held.decision).toBe("pending");
  await page.keyboard.press("/");
  await page.keyboard.type(vendor);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("list", { name: "Requests" }).getByRole("link")).toHaveCount(1);
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(`open=${held.approval.id}`));
  const card = page.getByRole("article");
  await expect(card.getByRole("rowheader", { name: "vendor" })).toBeVisible();
  await expect(card.getByText("1 unreadable character removed.")).toBeVisible();
  await expect(card.getByText("Nobody holds it")).toBeVisible(); // opening does not claim
  await expectAccessible(page, "as it is");

  const decided = wait(request, held.id);
  await page.keyboard.press("a");
  await expect(page.getByText(`Approved: Order 3 chairs from ${vendor}.`)).toBeVisible();
  const answer = await decided;
  expect([answer.decision, answer.cause]).toEqual(["allow", "human"]);

  await page.goto(`/queue/${held.approval.id}`);
  await expect(page.getByText("Allowed. The agent has not run it yet.")).toBeVisible();
  const lease = await request.post(`/api/v1/actions/${held.id}/consume`, {
    headers: { ...headers, "idempotency-key": crypto.randomUUID() },
    data: { actionDigest: answer.actionDigest },
  });
  const { token } = await lease.json();
  const receipt = await request.post(`/api/v1/actions/${held.id}/receipt`, {
    headers,
    data: {
      token,
      status: "succeeded",
      actionDigest: answer.actionDigest,
      changes: [{ resource: "erp:order/4711", before: null, after: { state: "placed" } }],
    },
  });
  expect(receipt.status()).toBe(200);
  await expect(page.getByText("It ran and succeeded.")).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "erp:order/4711" })).toBeVisible();
  await expectAccessible(page, "as it is");
});

test("a rejection needs a reason, is sent by keyboard, and reaches another approver's open card with the name of who decided", async ({
  page,
  browser,
  request,
  signIn,
}) => {
  const vendor = `Litware ${Date.now()}`;
  const held = await propose(request, vendor);
  await signIn("approver", `/queue?open=${held.approval.id}`);
  await expect(page.getByRole("article").getByRole("button", { name: "Approve" })).toBeEnabled();

  const other = await browser.newContext();
  const colleague = await other.newPage();
  await enterAs(colleague, "auditor", `/queue?tab=all&open=${held.approval.id}`);
  await expect(colleague.getByRole("article").getByRole("button", { name: "Approve" })).toBeDisabled();
  await expect(colleague.getByRole("article").getByText("Only approvers decide.").first()).toBeVisible();

  await page.keyboard.press("r");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Say why: the agent is told the reason.")).toBeVisible();
  await page.keyboard.type("Chairs are bought in January.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(`Rejected: Order 3 chairs from ${vendor}.`)).toBeVisible();

  await expect(colleague.getByText(`Ana Ruiz rejected: Order 3 chairs from ${vendor}.`)).toBeVisible();
  await expect(colleague).toHaveURL(new RegExp(held.approval.id)); // what was open stays open
  await other.close();
  const answer = await wait(request, held.id);
  expect([answer.decision, answer.cause, answer.reason]).toEqual(["deny", "human", "Chairs are bought in January."]);
});

test("on a phone the most urgent request is taken with a thumb and decided on its own page", async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn("approver", "/queue");
  await expect(page.getByRole("list", { name: "Requests" }).getByRole("link").first()).toBeVisible();
  await page.getByRole("button", { name: "Take next" }).click();
  await expect(page).toHaveURL(/\/queue\/apr_/);
  await expect(page.getByText(/You hold it/)).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Decision" }).getByRole("button", { name: "Reject" })).toBeInViewport();
  await expectAccessible(page, "as it is");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Release" }).click();
  await expect(page.getByText(/You hold it/)).toHaveCount(0);
});

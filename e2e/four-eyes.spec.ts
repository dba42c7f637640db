import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { API_KEY, enterAs, expect, test } from "./fixtures";

const headers = { authorization: `Bearer ${API_KEY}` };
const asks = (name: string, quorum: number) => ({ name, groups: ["Operations"], quorum });
const RULES = [
  { id: "e2e-two-together", tool: "e2e.pay_together", stages: [asks("Payment", 2)] },
  { id: "e2e-two-in-turn", tool: "e2e.pay_in_turn", stages: [asks("First look", 1), asks("Second look", 1)] },
] as const;

type Held = { readonly id: string; readonly decision: string; readonly approval: { readonly id: string } };
type Policy = { readonly version: number; readonly rules: readonly { readonly id: string }[] };

/** Rules that ask two people, before all others; the operator who writes them decides nothing. */
async function writeRules(page: Page): Promise<void> {
  await enterAs(page, "operator");
  const origin = new URL(page.url()).origin;
  const readPolicy = async (): Promise<Policy> => {
    const answer = await page.request.get(`/api/trpc/policies.policy?input=${encodeURIComponent(JSON.stringify({ version: null }))}`);
    return (await answer.json()).result.data;
  };
  for (const { id, tool, stages } of RULES) {
    const { version, rules } = await readPolicy();
    if (rules.some((rule) => rule.id === id)) continue; // a second run on the same Reeve
    const approval = { stages, dueMinutes: 60, expiryMinutes: 240 };
    const rule = { id, name: id, effect: "require_approval", match: { tools: [tool] }, reason: "Two people look at it.", approval };
    const input = { baseVersion: version, reason: "Payments take four eyes.", rule, isNew: true, before: rules[0]?.id ?? null };
    const answer = await page.request.post("/api/trpc/policies.saveRule", { headers: { origin }, data: input });
    expect(answer.status(), await answer.text()).toBe(200);
  }
}

async function propose(request: APIRequestContext, tool: string): Promise<Held> {
  const initiator = { type: "system", id: "e2e" };
  const answer = await request.post("/api/v1/actions", {
    headers: { ...headers, "idempotency-key": crypto.randomUUID() },
    data: { agent: "procurement-agent", tool, args: { vendor: `Fourth Coffee ${Date.now()}` }, initiator },
  });
  expect(answer.status()).toBe(200);
  return answer.json();
}

const answerOf = async (request: APIRequestContext, { id }: Held, waitMs: number) =>
  (await (await request.get(`/api/v1/actions/${id}?waitMs=${waitMs}`, { headers })).json()) as { decision: string; reason: string };

/** Ana and Tom before the same request, each in a browser of their own. */
async function bothOpen(browser: Browser, { approval }: Held) {
  const open = async (desk: "approver" | "approver2") => {
    const page = await (await browser.newContext()).newPage();
    await enterAs(page, desk, `/queue/${approval.id}`);
    const decision = page.getByRole("complementary", { name: "Decision" });
    await expect(decision.getByRole("button", { name: "Approve" })).toBeVisible();
    return { page, decision, approve: decision.getByRole("button", { name: /^Approve ?a?$/ }) };
  };
  return [await open("approver"), await open("approver2")] as const;
}

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage();
  await writeRules(page);
  await page.close();
});

test("two must approve: the second sees the first vote as it is cast, nobody votes twice, and only both let the agent go on", async ({
  browser,
  request,
}) => {
  const held = await propose(request, "e2e.pay_together");
  expect(held.decision).toBe("pending");
  const [ana, tom] = await bothOpen(browser, held);
  await expect(tom.decision.getByText("0 of 2")).toBeVisible();
  await expect(tom.decision.getByText("Your approval is 1 of 2.")).toBeVisible();

  await ana.page.keyboard.press("a");
  await expect(tom.decision.getByText(/^Ana Ruiz approved/).first()).toBeVisible();
  await expect(tom.decision.getByText("Your approval is 2 of 2 and decides.")).toBeVisible();
  // Once hers has taken effect she may not cast another one, and reads why.
  await expect(ana.decision.getByText("You decided this stage. It waits for others.").first()).toBeVisible();
  await expect(ana.approve).toBeDisabled();
  await ana.page.keyboard.press("a");
  expect(await answerOf(request, held, 0)).toMatchObject({ decision: "pending" });

  const answer = answerOf(request, held, 20_000);
  await tom.page.keyboard.press("a");
  await expect(ana.decision.getByText(/^Tom Okafor approved/).first()).toBeVisible();
  expect(await answer).toMatchObject({ decision: "allow" });
  await expect(ana.decision.getByText("Approved", { exact: true }).first()).toBeVisible();
});

test("one rejection ends it, whoever approved before, and both read it as it happens", async ({ browser, request }) => {
  const held = await propose(request, "e2e.pay_together");
  const [ana, tom] = await bothOpen(browser, held);
  await ana.page.keyboard.press("a");
  await expect(tom.decision.getByText(/^Ana Ruiz approved/).first()).toBeVisible();
  await tom.page.keyboard.press("r");
  await tom.page.keyboard.type("This vendor was paid on Friday.");
  await tom.page.keyboard.press("Control+Enter");
  await expect(ana.decision.getByText(/^Tom Okafor rejected/).first()).toBeVisible();
  expect(await answerOf(request, held, 20_000)).toMatchObject({ decision: "deny", reason: "This vendor was paid on Friday." });
  await expect(ana.decision.getByText("Rejected", { exact: true }).first()).toBeVisible();
});

test("a vote that is taken back within its seconds counts for nothing, and the other sees it go", async ({ browser, request }) => {
  const held = await propose(request, "e2e.pay_together");
  const [ana, tom] = await bothOpen(browser, held);
  await ana.page.keyboard.press("a");
  await expect(tom.decision.getByText("1 of 2", { exact: true })).toBeVisible();
  await ana.page.keyboard.press("z");
  await expect(tom.decision.getByText("Ana Ruiz approved, then took it back")).toBeVisible();
  await expect(tom.decision.getByText("0 of 2", { exact: true })).toBeVisible();
  await expect(ana.approve).toBeEnabled();
  expect(await answerOf(request, held, 0)).toMatchObject({ decision: "pending" });
});

test("who decided the first stage may not decide the second and reads why; another person does", async ({ browser, request }) => {
  const held = await propose(request, "e2e.pay_in_turn");
  const [ana, tom] = await bothOpen(browser, held);
  await expect(ana.decision.getByText("Your approval passes it on to Second look.")).toBeVisible();
  await ana.page.keyboard.press("a");
  await expect(ana.decision.getByText("You decided the stage before, so someone else decides this one.").first()).toBeVisible();
  await expect(ana.approve).toBeDisabled();
  expect(await answerOf(request, held, 0)).toMatchObject({ decision: "pending" });

  await expect(tom.decision.getByText("Your approval decides.")).toBeVisible();
  const answer = answerOf(request, held, 20_000);
  await tom.page.keyboard.press("a");
  expect(await answer).toMatchObject({ decision: "allow" });
});

import type { APIRequestContext } from "@playwright/test";
import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";
import { API_KEY, expect, test } from "./fixtures";

const headers = { authorization: `Bearer ${API_KEY}` };
type Answer = { readonly id: string; readonly actionDigest: string; readonly decision: string; readonly approval: { readonly id: string } };

/** A live agent of low risk, and a call of it that asks people. */
async function propose(request: APIRequestContext, tool: string, args: object): Promise<Answer & { readonly agent: string }> {
  const agent = `edited-${tool.split(".")[1]}-${Date.now().toString(36)}`.replaceAll("_", "-");
  const about = { state: "live", riskTier: "low", environment: "production", tools: [tool] };
  await request.put(`/api/v1/agents/${agent}`, { headers, data: about });
  const answer = await request.post("/api/v1/actions", {
    headers: { ...headers, "idempotency-key": agent },
    data: { agent, tool, args, initiator: { type: "system", id: "e2e" } },
  });
  return { ...((await answer.json()) as Answer), agent };
}

test("half price is edited to 15 %, which is for Sales to approve; the agent may run that and nothing else", async ({
  page,
  signIn,
  request,
}) => {
  const args = { account: "edited-account", percent: 50 };
  const { id, agent, actionDigest, approval } = await propose(request, "crm.apply_discount", args);
  await signIn("approver", `/queue/${approval.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("50 % discount");
  await expect(page.getByRole("button", { name: "Edit", exact: false }).first()).toBeEnabled();

  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Edit, then approve" });
  const percent = dialog.getByLabel("percent", { exact: false }).first();
  const json = dialog.getByLabel("The same as JSON");
  const changes = dialog.getByLabel("What changes");
  const send = dialog.getByRole("button", { name: "Approve edited" });
  await send.click();
  await expect(dialog.getByText("Nothing is changed: change an argument, or approve it as it is.")).toBeVisible();

  // Broken: by the field, by the JSON, by the schema. Each is refused in place, and names what is wrong.
  await percent.fill("half");
  await expect(dialog.getByText("Write a number.")).toBeVisible();
  await json.fill('{ "account": "edited-account", "percent": ');
  await expect(dialog.getByText(/This is no JSON|Unexpected|ends/).first()).toBeVisible();
  await json.fill('{ "account": 7, "percent": 15 }');
  await expect(changes).toContainText("args.account");
  await expect(dialog.getByLabel("account", { exact: false }).first()).toHaveAttribute("aria-invalid", "true");

  await json.fill('{ "account": "edited-account", "percent": 20 }');
  await expect(percent).toHaveValue("20");
  await percent.fill("15");
  await expect(json).toHaveValue(/"percent": 15/);
  await expect(changes).toContainText("percent 50");
  await expect(changes).toContainText("need Sales");
  await expect(changes).toContainText("starts anew");

  await send.click();
  await expect(dialog.getByText("Say why: the agent is told the reason.")).toBeVisible();
  await dialog.getByLabel("Why").fill("Half price is not ours to give.");
  await send.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Edited by Ana Ruiz")).toBeVisible();

  await page.context().clearCookies();
  await signIn("approver2", `/queue/${approval.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("15 % discount");
  await expect(page.getByRole("button", { name: "Approve", exact: false }).first()).toBeEnabled();
  await page.keyboard.press("a");
  await expect(page.getByText(/takes effect|Approved/).first()).toBeVisible();

  const read = async () => (await (await request.get(`/api/v1/actions/${id}`, { headers })).json()) as Answer;
  await expect.poll(async () => (await read()).decision, { timeout: 20_000 }).toBe("allow");
  const allowed = await read();
  expect(allowed.actionDigest).not.toBe(actionDigest);
  const consume = (digest: string) =>
    request.post(`/api/v1/actions/${id}/consume`, {
      headers: { ...headers, "idempotency-key": `${agent}-${digest}` },
      data: { actionDigest: digest },
    });
  expect(await (await consume(actionDigest)).json()).toMatchObject({ code: "digest_mismatch" });
  expect(await (await consume(allowed.actionDigest)).json()).toMatchObject({ args: { account: "edited-account", percent: 15 } });
});

test("an edit that policy denies is refused in place; an edit on the same chain ends in the offer to undo it", async ({
  page,
  request,
}) => {
  const { approval } = await propose(request, "warehouse.export", { dataset: "claims", host: "files.partner.example", rows: 10 });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("priya@reeve.demo");
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  await page.goto(`/queue/${approval.id}`);
  await expect(page.getByRole("button", { name: "Edit", exact: false }).first()).toBeEnabled();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "Edit, then approve" });
  await dialog.getByLabel("host", { exact: false }).first().fill("transfer.sh");
  await expect(dialog.getByLabel("What changes").locator(".text-danger")).toBeVisible();
  await dialog.getByLabel("Why").fill("Somewhere else.");
  await dialog.getByRole("button", { name: "Approve edited" }).click();
  await expect(dialog.getByRole("alert").first()).not.toBeEmpty();
  await expect(dialog).toBeVisible();

  await dialog.getByLabel("host", { exact: false }).first().fill("files.partner.example");
  await dialog.getByLabel("rows", { exact: false }).first().fill("5");
  await expect(dialog.getByLabel("What changes")).toContainText("with your vote");
  await dialog.getByRole("button", { name: "Approve edited" }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press("z");
  await expect(page.getByText(/the edited arguments stay/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve", exact: false }).first()).toBeEnabled();
});

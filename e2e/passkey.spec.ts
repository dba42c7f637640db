import { readFile } from "node:fs/promises";
import type { APIRequestContext } from "@playwright/test";
import type { Countersignature } from "@/server/approvals/core/countersignature";
import { verifyCountersignature } from "@/server/approvals/countersignature";
import { expectAccessible } from "./accessible";
import { enrolByKeyboard, plugInAuthenticator } from "./authenticator";
import { API_KEY, expect, signInAs, test } from "./fixtures";

const headers = { authorization: `Bearer ${API_KEY}` };

type Held = { readonly id: string; readonly decision: string; readonly actionDigest: string; readonly approval: { readonly id: string } };

/** An agent of high risk asks; every time something else. */
async function propose(request: APIRequestContext): Promise<Held> {
  const answer = await request.post("/api/v1/actions", {
    headers: { ...headers, "idempotency-key": crypto.randomUUID() },
    data: {
      agent: "deploy-agent",
      tool: "deploy.promote",
      args: { service: "quotes-api", version: `4.${Date.now()}`, environment: "production" },
      impact: { records: 1, external: true, reversible: true },
      initiator: { type: "user", id: "someone@elsewhere.example" },
    },
  });
  expect(answer.status()).toBe(200);
  return answer.json();
}

const decisionOf = async (request: APIRequestContext, id: string, waitMs = 0): Promise<string> =>
  (await (await request.get(`/api/v1/actions/${id}?waitMs=${waitMs}`, { headers })).json()).decision;

test("high risk is approved by keyboard alone: a passkey is enrolled from the card, signs, and its signature is on the record and verifies", async ({
  page,
  request,
  signIn,
}) => {
  test.setTimeout(120_000);
  const held = await propose(request);
  expect(held.decision).toBe("pending");
  const authenticator = await plugInAuthenticator(page);
  await signIn("approver", `/queue/${held.approval.id}`);
  const decision = page.getByRole("complementary", { name: "Decision" });
  await expect(decision.getByRole("button", { name: "Approve" })).toBeEnabled();
  await expect(decision.getByRole("button", { name: "Allow the next ones…" })).toHaveCount(0);

  await page.keyboard.press("a");
  await expect(page.getByRole("dialog", { name: "Enrol a passkey, then approve" })).toBeVisible();
  await expectAccessible(page, "as it is");
  await enrolByKeyboard(page, "Ana's laptop");
  const signing = page.getByRole("dialog", { name: "Approve with your passkey" });
  await expect(signing.getByRole("region", { name: "You sign exactly this" })).toContainText("environment production");
  await expectAccessible(page, "as it is");
  await page.keyboard.press("Escape");
  await expect(signing).toBeHidden();
  expect(await decisionOf(request, held.id)).toBe("pending");

  await page.keyboard.press("a");
  await expect(signing.getByRole("button", { name: "Sign and approve" })).toBeFocused();
  await authenticator.failToVerify(true);
  await page.keyboard.press("Enter");
  await expect(signing.getByRole("alert").filter({ hasText: "Nothing was signed" })).toBeVisible();
  expect(await decisionOf(request, held.id)).toBe("pending");
  await authenticator.failToVerify(false);
  await signing.getByRole("button", { name: "Sign again" }).press("Enter");
  await expect(signing).toBeHidden();
  expect(await decisionOf(request, held.id, 20_000)).toBe("allow");

  await expect(decision.getByText("Countersigned with passkey “Ana's laptop”.").first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    decision.getByRole("button", { name: "Export the countersignature" }).first().click(),
  ]);
  const exported = JSON.parse(await readFile(await download.path(), "utf8")) as Countersignature;
  expect(exported.signed).toMatchObject({ approvalId: held.approval.id, actionDigest: held.actionDigest, verdict: "approve" });
  expect(await verifyCountersignature(exported)).toMatchObject({ isValid: true });
  const other = { ...exported, signed: { ...exported.signed, actionDigest: `sha256:${"0".repeat(64)}` } };
  expect(await verifyCountersignature(other)).toMatchObject({ isValid: false });
});

test("on a phone the dialog says what is signed and lets go; a rejection takes no passkey", async ({ page, request, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const held = await propose(request);
  await signIn("approver", `/queue/${held.approval.id}`);
  const decision = page.getByRole("complementary", { name: "Decision" });
  await expect(decision.getByRole("button", { name: "Reject" })).toBeEnabled();
  await decision.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "as it is");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("r");
  await page.keyboard.type("Not before the weekend.");
  await page.keyboard.press("Control+Enter");
  expect(await decisionOf(request, held.id, 20_000)).toBe("deny");
});

test("passkeys are enrolled, named and removed on the account page, each on record", async ({ page, browser, signIn }) => {
  test.setTimeout(120_000);
  await plugInAuthenticator(page);
  await signIn("operator", "/settings/account");
  const section = page.getByRole("region", { name: "Passkeys" });
  await section.getByRole("button", { name: "Enrol a passkey…" }).click();
  const dialog = page.getByRole("dialog", { name: "Enrol a passkey" });
  await dialog.getByLabel("Your password").fill("not it at all");
  await dialog.getByLabel("Name of the passkey").fill("Desk key");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(dialog.getByText("This is not your password.")).toBeVisible();
  await expectAccessible(page, "wide and narrow");
  await dialog.getByLabel("Your password").fill("reeve-demo");
  await page.keyboard.press("Enter");
  await expect(section.getByRole("list", { name: "Passkeys" })).toContainText("Desk key");
  await section.getByRole("button", { name: "Rename Desk key" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Desk key, blue");
  await page.keyboard.press("Enter");
  await expect(section.getByText("Desk key, blue")).toBeVisible();
  await expectAccessible(page, "wide and narrow");
  await section.getByRole("button", { name: "Remove Desk key, blue" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(section.getByText("You have none yet.")).toBeVisible();

  const other = await browser.newContext();
  const auditor = await other.newPage();
  await signInAs(auditor, "auditor");
  await auditor.goto("/audit");
  await expect(auditor.getByText("enrolled a passkey").first()).toBeVisible();
  await other.close();
});

import { API_KEY, enterAs, expect, test } from "./fixtures";

const AGENT = "claims-intake";

test("with one operator alone an agent is restored without a second person; it is badged, listed, and reviewed by somebody else", async ({
  page,
  browser,
  request,
  signIn,
}) => {
  const propose = async () => {
    const answer = await request.post("/api/v1/actions", {
      headers: { authorization: `Bearer ${API_KEY}`, "idempotency-key": crypto.randomUUID() },
      data: { agent: AGENT, tool: "claims.read", args: { claim: "C-1" }, initiator: { type: "system", id: "e2e" } },
    });
    return (await answer.json()) as { decision: string; cause: string };
  };
  const victor = await browser.newPage();
  const turn = async (way: "on" | "off") => {
    await enterAs(victor, "admin", "/settings/organisation");
    await victor.getByRole("button", { name: `Turn ${way}` }).click();
    await victor
      .getByRole("dialog")
      .getByRole("button", { name: `Turn ${way}` })
      .click();
    await expect(victor.getByText(`It is ${way}:`)).toBeVisible();
  };
  await turn("on");
  try {
    await signIn("operator", `/agents/${AGENT}`);
    await expect(page.getByRole("link", { name: "Single-operator mode" })).toBeVisible();
    await page.getByRole("button", { name: "Kill" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("It reads claims that are closed.");
    await dialog.getByRole("button", { name: "Kill" }).click();
    await expect(page.getByText("It reads claims that are closed.").first()).toBeVisible();
    expect(await propose()).toMatchObject({ decision: "deny", cause: "killed" });

    await page.getByRole("button", { name: "Restore" }).first().click();
    await expect(dialog).toContainText("nobody else is asked");
    await dialog.getByRole("textbox").fill("Closed claims are left out now.");
    await dialog.getByRole("button", { name: "Restore" }).click();
    await expect(page.getByRole("button", { name: "Kill" })).toBeVisible();
    expect((await propose()).cause).not.toBe("killed");

    await page.goto("/queue/reviews");
    const mine = page
      .getByRole("region", { name: "To review" })
      .getByRole("listitem")
      .filter({ hasText: "Closed claims are left out now." });
    await expect(mine).toContainText("You restored a stopped agent without a second person");
    await expect(mine.getByRole("button")).toHaveCount(0); // somebody else looks at it
  } finally {
    await turn("off");
  }
  await page.reload();
  await expect(page.getByRole("heading", { name: "Done alone" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Single-operator mode" })).toHaveCount(0);

  const lea = await browser.newPage();
  await enterAs(lea, "operator2", "/queue/reviews");
  await lea.getByRole("button", { name: "Reviewed: Mei Lin restored a stopped agent without a second person" }).press("Enter");
  await lea.getByRole("dialog").getByLabel("Note").fill("Seen, the filter holds.");
  await lea.getByRole("dialog").getByRole("button", { name: "Reviewed" }).click();
  const done = lea.getByRole("region", { name: "Reviewed" }).getByRole("listitem").filter({ hasText: "Closed claims are left out now." });
  await expect(done).toContainText("Seen, the filter holds.");
  await Promise.all([victor.close(), lea.close()]);
});

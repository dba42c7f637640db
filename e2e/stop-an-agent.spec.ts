import { API_KEY, enterAs, expect, test } from "./fixtures";

test("an operator kills an agent with a reason, it is refused at once, and works again when a second person agrees", async ({
  page,
  browser,
  request,
  signIn,
}) => {
  const propose = async (key: string) => {
    const answer = await request.post("/api/v1/actions", {
      headers: { authorization: `Bearer ${API_KEY}`, "idempotency-key": key },
      data: {
        agent: "reporting-agent",
        tool: "warehouse.query",
        args: { table: "orders" },
        initiator: { type: "system", id: "e2e" },
      },
    });
    return (await answer.json()) as { decision: string; cause: string };
  };
  expect(await propose("kill-before")).toMatchObject({ decision: "allow" });

  await signIn("operator", "/agents/reporting-agent");
  await page.getByRole("button", { name: "Kill" }).click();
  const kill = page.getByRole("dialog");
  await kill.getByRole("textbox").fill("It reads more than the figures need.");
  await kill.getByRole("button", { name: "Kill" }).click();
  await expect(page.getByText("It reads more than the figures need.").first()).toBeVisible();
  expect(await propose("kill-after")).toMatchObject({ decision: "deny", cause: "killed" });

  await page.getByRole("button", { name: "Restore" }).first().click();
  const restore = page.getByRole("dialog");
  await restore.getByRole("textbox").fill("The query was narrowed.");
  await restore.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("Mei Lin asked to restore it")).toBeVisible();
  await expect(page.getByRole("button", { name: "Restore" })).toHaveCount(0); // not by the one who asked
  expect(await propose("asked")).toMatchObject({ decision: "deny", cause: "killed" });

  const other = await browser.newContext();
  const colleague = await other.newPage();
  await enterAs(colleague, "operator2", "/agents");
  await expect(colleague.getByText("Mei Lin asked to restore it")).toBeVisible();
  await colleague.goto("/agents/reporting-agent");
  await expect(colleague.getByText("Reason: The query was narrowed.")).toBeVisible();
  await colleague.getByRole("button", { name: "Restore" }).click();
  await expect(colleague.getByRole("button", { name: "Kill" })).toBeVisible();
  await other.close();
  expect(await propose("restored")).toMatchObject({ decision: "allow" });
});

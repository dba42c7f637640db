import { API_KEY, expect, test } from "./fixtures";

test("an operator kills an agent with a reason, it is refused at once, and a person restores it", async ({ page, request, signIn }) => {
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
  await expect(page.getByRole("button", { name: "Kill" })).toBeVisible();
  expect(await propose("restored")).toMatchObject({ decision: "allow" });
});

import { askForDecisions, clearByKeyboard, countUndecided } from "@/bench/keyboard-round";
import { API_KEY, expect, test } from "./fixtures";

const COUNT = 16; // a hundred, and what each step waits for: `npm run bench -- keyboard`

test("mixed requests are cleared by keyboard alone: approved, rejected, claimed, taken next, several at once, undone", async ({
  page,
  signIn,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const reeve = { url: baseURL ?? "", apiKey: API_KEY };
  const tag = `Keys${Date.now()}`;
  const asked = await askForDecisions(reeve, tag, COUNT);
  await signIn("approver", "/queue");
  await expect(page.getByRole("list", { name: "Requests" }).getByRole("link").first()).toBeVisible();
  const steps = await clearByKeyboard(page, tag, COUNT);
  const done = new Set(steps.map(({ name }) => name));
  for (const name of ["approve", "reject", "claim", "undo", "take next", "approve several"]) expect(done).toContain(name);
  expect(await countUndecided(reeve, asked)).toBe(0);
});

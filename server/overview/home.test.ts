import { expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { evaluateDaily } from "@/server/maturity/evaluating";
import { freshDatabase } from "@/server/platform/testing/database";
import { readHome } from "./home";

freshDatabase();

test("the home of an empty house says what is known, and of the rest nothing, until the first evaluation", async () => {
  const executive = await signInAs("executive@example.com", ["executive"]);
  expect(await readHome(executive)).toMatchObject({
    ok: true,
    value: { spend: { spentMicroUsd: "0", budget: null }, attainment: { inTime: 0, measured: 0, waiting: 0 }, maturity: null, risks: null },
  });
  await evaluateDaily(new Date());
  const home = await readHome(executive);
  expect(home).toMatchObject({ ok: true, value: { maturity: { level: 1, rubricVersion: "2026.2", falls: [] } } });
  expect(home.ok && home.value.risks?.rows).toHaveLength(5);
  expect(home.ok && home.value.risks?.rows[0]).toMatchObject({ severity: expect.stringMatching(/high|medium|low/), owner: null });
});

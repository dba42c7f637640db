import { randomBytes } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { API_KEY, expect, test } from "./fixtures";

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** Sends a call of a tool that was given this text, as an instrumented agent would; answers where it is read. */
async function sendCall(request: APIRequestContext, text: string): Promise<string> {
  const [traceId, spanId] = [randomBytes(16).toString("hex"), randomBytes(8).toString("hex")];
  const nanos = (ms: number) => String(BigInt(Date.now() + ms) * 1_000_000n);
  const attributes = [
    attribute("gen_ai.operation.name", "execute_tool"),
    attribute("gen_ai.tool.name", "letters.write"),
    attribute("gen_ai.agent.name", "letter-agent"),
    attribute("gen_ai.tool.call.arguments", JSON.stringify({ text })),
  ];
  const times = { startTimeUnixNano: nanos(-900), endTimeUnixNano: nanos(-100) };
  const spans = [{ traceId, spanId, name: "execute_tool letters.write", ...times, attributes }];
  const answer = await request.post("/api/otel/v1/traces", {
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
    data: { resourceSpans: [{ scopeSpans: [{ spans }] }] },
  });
  expect(await answer.json()).toEqual({});
  return `/traces/${traceId}?view=timeline&step=${spanId}`;
}

test("a rule takes a number out of what comes in; its commitment tells whether it was this one, and who has it shown is on the record", async ({
  page,
  request,
  signIn,
}) => {
  const [number, name] = [`POL-${String(Date.now()).slice(-8)}`, `Policy numbers ${Date.now()}`];
  await signIn("admin", "/traces/redaction");
  await page.getByRole("button", { name: "Add a rule" }).click();
  const form = page.getByRole("dialog", { name: "Add a rule" });
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("Takes out").selectOption({ label: "What fits a pattern" });
  await form.getByLabel("Pattern").fill("POL-\\d{8}");
  await form.getByRole("checkbox", { name: "Auditor" }).check();
  await form.getByLabel("Reason for the change").fill("They name a customer.");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expect(form).toHaveCount(0);
  await expect(page.getByText(name).first()).toBeVisible();
  const path = await sendCall(request, `About ${number}, which ends in March.`);

  await page.context().clearCookies();
  await signIn("auditor", path);
  const step = page.getByRole("complementary", { name: "Step" });
  await expect(step.getByRole("heading", { name: "letters.write" })).toBeVisible();
  await expect(step.getByText("which ends in March.").first()).toBeVisible();
  await expect(step.getByText(number)).toHaveCount(0);

  const check = step.getByLabel("Was this the value?");
  await check.fill("POL-00000000");
  await step.getByRole("button", { name: "Check" }).click();
  await expect(step.getByText("No: it is none of these values.")).toBeVisible();
  await check.fill(number);
  await step.getByRole("button", { name: "Check" }).click();
  await expect(step.getByText("Yes: it was taken out of this step.")).toBeVisible();

  await step.getByRole("button", { name: "Reveal" }).click();
  const asked = page.getByRole("dialog", { name: "Reveal the original" });
  await asked.getByLabel("Why do you need to see it?").fill("A customer disputes the letter.");
  await asked.getByRole("button", { name: "Reveal" }).click();
  await expect(step.getByText(number).first()).toBeVisible();

  await page.goto("/audit?kind=redaction.value_revealed");
  await page
    .getByRole("button", { name: /looked at what was taken out of a step/ })
    .first()
    .click();
  const entry = page.getByRole("complementary", { name: "Entry" });
  await expect(entry).toContainText("looked at what was taken out of a step");
  await expect(entry).not.toContainText(number);
});

import { expect, test } from "vitest";
import { toldOfActions } from "@/server/approvals/told";
import { signInAs } from "@/server/identity/testing";
import { compareTraces } from "@/server/traces/compare";
import { readStory } from "@/server/traces/story";
import { hex, send, text, toolStep } from "@/server/traces/testing/sending";
import { consume } from "./service";
import { actionId, ask, call, discount, expectOk, gateWorld, key } from "./testing";

gateWorld();

const args = (percent: number) => text("gen_ai.tool.call.arguments", JSON.stringify({ account: "acme", percent }));

/** A run whose discount policy allowed at once. */
async function allowedRun(): Promise<string> {
  const step = toolStep("crm.apply_discount", {}, args(5));
  const answer = await ask(
    call({ tool: "crm.apply_discount", args: { account: "acme", percent: 5 }, run: { traceId: step.traceId, spanId: step.spanId } }),
  );
  expectOk(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, hex(8)));
  await send(step);
  return step.traceId;
}

/** A run that asks for a discount that people must decide, and waits. */
async function heldRun(): Promise<string> {
  const step = toolStep("crm.apply_discount", { status: { code: 2 } }, args(50));
  const answer = await ask(discount({ args: { account: "acme", percent: 50 }, run: { traceId: step.traceId, spanId: step.spanId } }));
  expect(answer.decision).toBe("pending");
  await send(step);
  return step.traceId;
}

test("the story of a run that waits for people says by which rule, before whom, and that nobody has decided", async () => {
  const auditor = await signInAs("story-auditor@example.com", ["auditor"]);
  const story = expectOk(await readStory(auditor, await heldRun(), toldOfActions));
  const held = story.chapters.find(({ mark }) => mark === "held");
  const words = held?.parts.map((part) => (typeof part === "string" ? part : part.text)).join("") ?? "";
  expect(words).toContain("put it before");
  expect(words).toContain("Nobody has decided yet");
  expect(held?.parts.some((part) => typeof part !== "string" && part.kind === "link" && part.href.startsWith("/queue/apr_"))).toBe(true);
});

test("two runs part where one was held and the other allowed, with their arguments beside each other", async () => {
  const auditor = await signInAs("compare-auditor@example.com", ["auditor"]);
  const viewer = await signInAs("compare-viewer@example.com", ["viewer"]);
  const [a, b] = [await heldRun(), await allowedRun()];
  const compared = expectOk(await compareTraces(auditor, { a, b }, toldOfActions));
  expect(compared.parting).toContain("A waits for people, B was allowed by policy");
  expect(compared.rows[0]?.args).toEqual({ a: { account: "acme", percent: 50 }, b: { account: "acme", percent: 5 } });
  const veiled = expectOk(await compareTraces(viewer, { a, b }, toldOfActions));
  expect(veiled).toMatchObject({ unread: null, rows: [{ args: null }] });
});

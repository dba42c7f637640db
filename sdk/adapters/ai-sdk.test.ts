import { generateText, stepCountIs, tool } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { Reeve } from "../index";
import { action, type ContractServer, contractServer, lease } from "../testing/contract-server";
import { guardTools, reeveTool } from "./ai-sdk";

let server: ContractServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};

/** A model that calls the tool once and then says what it was told. */
const scripted = (input: object) =>
  new MockLanguageModelV4({
    doGenerate: [
      {
        content: [{ type: "tool-call", toolCallId: "call-1", toolName: "apply_discount", input: JSON.stringify(input) }],
        finishReason: { unified: "tool-calls", raw: undefined },
        usage,
        warnings: [],
      },
      { content: [{ type: "text", text: "Done." }], finishReason: { unified: "stop", raw: undefined }, usage, warnings: [] },
    ],
  });

function discountTool(calls: unknown[]) {
  return tool({
    description: "Puts a discount on a renewal.",
    inputSchema: z.object({ account: z.string(), percent: z.number() }),
    execute: async (input) => {
      calls.push(input);
      return { applied: input.percent };
    },
  });
}

async function work(decision: Record<string, unknown>, input: object) {
  server = await contractServer({
    propose: () => ({ json: action(decision) }),
    consume: () => ({ json: lease({ account: "acme", percent: 15 }) }),
    receipt: () => ({}),
  });
  const reeve = new Reeve({ url: server.url, apiKey: "rv_test", agent: "sales-agent" });
  const calls: unknown[] = [];
  const tools = guardTools(
    reeve,
    { apply_discount: discountTool(calls) },
    { apply_discount: { name: "crm.apply_discount", impact: { external: true } } },
  );
  const model = scripted(input);
  const result = await generateText({ model, tools, prompt: "Keep Acme.", stopWhen: stepCountIs(3) });
  return { calls, seen: server.seen, result, secondPrompt: JSON.stringify(model.doGenerateCalls[1]?.prompt) };
}

test("an allowed tool call of a real AI SDK agent runs what the lease holds, under its name in Reeve", async () => {
  const { calls, seen, result } = await work({}, { account: "acme", percent: 50 });
  expect(calls).toEqual([{ account: "acme", percent: 15 }]);
  expect(seen[0]?.body).toMatchObject({ tool: "crm.apply_discount", args: { account: "acme", percent: 50 }, impact: { external: true } });
  expect(seen.at(-1)?.body).toMatchObject({ status: "succeeded" });
  expect(result.text).toBe("Done.");
});

test("a refusal does not run the tool and reaches the model in words that name the cause", async () => {
  const denied = { decision: "deny", cause: "human", reason: "Half price needs the board.", retry: "after_change" };
  const { calls, secondPrompt } = await work(denied, { account: "acme", percent: 50 });
  expect(calls).toEqual([]);
  expect(secondPrompt).toContain("Denied (human): Half price needs the board. A changed proposal may be allowed.");
});

test("a tool that runs elsewhere cannot pretend to be guarded", () => {
  const reeve = new Reeve({ url: "http://localhost:9", apiKey: "rv_test", agent: "a" });
  const remote = tool({ inputSchema: z.object({}), outputSchema: z.object({}) });
  expect(() => reeveTool(reeve, "remote", remote)).toThrow("cannot be guarded");
});

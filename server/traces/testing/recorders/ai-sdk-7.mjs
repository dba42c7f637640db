import { OpenTelemetry } from "@ai-sdk/otel";
import { generateText, isStepCount, registerTelemetry, stepCountIs, tool } from "ai";
import * as t from "ai/test";
import { z } from "zod";
import { keep, provide } from "./kit.mjs";

provide();
registerTelemetry(new OpenTelemetry());
const Model = t.MockLanguageModelV4 ?? t.MockLanguageModelV3;
let turn = 0;
const usage = {
  inputTokens: { total: 1200, noCache: 200, cacheRead: 900, cacheWrite: 100 },
  outputTokens: { total: 60, text: 40, reasoning: 20 },
};
const model = new Model({
  provider: "anthropic",
  modelId: "claude-sonnet-4-5",
  doGenerate: async () =>
    turn++ === 0
      ? {
          content: [
            { type: "reasoning", text: "I must look at the account first." },
            { type: "tool-call", toolCallId: "call_1", toolName: "crm.read_account", input: JSON.stringify({ account: "acme" }) },
          ],
          finishReason: { unified: "tool-calls", raw: "tool_use" },
          usage,
          warnings: [],
          response: { id: "msg_1", modelId: "claude-sonnet-4-5-20250929" },
        }
      : {
          content: [{ type: "text", text: "Acme renews in March." }],
          finishReason: { unified: "stop", raw: "end_turn" },
          usage,
          warnings: [],
          response: { id: "msg_2", modelId: "claude-sonnet-4-5-20250929" },
        },
});
const tools = {
  "crm.read_account": tool({
    description: "Reads an account.",
    inputSchema: z.object({ account: z.string() }),
    execute: async ({ account }) => ({ account, renewal: "March" }),
  }),
};
await generateText({
  model,
  tools,
  stopWhen: (isStepCount ?? stepCountIs)(5),
  instructions: "You keep accounts.",
  prompt: "When does Acme renew?",
  runtimeContext: { userId: "sam@acme.example" },
  telemetry: { functionId: "renewals-agent", includeRuntimeContext: { userId: true } },
});
turn = 0;
const failing = {
  "crm.read_account": tool({
    description: "Reads an account.",
    inputSchema: z.object({ account: z.string() }),
    execute: async () => {
      throw Object.assign(new Error("the CRM is away"), { stack: "Error: the CRM is away" });
    },
  }),
};
await generateText({
  model,
  tools: failing,
  stopWhen: (isStepCount ?? stepCountIs)(5),
  prompt: "When does Acme renew?",
  telemetry: { functionId: "renewals-agent" },
});
keep("ai-sdk-7", ["ai", "@ai-sdk/otel"]);

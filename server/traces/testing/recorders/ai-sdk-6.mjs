import { generateText, stepCountIs, tool } from "ai6";
import * as t from "ai6/test";
import { z } from "zod";
import { keep, provide } from "./kit.mjs";

provide();
let turn = 0;
const usage = {
  inputTokens: { total: 1200, noCache: 200, cacheRead: 900, cacheWrite: 100 },
  outputTokens: { total: 60, text: 40, reasoning: 20 },
};
const model = new t.MockLanguageModelV3({
  provider: "anthropic.messages",
  modelId: "claude-sonnet-4-5",
  doGenerate: async () =>
    turn++ === 0
      ? {
          content: [{ type: "tool-call", toolCallId: "call_1", toolName: "crm.read_account", input: JSON.stringify({ account: "acme" }) }],
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
  stopWhen: stepCountIs(5),
  system: "You keep accounts.",
  prompt: "When does Acme renew?",
  experimental_telemetry: { isEnabled: true, functionId: "renewals-agent", metadata: { userId: "sam@acme.example", sessionId: "conv-7" } },
});
keep("ai-sdk-6", ["ai6"]);

import { writeFileSync } from "node:fs";
import { Agent, BatchTraceProcessor, OpenAIChatCompletionsModel, Runner, setTraceProcessors, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
import { scripted } from "./fake-openai.mjs";
import { versionOf } from "./kit.mjs";

const items = [];
const processor = new BatchTraceProcessor({
  export: async (list) => {
    for (const item of list) items.push(item.toJSON());
  },
});
setTraceProcessors([processor]);
const read = tool({
  name: "crm_read_account",
  description: "Reads an account.",
  parameters: z.object({ account: z.string() }),
  execute: async ({ account }) => ({ account, renewal: "March" }),
});
const agent = new Agent({
  name: "renewals-agent",
  instructions: "You keep accounts.",
  tools: [read],
  model: new OpenAIChatCompletionsModel(scripted(OpenAI), "gpt-5.4-mini"),
});
const runner = new Runner({ workflowName: "renewal-outreach", groupId: "conv-7", traceMetadata: { user_id: "sam@acme.example" } });
await runner.run(agent, "When does Acme renew?");
await processor.forceFlush?.();
await processor.shutdown?.(2000);
writeFileSync(
  new URL("../recorded/openai-agents.json", import.meta.url),
  `${JSON.stringify({ madeBy: { "@openai/agents": versionOf("@openai/agents") }, body: { data: items } }, null, 2)}\n`,
);
process.stdout.write(`openai-agents: ${items.length} items\n`);
process.exit(0);

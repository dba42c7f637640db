import { generateText, stepCountIs, tool } from "ai";
import { z } from "zod";
import { type Move, scriptedModel, type ToolOutcome } from "@/demo/scripted-model";
import { startTelemetry } from "@/demo/telemetry";

// An agent that knows nothing of Reeve: the AI SDK with OpenTelemetry, told by two variables where to send.

function* writeLetter(): Generator<Move, string, ToolOutcome> {
  yield {
    thought: "I look for the letter that we send when a policy ends.",
    tool: "find_template",
    input: { about: "the end of a policy" },
  };
  return "The letter to Contoso Health is written.";
}

const endTelemetry = startTelemetry("letters");
await generateText({
  model: scriptedModel(writeLetter, () => undefined),
  tools: {
    find_template: tool({
      description: "Finds the template of a letter.",
      inputSchema: z.object({ about: z.string() }),
      execute: async ({ about }) => ({ template: `A letter about ${about}` }),
    }),
  },
  stopWhen: stepCountIs(4),
  prompt: "Write to Contoso Health that their policy ends in December.",
  telemetry: { functionId: "letter-agent" },
});
await endTelemetry();

import * as core from "@arizeai/openinference-core";
import { OpenAIInstrumentation } from "@arizeai/openinference-instrumentation-openai";
import { context } from "@opentelemetry/api";
import OpenAI from "openai";
import { messages, scripted, tools } from "./fake-openai.mjs";
import { keep, provide } from "./kit.mjs";

const provider = provide();
const instrumentation = new OpenAIInstrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument(OpenAI);
const client = scripted(OpenAI);
const readAccount = core.traceTool(async ({ account }) => ({ account, renewal: "March" }), { name: "crm.read_account" });
const agent = core.traceAgent(
  async () => {
    const first = await client.chat.completions.create({ model: "gpt-5.4-mini", messages, tools });
    const call = first.choices[0].message.tool_calls[0];
    const result = await readAccount(JSON.parse(call.function.arguments));
    return (
      await client.chat.completions.create({
        model: "gpt-5.4-mini",
        messages: [...messages, first.choices[0].message, { role: "tool", tool_call_id: call.id, content: JSON.stringify(result) }],
      })
    ).choices[0].message.content;
  },
  { name: "renewals-agent" },
);
await context.with(core.setSession(core.setUser(context.active(), { userId: "sam@acme.example" }), { sessionId: "conv-7" }), () => agent());
keep("openinference", ["@arizeai/openinference-instrumentation-openai", "@arizeai/openinference-core"]);

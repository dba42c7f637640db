// Run with OTEL_NODE_RESOURCE_DETECTORS=none, so that the recording does not tell of the machine.
import * as traceloop from "@traceloop/node-server-sdk";
import OpenAI from "openai";
import { messages, scripted, tools } from "./fake-openai.mjs";
import { exporter, keep } from "./kit.mjs";

traceloop.initialize({
  appName: "renewals",
  exporter,
  disableBatch: true,
  silenceInitializationMessage: true,
  tracingEnabled: true,
  traceloopSyncEnabled: false,
  telemetryEnabled: false,
  traceContent: true,
  instrumentModules: { openAI: OpenAI },
});
const client = scripted(OpenAI);
const readAccount = (args) =>
  traceloop.withTool({ name: "crm.read_account" }, async ({ account }) => ({ account, renewal: "March" }), args);
await traceloop.withAssociationProperties({ user_id: "sam@acme.example", session_id: "conv-7" }, () =>
  traceloop.withAgent({ name: "renewals-agent" }, async () => {
    const first = await client.chat.completions.create({ model: "gpt-5.4-mini", messages, tools });
    const call = first.choices[0].message.tool_calls[0];
    const result = await readAccount(JSON.parse(call.function.arguments));
    return (
      await client.chat.completions.create({
        model: "gpt-5.4-mini",
        messages: [...messages, first.choices[0].message, { role: "tool", tool_call_id: call.id, content: JSON.stringify(result) }],
      })
    ).choices[0].message.content;
  }),
);
await traceloop.forceFlush?.();
keep("openllmetry", ["@traceloop/node-server-sdk", "@traceloop/instrumentation-openai"]);
process.exit(0);

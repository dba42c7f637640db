// The model is called through OpenTelemetry's own instrumentation, which takes OpenAI's library up to 6 and, as it comes, keeps
// messages out of spans; the agent and its tool say by hand what the conventions ask.
import { SpanKind, trace } from "@opentelemetry/api";
import { OpenAIInstrumentation } from "@opentelemetry/instrumentation-openai";
import * as openai from "openai6";
import { messages, scripted, tools } from "./fake-openai.mjs";
import { keep, provide } from "./kit.mjs";

const instrumentation = new OpenAIInstrumentation();
instrumentation.setTracerProvider(provide());
for (const { patch } of instrumentation.init()) patch(openai); // by hand, since it stands here under another name
const client = scripted(openai.OpenAI);
const tracer = trace.getTracer("renewals");

/** Does the work within a span that says what of the conventions it is. */
const within = (operation, name, attributes, work) =>
  tracer.startActiveSpan(
    `${operation} ${name}`,
    { kind: SpanKind.INTERNAL, attributes: { "gen_ai.operation.name": operation, ...attributes } },
    async (span) => {
      const result = await work();
      if (operation === "execute_tool") span.setAttribute("gen_ai.tool.call.result", JSON.stringify(result));
      span.end();
      return result;
    },
  );
const readAccount = ({ id, function: { arguments: args } }) =>
  within(
    "execute_tool",
    "crm.read_account",
    { "gen_ai.tool.name": "crm.read_account", "gen_ai.tool.call.id": id, "gen_ai.tool.call.arguments": args },
    async () => ({ account: JSON.parse(args).account, renewal: "March" }),
  );

await within(
  "invoke_agent",
  "renewals-agent",
  { "gen_ai.agent.name": "renewals-agent", "gen_ai.conversation.id": "conv-7", "user.id": "sam@acme.example" },
  async () => {
    const first = await client.chat.completions.create({ model: "gpt-5.4-mini", messages, tools });
    const call = first.choices[0].message.tool_calls[0];
    const result = await readAccount(call);
    const answer = { role: "tool", tool_call_id: call.id, content: JSON.stringify(result) };
    await client.chat.completions.create({ model: "gpt-5.4-mini", messages: [...messages, first.choices[0].message, answer] });
  },
);
keep("otel", ["@opentelemetry/instrumentation-openai", "openai6"]);

import { MockLanguageModelV4 } from "ai/test";

type Generate = MockLanguageModelV4["doGenerate"];
type Prompt = Parameters<Generate>[0]["prompt"];
type Generated = Awaited<ReturnType<Generate>>;

/** What came back from a tool: its result, or the words of its failure. */
export type ToolOutcome = { readonly isError: boolean; readonly text: string };
/** The model thinks aloud, then calls a tool. */
export type Move = { readonly thought: string; readonly tool: string; readonly input: Record<string, unknown> };
/** What a model would do, move by move, answering to what its tools said; it ends with its last words. */
export type Script = () => Generator<Move, string, ToolOutcome>;

const usage = {
  inputTokens: { total: 900, noCache: 900, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 80, text: 80, reasoning: 0 },
};

/**
 * A language model that follows a script instead of weights, so that the demo needs no account anywhere. Everything
 * else of the agent is real: the framework's loop, its tools, its prompts.
 */
export function scriptedModel(script: Script, onThought: (thought: string) => void): MockLanguageModelV4 {
  const moves = script();
  let calls = 0;
  const next = (prompt: Prompt): Generated => {
    const move = moves.next(lastOutcome(prompt));
    if (move.done) {
      onThought(move.value);
      return { content: [{ type: "text", text: move.value }], finishReason: { unified: "stop", raw: undefined }, usage, warnings: [] };
    }
    const { thought, tool, input } = move.value;
    onThought(thought);
    calls += 1;
    return {
      content: [
        { type: "text", text: thought },
        { type: "tool-call", toolCallId: `call-${calls}`, toolName: tool, input: JSON.stringify(input) },
      ],
      finishReason: { unified: "tool-calls", raw: undefined },
      usage,
      warnings: [],
    };
  };
  return new MockLanguageModelV4({ modelId: "scripted", doGenerate: async ({ prompt }) => next(prompt) });
}

function lastOutcome(prompt: Prompt): ToolOutcome {
  const last = prompt.at(-1);
  const part = last?.role === "tool" ? last.content.find((content) => content.type === "tool-result") : undefined;
  if (part?.type !== "tool-result") return { isError: false, text: "" };
  const { output } = part;
  const text = "value" in output ? (typeof output.value === "string" ? output.value : JSON.stringify(output.value)) : (output.reason ?? "");
  return { isError: output.type.startsWith("error") || output.type === "execution-denied", text };
}

import { type Message, type Part, readContent } from "./content";
import type { Attributes } from "./otlp/model";
import type { Step } from "./step";

/** About how many tokens a call took in and gave back, by its texts; null where it kept none of them. */
export type EstimatedUsage = { readonly input: number | null; readonly output: number | null };

const CHARACTERS_A_TOKEN = 4;
/** Scripts without spaces: about a token a character. */
const DENSE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/gu;
/** What providers add to each message: its role and where it ends. */
const A_MESSAGE = 4;
const MOST = 100_000_000;

/** About how many tokens a text is: a guess that needs no vocabulary of any model. English comes out within a fifth of it. */
export function estimateTokens(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  return dense + Math.ceil((text.length - dense) / CHARACTERS_A_TOKEN);
}

function textOf(part: Part): string {
  if (part.type === "text" || part.type === "reasoning") return part.text;
  if (part.type === "tool_call") return `${part.tool}${JSON.stringify(part.args) ?? ""}`;
  if (part.type === "tool_result") return typeof part.result === "string" ? part.result : (JSON.stringify(part.result) ?? "");
  return ""; // a picture, a sound: nobody knows
}

const tokensOf = (messages: readonly Message[]): number | null =>
  messages.length === 0
    ? null
    : Math.min(
        MOST,
        messages.reduce((sum, { parts }) => sum + A_MESSAGE + parts.reduce((all, part) => all + estimateTokens(textOf(part)), 0), 0),
      );

/** Of a call that ended well and told no usage, as streamed calls often do; null for all others, and where it kept no texts. */
export function estimateUsage(step: Pick<Step, "kind" | "status" | "usage">, attributes: Attributes): EstimatedUsage | null {
  if (step.kind !== "llm" || step.status !== "ok" || step.usage.basis !== "missing") return null;
  const { input, output } = readContent(attributes, step.kind);
  const estimated = { input: tokensOf(input), output: tokensOf(output) };
  return estimated.input === null && estimated.output === null ? null : estimated;
}

import type { Content, Message } from "@/server/traces/core/content";
import type { Skeleton } from "@/server/traces/schema";
import { type SkeletonStep, stepAt } from "./read-skeleton";
import type { Quote } from "./story-schema";
import { named } from "./trace-words";

const LONGEST = 600;

const textOf = (messages: readonly Message[], types: readonly string[]): string =>
  messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => ((part.type === "text" || part.type === "reasoning") && types.includes(part.type) ? [part.text.trim()] : []))
    .filter(Boolean)
    .join("\n\n");

/** Why a model chose what it chose, in its words: its reasoning, else what it said. */
export const saidOf = (content: Content | undefined): string =>
  content === undefined ? "" : textOf(content.output, ["reasoning"]) || textOf(content.output, ["text"]);

const cut = (text: string, writer: string): Quote => {
  const characters = [...text];
  const isCut = characters.length > LONGEST;
  return { text: isCut ? `${characters.slice(0, LONGEST).join("").trimEnd()}…` : text, writer, isCut };
};

/** What a step's agent wrote, cut where it is long; null when it wrote nothing. */
export const quoteOf = (step: SkeletonStep, text: string): Quote | null =>
  text === "" ? null : cut(text, step.agent === null ? "the agent" : named(step.agent));

/** What the run was asked for: the first words of a user that any of its first steps was given. */
export function goalOf(skeleton: Skeleton, contents: ReadonlyMap<string, Content>): Quote | null {
  for (let index = 0; index < skeleton.spanId.length; index += 1) {
    const step = stepAt(skeleton, index);
    const content = step === null ? undefined : contents.get(step.spanId);
    if (step === null || content === undefined) continue;
    const asked = content.input.find(({ role }) => role === "user");
    const text = asked === undefined ? "" : textOf([asked], ["text"]);
    if (text !== "") return cut(text, "whoever asked, as the agent tells it");
  }
  return null;
}

import type { Message } from "./content";
import type { Quote, StoryFacts, StoryStep } from "./story-schema";
import { named } from "./words";

const LONGEST = 600;

const textOf = (messages: readonly Message[], types: readonly string[]): string =>
  messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => ((part.type === "text" || part.type === "reasoning") && types.includes(part.type) ? [part.text.trim()] : []))
    .filter(Boolean)
    .join("\n\n");

/** Why a model chose what it chose, in its words: its reasoning, else what it said. */
const saidIn = (output: readonly Message[]): string => textOf(output, ["reasoning"]) || textOf(output, ["text"]);

/** What a stranger wrote, cut where it is long; null when there is nothing. */
export function quote(text: string | null, writer: string, longest = LONGEST): Quote | null {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") return null;
  const characters = [...trimmed];
  const isCut = characters.length > longest;
  return { text: isCut ? `${characters.slice(0, longest).join("").trimEnd()}…` : trimmed, writer, isCut };
}

/** What the model said in this step. */
export const quoteOf = (step: StoryStep, { said }: StoryFacts): Quote | null =>
  quote(saidIn(said.get(step.spanId)?.output ?? []), step.agent === null ? "the agent" : named(step.agent));

/** What the run was asked for: the first words of a user that any of its first steps was given. */
export function goalOf(steps: readonly StoryStep[], { said }: StoryFacts): Quote | null {
  for (const { spanId } of steps) {
    const asked = said.get(spanId)?.input.find(({ role }) => role === "user");
    const found = asked === undefined ? null : quote(textOf([asked], ["text"]), "whoever asked, as the agent tells it");
    if (found !== null) return found;
  }
  return null;
}

import type { Message, Part } from "./content";

/** Of one part so many characters are told, and of one exchange so many in all; whoever wants more opens the step. */
const MOST_OF_PART = 20_000;
const MOST_OF_EXCHANGE = 200_000;

export type Abridged = Part & { readonly leftOut?: number };

/** What is left to tell of an exchange. */
export class Allowance {
  private left = MOST_OF_EXCHANGE;

  private take(wanted: number): number {
    const given = Math.min(wanted, MOST_OF_PART, this.left);
    this.left -= given;
    return given;
  }

  private text(text: string): { readonly text: string; readonly leftOut?: number } {
    const given = this.take(text.length);
    if (given === text.length) return { text };
    // Never half of a character that takes two places.
    const end = given > 0 && /[\uD800-\uDBFF]/.test(text[given - 1] ?? "") ? given - 1 : given;
    return { text: text.slice(0, end), leftOut: text.length - end };
  }

  /** A part, cut to what is left. A structure is told whole or as the beginning of its JSON. */
  part(part: Part): Abridged {
    switch (part.type) {
      case "text":
      case "reasoning":
        return { ...part, ...this.text(part.text) };
      case "tool_call": {
        const { text, leftOut } = this.text(JSON.stringify(part.args));
        return leftOut === undefined ? part : { ...part, args: text, leftOut };
      }
      case "tool_result": {
        const { text, leftOut } = this.text(JSON.stringify(part.result));
        return leftOut === undefined ? part : { ...part, result: text, leftOut };
      }
      default: {
        const { text, leftOut } = this.text(JSON.stringify(part.value));
        return leftOut === undefined ? part : { ...part, value: text, leftOut };
      }
    }
  }

  messages(messages: readonly Message[]): { readonly role: string; readonly parts: readonly Abridged[] }[] {
    return messages.map(({ role, parts }) => ({ role, parts: parts.map((part) => this.part(part)) }));
  }
}

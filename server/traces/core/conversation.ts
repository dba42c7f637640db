import type { Message, Part } from "./content";

/** What one call of a model took in and gave back. */
export type Exchange = { readonly spanId: string; readonly input: readonly Message[]; readonly output: readonly Message[] };

/** An exchange, told to someone who has read those before it. */
export type News = {
  readonly spanId: string;
  /** The instructions it was given, unless an exchange before had the very same. */
  readonly instructions: readonly Part[];
  /** How many messages of its input stood in an exchange before already. */
  readonly repeated: number;
  /** What it was given begins in the middle of what came before: the first messages were left out. */
  readonly isShortened: boolean;
  /** What its input says that nobody has read yet. */
  readonly fresh: readonly Message[];
  readonly output: readonly Message[];
};

/** Histories that a new exchange is held against: enough for agents that take turns, few enough for traces of thousands of calls. */
const MOST_HISTORIES = 64;

const ROLES: { readonly [role: string]: string } = {
  developer: "system",
  model: "assistant",
  ai: "assistant",
  human: "user",
  function: "tool",
};
/** The role as every dialect has it. */
export const plainRole = (role: string): string => ROLES[role.toLowerCase()] ?? role.toLowerCase();

/** A value as text that is the same whichever way its fields are ordered. */
const steady = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? "";

/**
 * What makes a part the same part when it comes again. Ids change between dialects, and reasoning is often not sent back:
 * neither tells parts apart. Null is a part that says nothing by itself.
 */
function signOf(role: string, part: Part): string | null {
  switch (part.type) {
    case "text":
      return part.text.trim() === "" ? null : `text ${plainRole(role)} ${part.text.trim()}`;
    case "reasoning":
      return null;
    case "tool_call":
      return `call ${part.tool} ${steady(part.args)}`;
    case "tool_result":
      return `result ${steady(part.result)}`;
    default:
      return `other ${steady(part.value)}`;
  }
}

/** Gives each sign a number, so that long texts are compared once. */
class Signs {
  private readonly known = new Map<string, number>();

  of(messages: readonly Message[]): Int32Array {
    const numbers: number[] = [];
    for (const { role, parts } of messages) {
      for (const part of parts) {
        const sign = signOf(role, part);
        if (sign !== null) numbers.push(this.number(sign));
      }
    }
    return Int32Array.from(numbers);
  }

  isNew(sign: string): boolean {
    const before = this.known.size;
    this.number(sign);
    return this.known.size > before;
  }

  number(sign: string): number {
    const known = this.known.get(sign);
    if (known !== undefined) return known;
    this.known.set(sign, this.known.size);
    return this.known.size - 1;
  }
}

function commonLength(input: Int32Array, history: Int32Array, from: number): number {
  const most = Math.min(input.length, history.length - from);
  let length = 0;
  while (length < most && input[length] === history[from + length]) length += 1;
  return length;
}

type Match = { readonly length: number; readonly isShortened: boolean };

/** How much of an input a history holds: from its beginning, or, where its first messages were left out, up to its end. */
function matchOf(input: Int32Array, history: Int32Array): Match {
  const whole = commonLength(input, history, 0);
  if (whole > 0) return { length: whole, isShortened: false };
  for (let from = history.indexOf(input[0] ?? -1, 1); from > 0; from = history.indexOf(input[0] ?? -1, from + 1)) {
    const length = commonLength(input, history, from);
    if (from + length === history.length) return { length, isShortened: true };
  }
  return { length: 0, isShortened: false };
}

/** The messages after the first `count` parts that say something. */
function messagesAfter(messages: readonly Message[], count: number): Pick<News, "repeated" | "fresh"> {
  let passed = 0;
  const isNew = (role: string, part: Part): boolean => {
    if (signOf(role, part) === null) return passed >= count && part.type === "reasoning" && part.text.trim() !== "";
    passed += 1;
    return passed > count;
  };
  const left = messages.map(({ role, parts }) => ({ role, parts: parts.filter((part) => isNew(role, part)) }));
  const repeated = messages.filter(({ parts }, i) => parts.length > 0 && left[i]?.parts.length === 0).length;
  return { repeated, fresh: left.filter(({ parts }) => parts.length > 0) };
}

function splitInstructions(input: readonly Message[]): { readonly instructions: readonly Part[]; readonly said: readonly Message[] } {
  const first = input.findIndex(({ role }) => plainRole(role) !== "system");
  const count = first < 0 ? input.length : first;
  return { instructions: input.slice(0, count).flatMap(({ parts }) => parts), said: input.slice(count) };
}

/** What was said so far, conversation by conversation: that which went on last stands at the end. */
class Histories {
  private readonly all: Int32Array[] = [];

  /** The part of an input that was said before, in the conversation that it goes on from. That one is then told on by it. */
  match(input: Int32Array): Match {
    let best: Match & { readonly at: number } = { length: 0, isShortened: false, at: -1 };
    for (let at = this.all.length - 1; at >= 0; at -= 1) {
      const match = matchOf(input, this.all[at] ?? input);
      if (match.length > best.length) best = { ...match, at };
    }
    const isToldOn = best.isShortened || best.length === this.all[best.at]?.length;
    if (isToldOn) this.all.splice(best.at, 1);
    return best;
  }

  add(history: Int32Array): void {
    this.all.push(history);
    if (this.all.length > MOST_HISTORIES) this.all.shift();
  }
}

/**
 * Of successive exchanges, what each says that was not said before. Every call of a model is given the whole conversation
 * again: told as it came, the first message would stand there as often as there are calls. Agents that take turns have
 * conversations of their own; each exchange is held against the one that it goes on from.
 */
export function tellNews(exchanges: readonly Exchange[]): News[] {
  const signs = new Signs();
  const histories = new Histories();
  return exchanges.map(({ spanId, input, output }) => {
    const { instructions, said } = splitInstructions(input);
    const isNewInstruction = instructions.length > 0 && signs.isNew(`instructions ${steady(instructions)}`);
    const own = signs.of(said);
    const { length, isShortened } = histories.match(own);
    histories.add(Int32Array.from([...own, ...signs.of(output)]));
    return { spanId, instructions: isNewInstruction ? instructions : [], isShortened, ...messagesAfter(said, length), output };
  });
}

import { FLAGS } from "@/server/traces/schema";

const ODD: readonly (readonly [flag: number, words: string])[] = [
  [FLAGS.reversed, "It ends before it starts, so it is shown without a length."],
  [FLAGS.early, "It begins before the step that called it: their clocks differ."],
  [FLAGS.endless, "It lasts longer than a day: the time beyond the other steps is folded."],
  [FLAGS.future, "Its time lay in the future when it arrived: a clock is wrong."],
  [FLAGS.ring, "By what was sent it is its own ancestor, so it stands at the top."],
  [FLAGS.mismatch, "It names an action that is not its own."],
  [FLAGS.usage, "A figure of its usage is no count of tokens, or no cost: that figure is left out, and kept among its attributes."],
  [FLAGS.cachedResponse, "The application answered it from a cache of its own: no provider bills it, so it counts no tokens."],
];

/** What is odd about the time, the place or the figures of a step, in words; nothing for most. */
export const oddWords = (flags: number): readonly string[] => ODD.flatMap(([flag, words]) => ((flags & flag) === 0 ? [] : [words]));

const ANY = ODD.reduce((flags, [flag]) => flags | flag, 0);

export const isOdd = (flags: number): boolean => (flags & ANY) !== 0;

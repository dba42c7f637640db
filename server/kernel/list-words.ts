/** Words as a sentence lists them: "a", "a or b", "a, b and c". */
export const listWords = (words: readonly string[], joint: "and" | "or"): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${joint} ${words[words.length - 1]}`;

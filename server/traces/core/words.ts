import { usdWords } from "@/server/kernel/money";
import { cleanLine } from "@/server/kernel/untrusted";

/** How long a step took, as exact as it is worth: "410 µs", "822 ms", "7.6 s", "1 m 04 s", "1 h 01 m". */
export function lastingWords(us: number): string {
  if (us < 1_000) return `${Math.round(us)} µs`;
  if (us < 999_500) return `${Math.round(us / 1_000)} ms`;
  if (us < 59_950_000) return `${(us / 1_000_000).toFixed(1)} s`;
  const seconds = Math.round(us / 1_000_000);
  const two = (count: number) => String(count).padStart(2, "0");
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${two(Math.floor((seconds % 3_600) / 60))} m`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
}

/** "812", "367.5 k", "1.2 M". */
export function tokenWords(tokens: number): string {
  if (tokens < 10_000) return tokens.toLocaleString("en-GB");
  return tokens < 1_000_000 ? `${(tokens / 1_000).toFixed(1)} k` : `${(tokens / 1_000_000).toFixed(1)} M`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** A name that an agent gave, on one line. */
export const named = (text: string): string => cleanLine(text, 160) || "(without a name)";

type Costs = { readonly costMicroUsd: string | null; readonly llmSteps: number; readonly unpricedSteps?: number };

/** What is known of a trace's cost; unknown is never nothing, and a part is said to be one. */
export function costWords({ costMicroUsd, llmSteps, unpricedSteps = 0 }: Costs): string | null {
  if (costMicroUsd === null) return llmSteps > 0 ? "unknown" : null;
  return unpricedSteps > 0 ? `over ${usdWords(costMicroUsd)}` : usdWords(costMicroUsd);
}

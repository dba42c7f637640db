import type { Tokens, ToldUsage } from "@/server/kernel/cost";

/** Whether a step tells any usage at all. */
export const hasUsage = ({ input, output }: Pick<ToldUsage, "input" | "output">): boolean => input !== null || output !== null;

/**
 * Usage by classes that do not overlap. More cached tokens than input leave one reading only: that the input was told
 * without them; the same goes for reasoning and output.
 */
export function splitUsage(told: ToldUsage): Tokens {
  const [input, output, reasoning] = [told.input ?? 0, told.output ?? 0, told.reasoning ?? 0];
  const cacheWrite1h = told.cacheWrite1h ?? 0;
  const cacheWrite5m = Math.max(0, (told.cacheWrite ?? 0) - cacheWrite1h);
  const cacheRead = told.cacheRead ?? 0;
  const cached = cacheRead + cacheWrite5m + cacheWrite1h;
  return {
    input: cached > input ? input : input - cached,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    output: reasoning > output ? output : output - reasoning,
    reasoning,
  };
}

/** All that went in: what decides which context tier a call is priced by. */
export const inputOf = ({ input, cacheRead, cacheWrite5m, cacheWrite1h }: Tokens): number =>
  input + cacheRead + cacheWrite5m + cacheWrite1h;

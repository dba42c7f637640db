/** Tokens that have a price of their own. The classes do not overlap: their sum is what a call used. */
export const TOKEN_CLASSES = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning"] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];
export type Tokens = Readonly<Record<TokenClass, number>>;

export const NO_TOKENS: Tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };

/** Usage as a step tells it: input with the cached tokens in it, output with reasoning. Null is unknown. */
export type ToldUsage = {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
};

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

import { z } from "zod";
/** What an hour of review costs, in micro-USD; null is not set. */
export const SetReviewRateInput = z.object({
  microUsdPerHour: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, "Enter an amount above $0 and below $10,000.")
    .nullable(),
});
export type SetReviewRateInput = z.infer<typeof SetReviewRateInput>;

export type ReviewTime = {
  /** Verdicts that people gave and did not take back. */
  readonly verdicts: number;
  readonly seconds: number;
  readonly people: number;
  /** Null while no rate is set. */
  readonly costMicroUsd: string | null;
  readonly rate: { readonly microUsdPerHour: string; readonly setAt: string; readonly by: string } | null;
  readonly canSet: boolean;
};

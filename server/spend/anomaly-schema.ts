import { z } from "zod";
import type { AnomalyCause } from "./core/anomaly";

const id = z.string().min(1).max(64);
const day = z.iso.date();

/** Those that touch some days; both are included. Without days, the last thirty. */
export const AnomaliesInput = z.object({ from: day.optional(), to: day.optional() });
export type AnomaliesInput = z.infer<typeof AnomaliesInput>;

export const DismissAnomalyInput = z.object({
  id,
  reason: z
    .string()
    .trim()
    .min(3, "Say why, in a few words: the reason stays on the record.")
    .max(500, "Keep the reason under 500 characters."),
});
export type DismissAnomalyInput = z.infer<typeof DismissAnomalyInput>;

/** Hours in which something cost far more than is usual at these hours. */
export type Anomaly = {
  readonly id: string;
  readonly dimension: "agent" | "team" | "model";
  readonly key: string;
  readonly from: string;
  /** The end of its last hour. */
  readonly until: string;
  /** The day, in the organisation's zone, on which it began. */
  readonly day: string;
  readonly costMicroUsd: string;
  readonly usualMicroUsd: string;
  readonly cause: AnomalyCause;
  readonly words: string;
  readonly model: string | null;
  readonly taskClass: string | null;
  readonly foundAt: string;
  readonly dismissed: { readonly at: string; readonly by: string; readonly reason: string } | null;
};

export type Anomalies = { readonly items: readonly Anomaly[]; readonly timeZone: string; readonly can: { readonly dismiss: boolean } };

import { z } from "zod";
import { DIMENSION_IDS } from "./core/rubric";
import { STATES } from "./core/state";

const level = z.int().min(1).max(5);
const score = z.number().min(1).max(5);

/** The newest scorecard, as machines read it. */
export const MaturityAnswer = z.object({
  rubricVersion: z.string(),
  /** When the snapshot was taken. */
  asOf: z.iso.datetime(),
  overall: z.object({ level, score }),
  dimensions: z.array(
    z.object({
      id: z.enum(DIMENSION_IDS),
      name: z.string(),
      level,
      score,
      /** The highest level that the organisation aims at; null where it aims at none. */
      target: level.nullable(),
      criteria: z.array(
        z.object({
          id: z.string(),
          state: z.enum(STATES),
          /** Of several conditions the one that decides; null where nothing was measured or it is attested. */
          value: z.number().nullable(),
          threshold: z.string(),
          n: z.int().nullable(),
        }),
      ),
    }),
  ),
});
export type MaturityAnswer = z.infer<typeof MaturityAnswer>;

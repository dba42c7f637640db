import type { Operation } from "@/server/platform/openapi";
import { MaturityAnswer } from "./answer-schema";

/** What the machine API offers of the scorecard. */
export const MATURITY_OPERATIONS: readonly Operation[] = [
  {
    method: "get",
    path: "/api/v1/maturity",
    tag: "Maturity",
    summary: "Read the maturity scorecard",
    description:
      "The newest snapshot of the organisation: level and score overall and by dimension, what is aimed at, and of each criterion its state with what was measured. Only met scores; insufficient_data never passes. not_found before the first evaluation.",
    scopes: ["maturity:read"],
    answer: MaturityAnswer,
    codes: ["not_found"],
  },
];

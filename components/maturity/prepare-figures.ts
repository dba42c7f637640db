import { type Dimension, LIMITS, type LimitName } from "@/server/maturity/core/rubric";
import type { CriterionFigure } from "@/server/maturity/input-schema";
import type { CriterionDetail, DimensionRow, GapRow } from "@/server/maturity/schema";

/** The figures of a criterion that the organisation may set for itself, in the order in which they are read. */
export const FIGURES: readonly { readonly figure: CriterionFigure; readonly label: string; readonly hint: string }[] = [
  { figure: "risk", label: "Risk", hint: "What may happen while it is open" },
  { figure: "impact", label: "Impact", hint: "How much closing it helps" },
  { figure: "effort", label: "Effort", hint: "What closing it takes" },
  { figure: "weight", label: "Weight", hint: "How much it counts among those of its level" },
];

export type FigureValues = Readonly<Record<CriterionFigure, number>>;

export const figuresNow = ({ criterion: { weight, risk, impact, effort } }: Pick<CriterionDetail, "criterion">): FigureValues => ({
  weight,
  risk,
  impact,
  effort,
});

/** What must be sent so that the figures hold: null gives the rubric's own back. */
export const changedFigures = (subject: string, now: FigureValues, after: FigureValues, own: FigureValues) =>
  FIGURES.filter(({ figure }) => now[figure] !== after[figure]).map(({ figure }) => ({
    subject,
    figure,
    value: after[figure] === own[figure] ? null : after[figure],
  }));

/** A gap's priority with other figures. */
export const priorityWith = ({ gapWeight, confidence }: Pick<GapRow, "gapWeight" | "confidence">, { risk, impact, effort }: FigureValues) =>
  (risk * impact * gapWeight * confidence) / effort;

/** How sure it is that a gap is one, and why: it is reckoned, not set. */
export const confidenceWords = (confidence: number): string => {
  if (confidence === 1) return "confidence 1.0, since it is computed from enough rows";
  return confidence === 0.8
    ? "confidence 0.8, since it rests on what people attested"
    : `confidence ${confidence.toFixed(1)}, since there is too little data`;
};

/** The weights of dimensions that must be sent; 1 is the rubric's own. */
export const changedWeights = (rows: readonly Pick<DimensionRow, "id" | "weight">[], after: ReadonlyMap<Dimension, number>) =>
  rows.flatMap(({ id: subject, weight }) => {
    const value = after.get(subject) ?? weight;
    return value === weight ? [] : [{ subject, figure: "weight" as const, value: value === 1 ? null : value }];
  });

/** The limits that must be sent, as they were typed. */
export const changedLimits = (limits: Readonly<Record<LimitName, number>>, after: Readonly<Record<LimitName, string>>) =>
  (Object.keys(LIMITS) as LimitName[]).flatMap((subject) => {
    const value = Number(after[subject]);
    return value === limits[subject] ? [] : [{ subject, figure: "limit" as const, value: value === LIMITS[subject] ? null : value }];
  });

import type { PrismaTx } from "@/server/platform/tx";
import { type Criterion, LIMITS, type Limits } from "./core/rubric";
import type { CriterionFigure } from "./input-schema";
import { type FigureRecord, listFigures } from "./plan-store";

/** The figures that the organisation set for itself; the rubric's hold where it set none. */
export type Figures = ReadonlyMap<string, number>;

const keyOf = ({ subject, figure }: Pick<FigureRecord, "subject" | "figure">) => `${subject} ${figure}`;

export async function readFigures(tx: PrismaTx | null = null): Promise<Figures> {
  return new Map((await listFigures(tx)).map((row) => [keyOf(row), row.value]));
}

export const weightOf = (figures: Figures, subject: string): number => figures.get(keyOf({ subject, figure: "weight" })) ?? 1;

export const limitsOf = (figures: Figures): Limits =>
  Object.fromEntries(
    Object.entries(LIMITS).map(([name, value]) => [name, figures.get(keyOf({ subject: name, figure: "limit" })) ?? value]),
  ) as Limits;

/** A criterion's own figures, as the rubric has them. */
export const defaultsOf = ({ remediation: { risk, impact, effort } }: Criterion) => ({ weight: 1, risk, impact, effort });

/** The figures of a criterion that are in force. */
export function figuresOf(figures: Figures, criterion: Criterion): Readonly<Record<CriterionFigure, number>> {
  const own = (figure: CriterionFigure) => figures.get(keyOf({ subject: criterion.id, figure })) ?? defaultsOf(criterion)[figure];
  return { weight: own("weight"), risk: own("risk"), impact: own("impact"), effort: own("effort") };
}

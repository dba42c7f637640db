import { type CriteriaLevel, DIMENSION_IDS, DIMENSIONS, type Dimension } from "@/server/maturity/core/rubric";
import type { Target } from "@/server/maturity/schema";

/** What is aimed at as a whole or in one dimension; a level of null is no target. */
export type Aim = { readonly subject: "ALL" | Dimension; readonly level: CriteriaLevel | null; readonly dueOn: string | null };

export const AIMS: Readonly<Record<Aim["subject"], string>> = { ALL: "As a whole", ...DIMENSIONS };

const SUBJECTS: readonly Aim["subject"][] = ["ALL", ...DIMENSION_IDS];

/** Whose targets they are: the organisation's, a risk tier's. Teams come after these. */
export const SCOPES = [
  { scope: "", name: "The organisation" },
  { scope: "tier:high", name: "High risk agents" },
  { scope: "tier:medium", name: "Medium risk agents" },
  { scope: "tier:low", name: "Low risk agents" },
] as const;

/** The targets of the organisation, a team or a risk tier, one for each subject: of several levels the highest. */
export function aimsOf(targets: readonly Target[], scope: string): readonly Aim[] {
  return SUBJECTS.map((subject) => {
    const own = targets.filter((one) => one.subject === subject && one.scope === scope).toSorted((a, b) => b.level - a.level)[0];
    return { subject, level: own === undefined || own.level === 1 ? null : own.level, dueOn: own?.dueOn ?? null };
  });
}

/** What must be sent so that `after` holds: what was aimed at before is taken away first, then the new level is set. */
export function changedAims(before: readonly Aim[], after: readonly Aim[], scope: string) {
  return after.flatMap(({ subject, level, dueOn }) => {
    const old = before.find((one) => one.subject === subject);
    if (old === undefined || (old.level === level && old.dueOn === dueOn)) return [];
    const away = old.level !== null && old.level !== level ? [{ subject, scope, level: old.level, dueOn: null, isSet: false }] : [];
    return level === null ? away : [...away, { subject, scope, level, dueOn, isSet: true }];
  });
}

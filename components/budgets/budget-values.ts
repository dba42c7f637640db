import type { Path } from "react-hook-form";

import { type Act, CreateBudgetInput, type Measure, type ScopeKind, type ShownBudget } from "@/server/budgets/schema";
import { amountOf, typedOf } from "./prepare-budgets";

export const WINDOW_CHOICES = [
  { value: "month", label: "Each month" },
  { value: "week", label: "Each week" },
  { value: "day", label: "Each day" },
  { value: "rolling", label: "The last hours" },
  { value: "run", label: "Each run" },
] as const;
type WindowChoice = (typeof WINDOW_CHOICES)[number]["value"];

/** What stands in the form, as it was typed. */
export type BudgetValues = {
  readonly scope: { readonly kind: ScopeKind; readonly id: string };
  readonly measure: Measure;
  readonly limit: string;
  readonly window: WindowChoice;
  readonly hours: string;
  readonly thresholds: { readonly percent: string; readonly act: Act; readonly groupId: string; readonly perMinute: string }[];
  readonly reason: string;
};

const FIRST: BudgetValues = {
  scope: { kind: "agent", id: "" },
  measure: "money",
  limit: "",
  window: "month",
  hours: "24",
  thresholds: [
    { percent: "80", act: "notify", groupId: "", perMinute: "" },
    { percent: "100", act: "cut_off", groupId: "", perMinute: "" },
  ],
  reason: "",
};

const choiceOf = ({ window }: ShownBudget): WindowChoice => (window.kind === "calendar" ? window.unit : window.kind);

/** What the form begins with. */
export function startOf(budget: ShownBudget | null): BudgetValues {
  if (budget === null) return FIRST;
  return {
    scope: { kind: budget.scope.kind, id: budget.scope.id ?? "" },
    measure: budget.measure,
    limit: typedOf(budget.measure, budget.limit),
    window: choiceOf(budget),
    hours: budget.window.kind === "rolling" ? String(budget.window.hours) : FIRST.hours,
    thresholds: budget.thresholds.map(({ percent, act, groups, perMinute }) => ({
      percent: String(percent),
      act,
      groupId: groups[0]?.id ?? "",
      perMinute: perMinute === null ? "" : String(perMinute),
    })),
    reason: "",
  };
}

function windowOf({ window, hours }: BudgetValues): unknown {
  if (window === "rolling") return { kind: "rolling", hours: Number(hours) };
  return window === "run" ? { kind: "run" } : { kind: "calendar", unit: window };
}

const thresholdOf = ({ percent, act, groupId, perMinute }: BudgetValues["thresholds"][number]) => ({
  percent: Number(percent),
  act,
  groupIds: groupId === "" ? [] : [groupId],
  perMinute: act === "throttle" ? Number(perMinute) : null,
});

export type Fault = { readonly path: Path<BudgetValues>; readonly message: string };
type Read = { readonly ok: true; readonly input: CreateBudgetInput } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Where in the form a fault of the contract stands. */
function pathOf(path: readonly PropertyKey[]): Path<BudgetValues> {
  const [first, second, third] = path.map(String);
  if (first === "window") return second === "hours" ? "hours" : "window";
  if (first === "thresholds" && second !== undefined)
    return `thresholds.${Number(second)}.${third === "groupIds" ? "groupId" : third === "perMinute" ? "perMinute" : "percent"}`;
  return (path.length === 0 ? "reason" : path.join(".")) as Path<BudgetValues>;
}

/** Where in the form a refusal of the server stands. */
export const placeOf = (path: string): Path<BudgetValues> => pathOf(path.split("."));

/** What was typed as the contract wants it, or what is wrong with it and where. */
export function inputOf(values: BudgetValues): Read {
  const { scope, measure, limit, thresholds, reason } = values;
  const amount = amountOf(measure, limit);
  const read = CreateBudgetInput.safeParse({
    scope: { kind: scope.kind, id: scope.id === "" ? null : scope.id },
    measure,
    limit: amount ?? "",
    window: windowOf(values),
    thresholds: thresholds.map(thresholdOf),
    reason,
  });
  const needsName = scope.kind !== "organisation" && scope.kind !== "run" && scope.id === "";
  const faults: Fault[] = [
    ...(needsName ? [{ path: "scope.id" as const, message: "Say of which." }] : []),
    ...(read.success ? [] : read.error.issues.map(({ path, message }) => ({ path: pathOf(path), message }))),
  ];
  if (read.success && !needsName) return { ok: true, input: read.data };
  return { ok: false, faults: faults.map((one) => (one.path === "limit" ? { ...one, message: "Enter an amount above zero." } : one)) };
}

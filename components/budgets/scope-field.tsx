"use client";

import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { BudgetChoices, ScopeKind } from "@/server/budgets/schema";
import type { BudgetValues } from "./budget-values";

type Props = { readonly form: UseFormReturn<BudgetValues>; readonly kind: ScopeKind; readonly choices: BudgetChoices | undefined };
type Choice = { readonly value: string; readonly label: string };

const named = (names: readonly string[] = []): Choice[] => names.map((name) => ({ value: name, label: name }));

function choicesOf(kind: ScopeKind, choices: BudgetChoices | undefined): readonly Choice[] {
  switch (kind) {
    case "organisation":
      return [];
    case "team":
      return (choices?.teams ?? []).map(({ id, name }) => ({ value: id, label: name }));
    case "agent":
    case "run":
      return named(choices?.agents);
    case "task_class":
      return named(choices?.taskClasses);
  }
}

const LABELS = { team: "Team", agent: "Agent", task_class: "Task class", run: "Of the agent" } as const;

/** Of which team, agent or task class a budget is; of the organisation there is one. */
export function ScopeField({ form: { register, formState }, kind, choices }: Props) {
  if (kind === "organisation") return null;
  const all = choicesOf(kind, choices);
  return (
    <Field label={LABELS[kind]} isRequired={kind !== "run"} error={formState.errors.scope?.id?.message ?? null}>
      {(control) => (
        <Select key={`${kind}${all.length}`} {...control} {...register("scope.id")}>
          <option value="">{kind === "run" ? "Every agent" : "Choose"}</option>
          {all.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

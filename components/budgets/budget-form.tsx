"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type UseFormReturn, useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { MEASURES, SCOPES } from "@/server/budgets/core/terms";
import type { BudgetChoices, ShownBudget } from "@/server/budgets/schema";
import { type BudgetValues, inputOf, placeOf, startOf, WINDOW_CHOICES } from "./budget-values";
import { MEASURE_WORDS, SCOPE_WORDS, UNIT_HINTS } from "./prepare-budgets";
import { ScopeField } from "./scope-field";
import { ThresholdFields } from "./threshold-fields";

type Props = {
  /** The budget to change, or null for a new one. What it is of and what it counts stays. */
  readonly budget: ShownBudget | null;
  readonly onClose: () => void;
};

/** Sets a budget or changes its terms. What is refused is said where it stands, and nothing typed is lost. */
export function BudgetForm({ budget, onClose }: Props) {
  const trpc = useTRPC();
  const choices = useQuery(trpc.budgets.choices.queryOptions()).data;
  const form = useForm<BudgetValues>({ defaultValues: startOf(budget) });
  const { register, handleSubmit, setError, watch, formState } = form;
  const { errors } = formState;
  const [measure, window] = watch(["measure", "window"]);
  const onError = (error: { readonly message: string }) =>
    showRefusal<BudgetValues>(error, (path, said) => setError(path === "root" ? path : placeOf(path), said));
  const done = (words: string) => () => {
    toast(words);
    onClose();
  };
  const create = useMutation(trpc.budgets.create.mutationOptions({ onError, onSuccess: done("The budget holds from now on.") }));
  const edit = useMutation(trpc.budgets.edit.mutationOptions({ onError, onSuccess: done("Saved. It holds from the next call on.") }));
  const send = (values: BudgetValues) => {
    const read = inputOf(values);
    if (!read.ok) {
      for (const { path, message } of read.faults) setError(path, { message });
      return;
    }
    const { scope: of, measure: counted, ...terms } = read.input;
    if (budget === null) create.mutate({ scope: of, measure: counted, ...terms });
    else edit.mutate({ id: budget.id, revision: budget.revision, ...terms });
  };
  return (
    <FormDialog
      width="lg"
      title={budget === null ? "New budget" : `Change the budget of ${budget.name}`}
      description={budget === null ? "What was spent in the running window counts." : "What was spent stays spent."}
      verb={budget === null ? "Set budget" : "Save"}
      isPending={create.isPending || edit.isPending}
      error={errors.root?.message ?? errors.scope?.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit(send)}
    >
      {budget === null && <OfWhat form={form} choices={choices} />}
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Limit" isRequired hint={UNIT_HINTS[measure]} error={errors.limit?.message ?? null}>
          {(control) => <Input {...control} {...register("limit")} inputMode="decimal" autoComplete="off" />}
        </Field>
        <Field label="Over" isRequired error={errors.window?.message ?? null}>
          {(control) => (
            <Select {...control} {...register("window")}>
              {WINDOW_CHOICES.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {window === "rolling" && (
          <Field label="Hours" isRequired hint="Up to 744, 31 days." error={errors.hours?.message ?? null}>
            {(control) => <Input {...control} {...register("hours")} inputMode="numeric" autoComplete="off" />}
          </Field>
        )}
      </div>
      <ThresholdFields form={form} groups={choices?.groups ?? []} />
      <Field label="Why" isRequired hint="It stays on the record." error={errors.reason?.message ?? null}>
        {(control) => <Textarea {...control} {...register("reason")} rows={2} />}
      </Field>
    </FormDialog>
  );
}

type OfWhatProps = { readonly form: UseFormReturn<BudgetValues>; readonly choices: BudgetChoices | undefined };

/** What a new budget is of, and what it counts. */
function OfWhat({ form, choices }: OfWhatProps) {
  const { register, watch, formState } = form;
  const { errors } = formState;
  const scope = watch("scope.kind");
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Field label="It is of" isRequired error={errors.scope?.message ?? errors.scope?.kind?.message ?? null}>
        {(control) => (
          <Select {...control} {...register("scope.kind")}>
            {SCOPES.map((kind) => (
              <option key={kind} value={kind}>
                {SCOPE_WORDS[kind]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ScopeField form={form} kind={scope} choices={choices} />
      <Field label="It counts" isRequired error={errors.measure?.message ?? null}>
        {(control) => (
          <Select {...control} {...register("measure")}>
            {MEASURES.map((one) => (
              <option key={one} value={one}>
                {MEASURE_WORDS[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

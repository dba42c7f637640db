"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import type { GapRow } from "@/server/maturity/schema";
import { changedFigures, confidenceWords, FIGURES, type FigureValues, figuresNow, priorityWith } from "./prepare-figures";

const CHOICES = [1, 2, 3, 4, 5];

type FiguresFormProps = { readonly gap: GapRow; readonly onClose: () => void };

/** Sets the organisation's own figures of a criterion, or gives the rubric's back. */
export function FiguresForm({ gap, onClose }: FiguresFormProps) {
  const trpc = useTRPC();
  const { id } = gap.criterion;
  const detail = useQuery(trpc.maturity.criterion.queryOptions({ id }));
  const [draft, setDraft] = useState<Partial<FigureValues>>({});
  const [error, setError] = useState<string | null>(null);
  const set = useMutation(trpc.maturity.setFigure.mutationOptions());
  const now = figuresNow(gap);
  const after: FigureValues = { ...now, ...draft };
  const own = detail.data?.defaults;
  const submit = async () => {
    if (own === undefined) return;
    setError(null);
    try {
      for (const change of changedFigures(id, now, after, own)) await set.mutateAsync(change);
      toast("The figures are set.");
      onClose();
    } catch (failure) {
      setError(sentenceOf(failure as Error));
    }
  };
  return (
    <FormDialog
      title={`Figures of ${id}`}
      description={gap.criterion.text}
      verb="Set the figures"
      isPending={set.isPending}
      error={error ?? (detail.isError ? sentenceOf(detail.error) : null)}
      onClose={onClose}
      onSubmit={submit}
    >
      {own === undefined ? (
        <Skeleton className="h-40" />
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          {FIGURES.map(({ figure, label, hint }) => (
            <Field key={figure} label={label} isRequired hint={hint}>
              {(control) => (
                <Select
                  {...control}
                  value={after[figure]}
                  onChange={({ target }) => setDraft((all) => ({ ...all, [figure]: Number(target.value) }))}
                >
                  {CHOICES.map((choice) => (
                    <option key={choice} value={choice}>
                      {choice}
                      {choice === own[figure] && ", the rubric's own"}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ))}
        </div>
      )}
      <p role="status" className="text-sm text-pretty text-ink-2">
        Priority {gap.priority.toFixed(1)}
        {priorityWith(gap, after) !== gap.priority && ` → ${priorityWith(gap, after).toFixed(1)}`}: gap {gap.gapWeight},{" "}
        {confidenceWords(gap.confidence)}.
      </p>
    </FormDialog>
  );
}

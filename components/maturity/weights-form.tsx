"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { LIMITS, type LimitName } from "@/server/maturity/core/rubric";
import type { Scorecard } from "@/server/maturity/schema";
import { changedLimits, changedWeights } from "./prepare-figures";

const CHOICES = [1, 2, 3, 4, 5];
const LIMIT_WORDS: readonly { readonly name: LimitName; readonly label: string }[] = [
  { name: "limit.decisions_per_hour", label: "Decisions of one person in an hour, at most" },
  { name: "limit.open_requests", label: "Open requests of one person, at most" },
];

type WeightsFormProps = {
  readonly card: Pick<Scorecard, "limits"> & { readonly standing: NonNullable<Scorecard["standing"]> };
  readonly onClose: () => void;
};

/** How much each dimension counts in the overall score, and the limits that the organisation sets for its reviewers. */
export function WeightsForm({ card: { standing, limits }, onClose }: WeightsFormProps) {
  const [weights, setWeights] = useState(() => new Map(standing.rows.map(({ id, weight }) => [id, weight])));
  const [bounds, setBounds] = useState<Readonly<Record<LimitName, string>>>(() => ({
    "limit.decisions_per_hour": String(limits["limit.decisions_per_hour"]),
    "limit.open_requests": String(limits["limit.open_requests"]),
  }));
  const [error, setError] = useState<string | null>(null);
  const set = useMutation(useTRPC().maturity.setFigure.mutationOptions());
  const submit = async () => {
    setError(null);
    try {
      for (const change of [...changedWeights(standing.rows, weights), ...changedLimits(limits, bounds)]) await set.mutateAsync(change);
      toast("The weights and limits are set.");
      onClose();
    } catch (failure) {
      setError(sentenceOf(failure as Error));
    }
  };
  return (
    <FormDialog
      title="Weights and limits"
      description="Weights count at once in the overall score, never in a level. Limits count from the next evaluation on."
      verb="Set them"
      width="lg"
      isPending={set.isPending}
      error={error}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {standing.rows.map(({ id, name }) => (
          <Field key={id} label={`Weight of ${name}`} isRequired>
            {(control) => (
              <Select
                {...control}
                value={weights.get(id) ?? 1}
                onChange={({ target }) => setWeights((all) => new Map([...all, [id, Number(target.value)]]))}
              >
                {CHOICES.map((choice) => (
                  <option key={choice} value={choice}>
                    {choice}
                    {choice === 1 && ", the rubric's own"}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
        {LIMIT_WORDS.map(({ name, label }) => (
          <Field key={name} label={label} isRequired hint={`The rubric's own is ${LIMITS[name]}.`}>
            {(control) => (
              <Input
                {...control}
                type="number"
                inputMode="numeric"
                min={1}
                max={10_000}
                value={bounds[name]}
                onChange={({ target }) => setBounds((all) => ({ ...all, [name]: target.value }))}
              />
            )}
          </Field>
        ))}
      </div>
    </FormDialog>
  );
}

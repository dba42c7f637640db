"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { CRITERIA_LEVELS, LEVELS } from "@/server/maturity/core/rubric";
import type { Target } from "@/server/maturity/schema";
import { AIMS, type Aim, aimsOf, changedAims, SCOPES } from "./prepare-targets";

type TargetsFormProps = {
  readonly targets: readonly Target[];
  /** Those that may have targets of their own. */
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
};

/** Which level the organisation, a team or a risk tier aims at, as a whole and by dimension, and until when. */
export function TargetsForm({ targets, teams, onClose }: TargetsFormProps) {
  const [scope, setScope] = useState("");
  const [drafts, setDrafts] = useState<ReadonlyMap<string, readonly Aim[]>>(new Map());
  const aims = drafts.get(scope) ?? aimsOf(targets, scope);
  const [error, setError] = useState<string | null>(null);
  const set = useMutation(useTRPC().maturity.setTarget.mutationOptions());
  const change = (subject: Aim["subject"], to: Partial<Aim>) =>
    setDrafts((all) => new Map([...all, [scope, aims.map((one) => (one.subject === subject ? { ...one, ...to } : one))]]));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      const changed = [...drafts].flatMap(([of, after]) => changedAims(aimsOf(targets, of), after, of));
      for (const target of changed) await set.mutateAsync(target);
      toast("The targets are set.");
      onClose();
    } catch (failure) {
      setError(sentenceOf(failure as Error));
    }
  };
  return (
    <FormDialog
      title="Set targets"
      description="The top level everywhere is not the goal: choose what is worth it. Nothing above a target is listed as a gap."
      verb="Set the targets"
      width="lg"
      isPending={set.isPending}
      error={error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Whose targets" isRequired hint="What is changed for one is kept while you look at another.">
        {(control) => (
          <Select {...control} value={scope} onChange={({ target }) => setScope(target.value)}>
            {SCOPES.map((one) => (
              <option key={one.scope} value={one.scope}>
                {one.name}
              </option>
            ))}
            {teams.map(({ id, name }) => (
              <option key={id} value={`team:${id}`}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid gap-2">
        {aims.map(({ subject, level, dueOn }) => (
          <fieldset key={subject} className="grid grid-cols-2 items-center gap-2 sm:grid-cols-[minmax(0,1fr)_11rem_10rem]">
            <legend className="sr-only">{AIMS[subject]}</legend>
            <span className="text-sm font-medium max-sm:col-span-2">{AIMS[subject]}</span>
            <Select
              aria-label={`Target of ${AIMS[subject]}`}
              value={level ?? ""}
              onChange={({ target }) => change(subject, { level: CRITERIA_LEVELS.find((one) => String(one) === target.value) ?? null })}
            >
              <option value="">No target</option>
              {CRITERIA_LEVELS.map((one) => (
                <option key={one} value={one}>
                  {one} {LEVELS[one]}
                </option>
              ))}
            </Select>
            <Input
              type="date"
              aria-label={`Until when: ${AIMS[subject]}`}
              value={dueOn ?? ""}
              disabled={level === null}
              onChange={({ target }) => change(subject, { dueOn: target.value === "" ? null : target.value })}
            />
          </fieldset>
        ))}
      </div>
    </FormDialog>
  );
}

"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { RiskTier } from "@/components/fleet/risk-tier";
import { showRefusal } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { type SlaTarget, TargetInput } from "@/server/approvals/escalation-schema";
import type { AppRouter } from "@/server/trpc/root";
import { minutesWords } from "./words";

type Choice = { readonly id: string; readonly name: string };
type Chains = inferRouterOutputs<AppRouter>["escalation"]["chains"]["chains"];

/** How fast requests of each risk tier are to be decided, where their rule does not say. */
export function TargetsSection({ chains }: { readonly chains: Chains }) {
  const trpc = useTRPC();
  const targets = useQuery(trpc.approvals.clock.targets.queryOptions());
  const calendars = useQuery(trpc.schedules.calendars.list.queryOptions());
  return (
    <Loaded query={targets} what="The targets">
      {({ can, targets: rows }) => (
        <div className="grid gap-5 px-4 pb-4 md:px-6">
          {rows.map((target) => (
            <TargetForm
              key={`${target.riskTier}/${target.revision}`}
              target={target}
              canEdit={can.edit}
              calendars={calendars.data?.calendars ?? []}
              chains={chains}
            />
          ))}
        </div>
      )}
    </Loaded>
  );
}

type FormProps = {
  readonly target: SlaTarget;
  readonly canEdit: boolean;
  readonly calendars: readonly (Choice & { readonly archivedAt: string | null })[];
  readonly chains: readonly (Choice & { readonly archivedAt: string | null })[];
};

type Errors = Readonly<Record<string, string>>;

/** What is typed for one risk tier, and saving it. */
function useTarget(target: SlaTarget) {
  const trpc = useTRPC();
  const save = useMutation(trpc.approvals.clock.setTarget.mutationOptions());
  const { isDefault: _, ...saved } = target;
  const [value, setValue] = useState<TargetInput>(saved);
  const [errors, setErrors] = useState<Errors>({});
  const submit = async () => {
    const parsed = TargetInput.safeParse(value);
    if (!parsed.success) return setErrors(Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join("."), message])));
    setErrors({});
    try {
      await save.mutateAsync(parsed.data);
      toast("Saved. It counts for requests from now on; what waits keeps its deadlines.");
    } catch (error) {
      showRefusal<TargetInput>(error as Error, (path, { message }) => setErrors((known) => ({ ...known, [path]: message ?? "" })));
    }
  };
  return {
    value,
    errors,
    isChanged: JSON.stringify(value) !== JSON.stringify(saved),
    isPending: save.isPending,
    set: (change: Partial<TargetInput>) => setValue({ ...value, ...change }),
    submit,
  };
}

function TargetForm({ target, canEdit, calendars, chains }: FormProps) {
  const { value, errors, isChanged, isPending, set, submit } = useTarget(target);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <fieldset disabled={!canEdit} className="grid min-w-0 grid-cols-2 gap-3 lg:grid-cols-[5.5rem_8rem_8rem_1fr_1fr_auto] lg:items-start">
        <legend className="sr-only">Target for risk tier {target.riskTier}</legend>
        <p className="text-sm font-medium max-lg:col-span-full lg:pt-8">
          <RiskTier tier={target.riskTier} />
        </p>
        <Minutes label="Due, minutes" minutes={value.dueMinutes} error={errors.dueMinutes} onChange={(dueMinutes) => set({ dueMinutes })} />
        <Minutes
          label="Ends, minutes"
          minutes={value.expiryMinutes}
          error={errors.expiryMinutes}
          onChange={(expiryMinutes) => set({ expiryMinutes })}
        />
        <Choose
          label="Calendar"
          none="The default calendar"
          choices={calendars}
          id={value.calendarId}
          error={errors.calendarId}
          onChange={(calendarId) => set({ calendarId })}
        />
        <Choose
          label="Chain"
          none="None: it expires"
          choices={chains}
          id={value.chainId}
          error={errors.chainId}
          onChange={(chainId) => set({ chainId })}
        />
        {canEdit && (
          <Button
            type="submit"
            className="max-sm:col-span-full lg:mt-6"
            isPending={isPending}
            disabled={!isChanged}
            aria-label={`Save the target for ${target.riskTier}`}
          >
            Save
          </Button>
        )}
      </fieldset>
      <p role="alert" className={errors.root ? "pt-1 text-sm text-danger" : "hidden"}>
        {errors.root}
      </p>
    </form>
  );
}

type MinutesProps = {
  readonly label: string;
  readonly minutes: number;
  readonly error: string | undefined;
  readonly onChange: (minutes: number) => void;
};

const Minutes = ({ label, minutes, error, onChange }: MinutesProps) => (
  <Field label={label} isRequired error={error ?? null} hint={minutes > 0 ? minutesWords(minutes) : undefined}>
    {(control) => (
      <Input
        {...control}
        inputMode="numeric"
        value={minutes || ""}
        onChange={({ target: { value } }) => onChange(Number(value.replace(/\D/g, "")))}
      />
    )}
  </Field>
);

type ChooseProps = {
  readonly label: string;
  readonly none: string;
  readonly choices: FormProps["chains"];
  readonly id: string | null;
  readonly error: string | undefined;
  readonly onChange: (id: string | null) => void;
};

/** One of those in use; one that was archived since stays as long as it is chosen. */
const Choose = ({ label, none, choices, id: chosen, error, onChange }: ChooseProps) => (
  <Field label={label} isRequired error={error ?? null} className="max-sm:col-span-full">
    {(control) => (
      <Select {...control} value={chosen ?? ""} onChange={({ target: { value } }) => onChange(value || null)}>
        <option value="">{none}</option>
        {choices
          .filter(({ id, archivedAt }) => archivedAt === null || id === chosen)
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </Select>
    )}
  </Field>
);

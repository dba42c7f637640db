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

function TargetForm({ target, canEdit, calendars, chains }: FormProps) {
  const trpc = useTRPC();
  const save = useMutation(trpc.approvals.clock.setTarget.mutationOptions());
  const { isDefault: _, ...saved } = target;
  const [value, setValue] = useState<TargetInput>(saved);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const isChanged = JSON.stringify(value) !== JSON.stringify(saved);
  const set = (change: Partial<TargetInput>) => setValue({ ...value, ...change });
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
  const usable = (list: FormProps["chains"], id: string | null) => list.filter((each) => each.archivedAt === null || each.id === id);
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
        {(["dueMinutes", "expiryMinutes"] as const).map((field) => (
          <Field
            key={field}
            label={field === "dueMinutes" ? "Due, minutes" : "Ends, minutes"}
            isRequired
            error={errors[field]}
            hint={value[field] > 0 ? minutesWords(value[field]) : undefined}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={value[field] || ""}
                onChange={({ target: { value: text } }) => set({ [field]: Number(text.replace(/\D/g, "")) })}
              />
            )}
          </Field>
        ))}
        <Field label="Calendar" isRequired error={errors.calendarId} className="max-sm:col-span-full">
          {(control) => (
            <Select {...control} value={value.calendarId ?? ""} onChange={({ target: { value: id } }) => set({ calendarId: id || null })}>
              <option value="">The default calendar</option>
              {usable(calendars, value.calendarId).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Chain" isRequired error={errors.chainId} className="max-sm:col-span-full">
          {(control) => (
            <Select {...control} value={value.chainId ?? ""} onChange={({ target: { value: id } }) => set({ chainId: id || null })}>
              <option value="">None: it expires</option>
              {usable(chains, value.chainId).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {canEdit && (
          <Button
            type="submit"
            className="max-sm:col-span-full lg:mt-6"
            isPending={save.isPending}
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

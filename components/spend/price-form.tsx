"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { RATE_CLASSES, SERVICE_TIERS } from "@/server/pricing/schema";

type Draft = {
  readonly provider: string;
  readonly model: string;
  readonly contract: string;
  readonly serviceTier: (typeof SERVICE_TIERS)[number];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly rates: Partial<Record<(typeof RATE_CLASSES)[number], string>>;
};

const CLASS_LABELS = {
  input: "Input",
  output: "Output",
  cacheRead: "Read from cache",
  cacheWrite5m: "Written to cache, 5 minutes",
  cacheWrite1h: "Written to cache, 1 hour",
  reasoning: "Reasoning",
} as const;
const HINTS: Partial<Record<keyof typeof CLASS_LABELS, string>> = {
  cacheRead: "Else as input.",
  cacheWrite5m: "Else as input.",
  cacheWrite1h: "Else as for 5 minutes.",
  reasoning: "Else as output.",
};

const midnight = (day: string): string => `${day}T00:00:00Z`;

type PriceFormProps = {
  readonly model: string;
  readonly provider: string;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /** Today, as the form's first day. */
  readonly today: string;
  readonly onClose: () => void;
};

/** Puts a price that was agreed into the table. */
export function PriceForm({ model, provider, providers, today, onClose }: PriceFormProps) {
  const { register, handleSubmit, setError, formState } = useForm<Draft>({
    defaultValues: { provider, model, contract: "", serviceTier: "standard", startsAt: today, endsAt: "", rates: {} },
  });
  const { errors } = formState;
  const set = useMutation(
    useTRPC().pricing.setPrice.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("The price is in the table. Calls since it holds are counted again.");
        onClose();
      },
    }),
  );
  const submit = handleSubmit(({ endsAt, startsAt, rates, ...draft }) => {
    if (startsAt === "") return setError("startsAt", { message: "is missing" });
    const told = Object.fromEntries(Object.entries(rates).filter(([, usd]) => usd.trim() !== ""));
    set.mutate({
      ...draft,
      startsAt: midnight(startsAt),
      endsAt: endsAt === "" ? null : midnight(endsAt),
      rates: { input: "", output: "", ...told },
    });
  });
  return (
    <FormDialog
      title="Set a price"
      description="What your contract says wins over the list price, from its first day on. Calls since then are counted again."
      width="lg"
      verb="Set the price"
      isPending={set.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Provider" isRequired error={errors.provider?.message} hint="As in the table, or a name of your own.">
          {(control) => (
            <>
              <Input {...control} {...register("provider")} list="providers-known" autoComplete="off" spellCheck={false} />
              <datalist id="providers-known">
                {providers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label="Model" isRequired error={errors.model?.message} hint="As agents name it.">
          {(control) => <Input {...control} {...register("model")} className="font-mono" autoComplete="off" spellCheck={false} />}
        </Field>
        <Field label="Contract" isRequired error={errors.contract?.message} hint="By which one finds it, e.g. Frame agreement 2026-118.">
          {(control) => <Input {...control} {...register("contract")} autoComplete="off" />}
        </Field>
        <Field label="Service tier" isRequired error={errors.serviceTier?.message}>
          {(control) => (
            <Select {...control} {...register("serviceTier")}>
              {SERVICE_TIERS.map((tier) => (
                <option key={tier}>{tier}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="First day" isRequired error={errors.startsAt?.message} hint="From midnight UTC.">
          {(control) => <Input {...control} {...register("startsAt")} type="date" />}
        </Field>
        <Field label="Up to" error={errors.endsAt?.message} hint="Not included. Empty until further notice.">
          {(control) => <Input {...control} {...register("endsAt")} type="date" />}
        </Field>
      </div>
      <fieldset className="grid gap-4 md:grid-cols-3">
        <legend className="mb-2 text-sm text-ink-2">US dollars per million tokens</legend>
        {RATE_CLASSES.map((of) => (
          <Field
            key={of}
            label={CLASS_LABELS[of]}
            isRequired={of === "input" || of === "output"}
            hint={HINTS[of]}
            error={errors.rates?.[of]?.message}
          >
            {(control) => (
              <Input
                {...control}
                {...register(`rates.${of}`)}
                inputMode="decimal"
                className="text-right"
                autoComplete="off"
                placeholder="0.00"
              />
            )}
          </Field>
        ))}
      </fieldset>
    </FormDialog>
  );
}

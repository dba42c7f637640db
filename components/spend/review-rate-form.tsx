"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";

const MICRO_PER_CENT = 10_000n;

/** Micro-USD from dollars as people write them ("80", "62.50"); undefined when it is no amount. */
function readDollars(text: string): bigint | undefined {
  const found = /^\$?\s*(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return found === null ? undefined : (BigInt(found[1] ?? "0") * 100n + BigInt((found[2] ?? "").padEnd(2, "0"))) * MICRO_PER_CENT;
}

const writeDollars = (micro: string): string => (Number(BigInt(micro) / MICRO_PER_CENT) / 100).toFixed(2).replace(/\.00$/, "");

type Props = { readonly rate: string | null; readonly onClose: () => void };

/** Says what an hour of people's time costs; left empty it is not reckoned. */
export function ReviewRateForm({ rate, onClose }: Props) {
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { dollars: rate === null ? "" : writeDollars(rate) } });
  const { errors } = formState;
  const set = useMutation(
    useTRPC().approvals.setReviewRate.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("The rate is set.");
        onClose();
      },
    }),
  );
  const submit = handleSubmit(({ dollars }) => {
    if (dollars.trim() === "") return set.mutate({ microUsdPerHour: null });
    const micro = readDollars(dollars);
    if (micro === undefined || micro === 0n) return setError("dollars", { message: "Enter dollars, such as 80 or 62.50, or nothing." });
    set.mutate({ microUsdPerHour: micro.toString() });
  });
  return (
    <FormDialog
      title="What an hour of review costs"
      description="Used beside spend alone. What was reckoned before follows the new rate."
      verb="Set the rate"
      isPending={set.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="US dollars an hour" error={errors.dollars?.message} hint="Left empty, only the time is shown.">
        {(control) => <Input {...control} {...register("dollars")} inputMode="decimal" autoComplete="off" autoFocus />}
      </Field>
    </FormDialog>
  );
}

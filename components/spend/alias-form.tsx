"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";

type Draft = { readonly name: string; readonly provider: string; readonly toProvider: string; readonly toModel: string };

/** Says which model of the table a deployment's name means. */
export function AliasForm({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { register, handleSubmit, setError, formState } = useForm<Draft>({
    defaultValues: { name, provider: "", toProvider: "", toModel: "" },
  });
  const { errors } = formState;
  const set = useMutation(
    useTRPC().pricing.setAlias.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast("The name has its model. Earlier calls are counted again.");
        onClose();
      },
    }),
  );
  const submit = handleSubmit(({ provider, ...draft }) => set.mutate({ ...draft, provider: provider.trim() === "" ? null : provider }));
  return (
    <FormDialog
      title="Name a deployment"
      description="A deployment, a router or a gateway calls a model by a name of its own. Say which model it is, and it has that model's price."
      verb="Save the name"
      isPending={set.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Name" isRequired error={errors.name?.message} hint="As it stands in traces.">
        {(control) => <Input {...control} {...register("name")} className="font-mono" autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label="Only of the provider" error={errors.provider?.message} hint="Empty where the name means the same everywhere.">
        {(control) => <Input {...control} {...register("provider")} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label="Is the model of" isRequired error={errors.toProvider?.message} hint="A provider of the table, e.g. openai.">
        {(control) => <Input {...control} {...register("toProvider")} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field label="Called" isRequired error={errors.toModel?.message} hint="As in the table, e.g. gpt-5.">
        {(control) => <Input {...control} {...register("toModel")} className="font-mono" autoComplete="off" spellCheck={false} />}
      </Field>
    </FormDialog>
  );
}

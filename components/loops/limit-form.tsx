"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { LoopLimitInput, type ShownLimit } from "@/server/loops/schema";

type Props = { readonly limit: ShownLimit; readonly onClose: () => void };

const NUMBERS = [
  {
    name: "sameCall",
    label: "The very same call, at most",
    hint: "The same tool with the same arguments: 20 means that the 21st is refused.",
  },
  { name: "sameTool", label: "Calls of one tool, at most", hint: "Whatever their arguments." },
  { name: "windowMinutes", label: "Within, minutes", hint: "Older calls of the run are forgotten." },
] as const;

const title = ({ agent }: ShownLimit): string => {
  if (agent === null) return "The limit of everyone";
  return agent === "" ? "A limit for one agent" : `The limit of ${agent}`;
};

/** Sets the limit of everyone, or of one agent that has reason to repeat itself more, or less. */
export function LimitForm({ limit, onClose }: Props) {
  const trpc = useTRPC();
  const { isDefault: _, ...saved } = limit;
  const isNew = limit.agent === "";
  const { register, handleSubmit, formState, setError } = useForm<LoopLimitInput>({
    resolver: zodResolver(LoopLimitInput),
    defaultValues: saved,
  });
  const save = useMutation(
    trpc.loops.setLimit.mutationOptions({
      onSuccess: () => {
        toast("Saved. The gate follows it within seconds.");
        onClose();
      },
      onError: (error) => showRefusal(error, setError),
    }),
  );
  const { errors } = formState;
  return (
    <FormDialog
      title={title(limit)}
      verb="Save"
      isPending={save.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit((values) => save.mutate(values))}
    >
      {isNew && (
        <Field label="Agent" isRequired error={errors.agent?.message ?? null} hint="Its name, as the agent itself has it.">
          {(control) => <Input {...control} {...register("agent")} autoComplete="off" autoFocus />}
        </Field>
      )}
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" {...register("isOn")} />
        Refuse runs that repeat themselves
      </label>
      {NUMBERS.map(({ name, label, hint }) => (
        <Field key={name} label={label} isRequired hint={hint} error={errors[name]?.message ?? null}>
          {(control) => <Input {...control} {...register(name, { valueAsNumber: true })} inputMode="numeric" />}
        </Field>
      ))}
    </FormDialog>
  );
}

"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { UndoSecondsInput } from "@/server/identity/schema";

/** How long the reader's own decisions wait before they count. */
export function UndoSeconds() {
  const preferences = useQuery(useTRPC().identity.account.preferences.queryOptions());
  return (
    <Loaded query={preferences} what="Your preferences">
      {({ undoSeconds }) => <UndoForm seconds={undoSeconds} />}
    </Loaded>
  );
}

type Form = z.output<typeof UndoSecondsInput>;

function UndoForm({ seconds }: Form) {
  const save = useMutation(useTRPC().identity.account.setUndoSeconds.mutationOptions());
  const form = useForm<Form>({
    resolver: zodResolver(UndoSecondsInput),
    values: { seconds },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    try {
      await save.mutateAsync(input);
      form.reset(input);
      toast(input.seconds === 0 ? "Saved. Your decisions count at once." : "Saved.");
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md gap-3">
      <Field
        label="Seconds to undo a decision"
        isRequired
        error={errors.seconds?.message}
        hint="0 to 10. So long you can take a decision back with z before it takes effect; 0 lets it count at once. A request that ends meanwhile ends without it."
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("seconds", { valueAsNumber: true })}
            type="number"
            inputMode="numeric"
            min={0}
            max={10}
            step={1}
            className="max-w-24 tabular-nums"
          />
        )}
      </Field>
      <FormError>{errors.root?.message}</FormError>
      <div>
        <Button type="submit" disabled={!isDirty} isPending={isSubmitting}>
          Save
        </Button>
      </div>
    </form>
  );
}

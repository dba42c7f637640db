"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { ChangePasswordInput } from "@/server/identity/schema";
import { showRefusal } from "./problem";

const FormSchema = ChangePasswordInput.extend({ repeated: z.string() }).refine((form) => form.next === form.repeated, {
  path: ["repeated"],
  message: "The two passwords differ.",
});
const EMPTY = { current: "", next: "", repeated: "" };

/** Changes the own password. The other sessions end with it. */
export function PasswordForm() {
  const trpc = useTRPC();
  const change = useMutation(trpc.identity.account.changePassword.mutationOptions());
  const form = useForm<z.output<typeof FormSchema>>({ resolver: zodResolver(FormSchema), defaultValues: EMPTY });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async ({ current, next }) => {
    try {
      await change.mutateAsync({ current, next });
      form.reset(EMPTY);
      toast("Your password is changed. Other sessions have ended.");
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="grid max-w-sm gap-4">
      <Field label="Present password" isRequired error={errors.current?.message}>
        {(control) => <Input {...control} type="password" autoComplete="current-password" {...form.register("current")} />}
      </Field>
      <Field label="New password" isRequired hint="10 characters or more." error={errors.next?.message}>
        {(control) => <Input {...control} type="password" autoComplete="new-password" {...form.register("next")} />}
      </Field>
      <Field label="The new one again" isRequired error={errors.repeated?.message}>
        {(control) => <Input {...control} type="password" autoComplete="new-password" {...form.register("repeated")} />}
      </Field>
      {errors.root && (
        <p role="alert" className="text-sm text-danger">
          {errors.root.message}
        </p>
      )}
      <div>
        <Button type="submit" isPending={form.formState.isSubmitting}>
          Change password
        </Button>
      </div>
    </form>
  );
}

"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { ChangePasswordInput } from "@/server/identity/schema";
import { NewPassword, PASSWORDS_DIFFER } from "./new-password";

const FormSchema = ChangePasswordInput.extend({ repeated: z.string() }).refine((form) => form.next === form.repeated, PASSWORDS_DIFFER);
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
      <NewPassword
        label="New password"
        password={{ field: form.register("next"), error: errors.next?.message }}
        repeated={{ field: form.register("repeated"), error: errors.repeated?.message }}
      />
      <FormError>{errors.root?.message}</FormError>
      <div>
        <Button type="submit" isPending={form.formState.isSubmitting}>
          Change password
        </Button>
      </div>
    </form>
  );
}

"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { FinishSetupInput } from "@/server/identity/schema";
import { signInWithPassword } from "./auth-client";
import { ChoiceList } from "./choice-list";
import { Entrance } from "./entrance";
import { NewPassword, PASSWORDS_DIFFER } from "./new-password";

const FormSchema = FinishSetupInput.extend({ repeated: z.string() }).refine((form) => form.password === form.repeated, PASSWORDS_DIFFER);
type Form = z.input<typeof FormSchema>;

const FOOT = ["The link works once", "Setting a password is written to the audit log"] as const;

/** The page of a one-time link: set a password, and as the first administrator say who you are. */
export function Setup({ token }: { readonly token: string }) {
  const trpc = useTRPC();
  // Asked once: after its use the link is refused, while the person who used it is still being signed in.
  const setup = useQuery(trpc.identity.setup.queryOptions({ token }, { staleTime: "static" }));
  return (
    <Entrance foot={FOOT}>
      <section className="w-80 max-w-full min-w-0" aria-live="polite">
        {setup.isPending && <Waiting />}
        {setup.isError && <NoLink message={setup.error.message} />}
        {setup.isSuccess && <SetupForm token={token} person={setup.data.person} />}
      </section>
    </Entrance>
  );
}

const Waiting = () => (
  <div role="status" aria-label="Loading" className="grid gap-3">
    <Skeleton className="h-6 w-56" />
    <Skeleton className="h-4 w-72" />
    <Skeleton className="mt-6 h-10" />
    <Skeleton className="h-10" />
  </div>
);

const ALSO = [
  { value: "operator", label: "Register agents and tools, and stop agents", hint: "The role operator" },
  { value: "approver", label: "Decide on requests", hint: "The role approver. What agents of your own ask for takes a second person." },
] as const;

const NoLink = ({ message }: { readonly message: string }) => (
  <>
    <h1 className="text-xl font-semibold tracking-tight">This link does not work</h1>
    <p className="mt-1 text-pretty text-ink-2">{message}</p>
    <ButtonLink href="/sign-in" className="mt-6">
      Go to sign-in
    </ButtonLink>
  </>
);

function SetupForm({
  token,
  person,
}: {
  readonly token: string;
  readonly person: { readonly name: string; readonly email: string } | null;
}) {
  const trpc = useTRPC();
  const founder = person === null ? { name: "", email: "", organisation: "", alsoRoles: [] } : undefined;
  const form = useForm<Form, unknown, z.output<typeof FormSchema>>({
    resolver: zodResolver(FormSchema),
    defaultValues: { token, password: "", repeated: "", founder },
  });
  const { errors } = form.formState;
  const finish = useMutation(trpc.identity.finishSetup.mutationOptions());
  const submit = form.handleSubmit(async ({ repeated: _, ...input }) => {
    try {
      const { email } = await finish.mutateAsync(input);
      const answer = await signInWithPassword(email, input.password);
      window.location.assign(answer.isSignedIn ? "/" : "/sign-in");
    } catch (error) {
      showRefusal(error as Error, form.setError);
    }
  });
  const isPending = form.formState.isSubmitting || form.formState.isSubmitSuccessful;
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">{person === null ? "Set up Reeve" : `Welcome, ${person.name}`}</h1>
      <p className="mt-1 text-pretty text-ink-2">
        {person === null ? "You are the first administrator. You can invite the others next." : `Set the password for ${person.email}.`}
      </p>
      <form className="mt-7 grid gap-4" onSubmit={submit} noValidate>
        {person === null && (
          <>
            <Field label="Organisation" isRequired error={errors.founder?.organisation?.message}>
              {(control) => <Input {...control} autoComplete="organization" {...form.register("founder.organisation")} />}
            </Field>
            <Field label="Your name" isRequired error={errors.founder?.name?.message}>
              {(control) => <Input {...control} autoComplete="name" {...form.register("founder.name")} />}
            </Field>
            <Field label="E-mail" isRequired error={errors.founder?.email?.message}>
              {(control) => <Input {...control} type="email" autoComplete="username" {...form.register("founder.email")} />}
            </Field>
            <ChoiceList
              legend="What will you do besides keeping people and settings?"
              choices={ALSO}
              field={form.register("founder.alsoRoles")}
            />
          </>
        )}
        <NewPassword
          label="Password"
          password={{ field: form.register("password"), error: errors.password?.message }}
          repeated={{ field: form.register("repeated"), error: errors.repeated?.message }}
        />
        <FormError>{errors.root?.message}</FormError>
        <Button type="submit" variant="primary" isPending={isPending} className="h-10! text-base!">
          Set password and sign in
        </Button>
      </form>
    </>
  );
}

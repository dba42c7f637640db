"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { StopInput } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";

const WORDS = {
  kill: {
    title: (name: string) => `Kill ${name}?`,
    description:
      "It stops at once: no call of it is allowed, nothing that was allowed runs, and its open requests wait until it is restored.",
    hint: "Stays on the record, and everyone who looks at the agent reads it.",
    submit: "Kill",
    done: (name: string) => `${name} is stopped.`,
  },
  restore: {
    title: (name: string) => `Ask to restore ${name}?`,
    description:
      "Stopping takes one person, starting again two: it stays stopped until another operator, or its owner, agrees within 24 hours. Requests that waited then get back the time they lost.",
    hint: "Say what was found and what changed. Whoever agrees reads it, and it stays on the record.",
    submit: "Restore",
    done: (name: string) => `${name} stays stopped until a second person agrees.`,
  },
} as const;
/** In the single-operator mode nobody else is asked. */
const ALONE = {
  title: (name: string) => `Restore ${name}?`,
  description:
    "It may call its tools again, under the policy in force. Single-operator mode is on: nobody else is asked, and this goes on the list for someone to review later.",
  hint: "Say what was found and what changed. It stays on the record.",
  submit: "Restore",
} as const;
const worksAgain = (name: string) => `${name} works again.`;

type Props = { readonly name: string; readonly act: keyof typeof WORDS; readonly onClose: () => void };

/** Asks for the reason, then kills the agent, or asks that it work again. */
export function StopDialog({ name, act, onClose }: Props) {
  const trpc = useTRPC();
  const organisation = useQuery(trpc.identity.organisation.queryOptions());
  const isAlone = act === "restore" && organisation.data?.isSingleOperator === true;
  const words = isAlone ? ALONE : WORDS[act];
  const shown = cleanLine(name, 60);
  const { register, handleSubmit, formState } = useForm<StopInput>({
    resolver: zodResolver(StopInput),
    defaultValues: { name, reason: "" },
  });
  const close = (done: string) => {
    toast(done);
    onClose();
  };
  const kill = useMutation(trpc.gate.kill.mutationOptions({ onSuccess: () => close(WORDS.kill.done(shown)) }));
  const restore = useMutation(
    trpc.gate.restore.ask.mutationOptions({
      onSuccess: ({ restored }) => close(restored === null ? WORDS.restore.done(shown) : worksAgain(shown)),
    }),
  );
  const run = act === "kill" ? kill : restore;
  return (
    <FormDialog
      title={words.title(shown)}
      description={words.description}
      verb={words.submit}
      isDanger={act === "kill"}
      isPending={run.isPending}
      onClose={onClose}
      onSubmit={handleSubmit((values) => run.mutate(values))}
    >
      <Field label="Reason" isRequired error={formState.errors.reason?.message ?? run.error?.message} hint={words.hint}>
        {(control) => <Textarea {...control} {...register("reason")} rows={3} autoFocus />}
      </Field>
    </FormDialog>
  );
}

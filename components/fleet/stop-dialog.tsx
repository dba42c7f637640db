"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
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
    title: (name: string) => `Restore ${name}?`,
    description: "It may call its tools again, under the policy in force. Requests that waited get back the time they lost.",
    hint: "Say what was found and what changed. It stays on the record.",
    submit: "Restore",
    done: (name: string) => `${name} works again.`,
  },
} as const;

type Props = { readonly name: string; readonly act: keyof typeof WORDS; readonly onClose: () => void };

/** Asks for the reason, then kills or restores the agent. */
export function StopDialog({ name, act, onClose }: Props) {
  const trpc = useTRPC();
  const words = WORDS[act];
  const shown = cleanLine(name, 60);
  const { register, handleSubmit, formState } = useForm<StopInput>({
    resolver: zodResolver(StopInput),
    defaultValues: { name, reason: "" },
  });
  const onSuccess = () => {
    toast(words.done(shown));
    onClose();
  };
  const kill = useMutation(trpc.gate.kill.mutationOptions({ onSuccess }));
  const restore = useMutation(trpc.gate.restore.mutationOptions({ onSuccess }));
  const run = act === "kill" ? kill : restore;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title(shown)}
      description={words.description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="stop-form" variant={act === "kill" ? "danger" : "primary"} isPending={run.isPending}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form id="stop-form" onSubmit={(event) => void handleSubmit((values) => run.mutate(values))(event)} noValidate>
        <Field label="Reason" isRequired error={formState.errors.reason?.message ?? run.error?.message} hint={words.hint}>
          {(control) => <Textarea {...control} {...register("reason")} rows={3} autoFocus />}
        </Field>
      </form>
    </Dialog>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { useState } from "react";
import { toFieldTime } from "@/components/schedules/prepare-on-call";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { DelegationChoices } from "@/server/approvals/delegation-schema";
import type { AppRouter } from "@/server/trpc/root";
import { NamePicker } from "./name-picker";
import { checkDelegation, firstWindow } from "./prepare-delegations";

export type DelegationFormProps = {
  readonly choices: DelegationChoices;
  /** For the reader, or arranged for someone who is away. */
  readonly whose: "mine" | "other";
  readonly onClose: () => void;
};

type Errors = { readonly [field: string]: string | undefined };
type Names = readonly string[] | null;

/** A refusal at the fields it names, else at the foot of the form. */
function errorsOf(error: { readonly message: string }): Errors {
  const fields = isTRPCClientError<AppRouter>(error) ? (error.data?.problem?.errors ?? []) : [];
  return fields.length > 0 ? Object.fromEntries(fields.map(({ path, message }) => [path, message])) : { root: sentenceOf(error) };
}

/** Lets someone else decide in one's place for a while, or in the place of someone who is away. */
export function DelegationForm({ choices, whose, onClose }: DelegationFormProps) {
  const add = useMutation(useTRPC().approvals.delegate.mutationOptions());
  const [first] = useState(() => firstWindow(new Date()));
  const [fromId, setFromId] = useState(whose === "mine" ? choices.myId : "");
  const [toId, setToId] = useState("");
  const [start, setStart] = useState(() => toFieldTime(first.startsAt));
  const [end, setEnd] = useState(() => toFieldTime(first.endsAt));
  const [agents, setAgents] = useState<Names>(null);
  const [tools, setTools] = useState<Names>(null);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<Errors>({});
  const others = choices.approvers.filter(({ id }) => id !== fromId);
  const submit = () => {
    const checked = checkDelegation({ whose, fromId, toId, start, end, agents, tools, reason });
    setErrors(checked.errors);
    if (checked.input === null) return;
    add.mutate(checked.input, {
      onSuccess: () => {
        toast(`${others.find(({ id }) => id === toId)?.name ?? "They"} may decide in that time.`);
        onClose();
      },
      onError: (error) => setErrors(errorsOf(error)),
    });
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <FormDialog
      title={whose === "mine" ? "Someone else decides for me" : "Someone decides for a person who is away"}
      description="What they decide is recorded as theirs, in that person's name. Neither of the two may decide on what one of them asked for or owns."
      verb="Save"
      isPending={add.isPending}
      error={errors.root ?? (whose === "mine" ? errors.fromId : undefined)}
      onClose={onClose}
      onSubmit={submit}
    >
      {whose === "other" && (
        <Person label="Who is away" value={fromId} people={choices.approvers} error={errors.fromId} onChange={setFromId} />
      )}
      <Person label="Who decides" value={toId} people={others} error={errors.toId} onChange={setToId} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="From" isRequired error={errors.startsAt} hint={`Your time, ${zone}`}>
          {(control) => <Input {...control} type="datetime-local" value={start} onChange={({ target }) => setStart(target.value)} />}
        </Field>
        <Field label="Until" isRequired error={errors.endsAt}>
          {(control) => <Input {...control} type="datetime-local" value={end} onChange={({ target }) => setEnd(target.value)} />}
        </Field>
      </div>
      <NamePicker legend="Agents" all="All agents" names={choices.agents} chosen={agents} error={errors.agents} onChange={setAgents} />
      <NamePicker legend="Tools" all="All tools" names={choices.tools} chosen={tools} error={errors.tools} onChange={setTools} />
      <Field label="Reason" error={errors.reason} hint="Everyone who looks at the list reads it.">
        {(control) => <Textarea {...control} rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
    </FormDialog>
  );
}

type PersonProps = {
  readonly label: string;
  readonly value: string;
  readonly people: DelegationChoices["approvers"];
  readonly error: string | undefined;
  readonly onChange: (id: string) => void;
};

const Person = ({ label, value, people, error, onChange }: PersonProps) => (
  <Field label={label} isRequired error={error}>
    {(control) => (
      <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">Choose an approver</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    )}
  </Field>
);

"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { AddOverrideInput } from "@/server/schedules/schema";
import type { AppRouter } from "@/server/trpc/root";
import { fromFieldTime, toFieldTime } from "./prepare-on-call";

export type OverrideFormProps = {
  readonly onCallId: string;
  readonly me: string;
  /** Whether the reader may put others on duty, too. */
  readonly canChoose: boolean;
  readonly from: string;
  readonly until: string;
  readonly onClose: () => void;
};

type Errors = { readonly [field: string]: string | undefined };

/** Puts the reader, or for editors anyone, on duty for a while in place of the rotation. */
export function OverrideForm({ onCallId, me, canChoose, from, until, onClose }: OverrideFormProps) {
  const trpc = useTRPC();
  const add = useMutation(trpc.schedules.onCall.addOverride.mutationOptions());
  const directory = useQuery(trpc.identity.directory.queryOptions(undefined, { enabled: canChoose }));
  const [personId, setPersonId] = useState(me);
  const [start, setStart] = useState(() => toFieldTime(new Date(from)));
  const [end, setEnd] = useState(() => toFieldTime(new Date(until)));
  const [errors, setErrors] = useState<Errors>({});
  const submit = () => {
    const input = {
      onCallId,
      personId: personId === me ? null : personId,
      from: fromFieldTime(start) ?? "",
      until: fromFieldTime(end) ?? "",
    };
    const parsed = AddOverrideInput.safeParse(input);
    if (!parsed.success) {
      setErrors(Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])));
      return;
    }
    add.mutate(parsed.data, {
      onSuccess: () => {
        toast(personId === me ? "The shift is yours." : "The shift was given over.");
        onClose();
      },
      onError: (error) => {
        const fields = isTRPCClientError<AppRouter>(error) ? (error.data?.problem?.errors ?? []) : [];
        setErrors(fields.length > 0 ? Object.fromEntries(fields.map(({ path, message }) => [path, message])) : { root: sentenceOf(error) });
      },
    });
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <FormDialog
      title={canChoose ? "Change who is on duty" : "Take this shift"}
      description="In place of the rotation, from now at the earliest. Everyone sees it, and it can be given back."
      verb={personId === me ? "Take the shift" : "Give the shift"}
      isPending={add.isPending}
      error={errors.root}
      onClose={onClose}
      onSubmit={submit}
    >
      {canChoose && (
        <Field label="Who" isRequired error={errors.personId}>
          {(control) => (
            <Select {...control} value={personId} onChange={({ target }) => setPersonId(target.value)}>
              <option value={me}>Me</option>
              {(directory.data?.people ?? [])
                .filter(({ id }) => id !== me)
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </Select>
          )}
        </Field>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="From" isRequired error={errors.from} hint={`Your time, ${zone}`}>
          {(control) => <Input {...control} type="datetime-local" value={start} onChange={({ target }) => setStart(target.value)} />}
        </Field>
        <Field label="Until" isRequired error={errors.until}>
          {(control) => <Input {...control} type="datetime-local" value={end} onChange={({ target }) => setEnd(target.value)} />}
        </Field>
      </div>
    </FormDialog>
  );
}

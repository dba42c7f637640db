"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FieldErrors, type UseFormRegister, useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { type Kind, specOf } from "@/server/records/core/kinds";
import { RecordInputSchema, type RecordResource } from "@/server/records/schema";
import { FactField } from "./fact-field";
import { isLeftEmpty, type RecordDraft, startOf, toInput } from "./prepare-record";

type Props = {
  readonly kind: Kind;
  /** The record that is to be corrected; null adds one. */
  readonly of: RecordResource | null;
  readonly now: string;
  readonly onClose: () => void;
};

/** Puts a record on record, or another one in the place of one that was wrong. */
export function RecordForm({ kind, of, now, onClose }: Props) {
  const trpc = useTRPC();
  const spec = specOf(kind);
  const { register, handleSubmit, setError, formState } = useForm<RecordDraft>({ defaultValues: startOf(kind, now, of) });
  const { errors } = formState;
  const add = useMutation(
    trpc.records.add.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: () => {
        toast(of === null ? "It is on record." : "The record is corrected.");
        onClose();
      },
    }),
  );
  const submit = handleSubmit((draft) => {
    const said = RecordInputSchema.safeParse(toInput(kind, draft, of?.id ?? null));
    if (said.success) return add.mutate(said.data);
    for (const { path, message } of said.error.issues) {
      setError(path.join(".") as "note", { message: isLeftEmpty(draft, path) ? "Fill this in." : message });
    }
  });
  return (
    <FormDialog
      title={of === null ? `Add: ${spec.label}` : `Correct: ${spec.label}`}
      description={of === null ? spec.says : "The record before stays to be read, and counts no more."}
      verb={of === null ? "Put on record" : "Correct"}
      isPending={add.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="When it happened" isRequired error={errors.happenedAt?.message}>
        {(control) => <Input {...control} type="datetime-local" {...register("happenedAt")} />}
      </Field>
      <SubjectFields kind={kind} register={register} errors={errors} of={of} />
      {Object.entries(spec.facts).map(([name, fact]) => (
        <FactField key={name} name={name} spec={fact} register={register} error={errors.facts?.[name]?.message} />
      ))}
      <Field label="Link" isRequired={spec.needsLink === true} error={errors.link?.message} hint="Where it can be read up.">
        {(control) => <Input {...control} type="url" {...register("link")} />}
      </Field>
      <Field label="Valid until" error={errors.validUntil?.message} hint="The last day on which it counts, where it has one.">
        {(control) => <Input {...control} type="date" {...register("validUntil")} />}
      </Field>
      <Field label="Note" error={errors.note?.message}>
        {(control) => <Textarea {...control} {...register("note")} rows={2} />}
      </Field>
    </FormDialog>
  );
}

type SubjectProps = {
  readonly kind: Kind;
  readonly register: UseFormRegister<RecordDraft>;
  readonly errors: FieldErrors<RecordDraft>;
  readonly of: RecordResource | null;
};

const LABELS = { agent: "Agent", person: "Person", team: "Team" } as const;

/** Who or what the record is about, as far as its kind asks. */
function SubjectFields({ kind, register, errors, of }: SubjectProps) {
  const choices = useQuery(useTRPC().records.choices.queryOptions());
  const { about } = specOf(kind);
  const names = (list: readonly string[] = []) => list.map((name) => ({ value: name, label: name }));
  const offered = {
    agent: names(choices.data?.agents),
    person: (choices.data?.people ?? []).map(({ email, name }) => ({ value: email, label: name })),
    team: names(choices.data?.teams),
  };
  return (["agent", "person", "team"] as const).map((subject) => {
    const asked = about[subject];
    if (asked === undefined) return null;
    const stands = of?.[subject] ?? null;
    // Who has left or was retired meanwhile is still whom the record is about.
    const isOffered = stands === null || offered[subject].some(({ value }) => value === stands);
    return (
      <Field key={subject} label={LABELS[subject]} isRequired={asked === "must"} error={errors[subject]?.message}>
        {(control) => (
          <Select key={String(choices.isSuccess)} {...control} {...register(subject)}>
            <option value="">{asked === "must" ? "Choose" : "None in particular"}</option>
            {!isOffered && <option value={stands}>{stands}</option>}
            {offered[subject].map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    );
  });
}

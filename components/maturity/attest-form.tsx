"use client";

import { useMutation } from "@tanstack/react-query";
import { type ChangeEvent, useState } from "react";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Mono } from "@/components/ui/mono";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { AssessmentRow } from "@/server/maturity/schema";

type Draft = { readonly verdict: "met" | "not_met"; readonly rationale: string; readonly link: string; readonly validDays: string };

type AttestFormProps = {
  readonly criterion: string;
  readonly signal: string;
  readonly maxDays: number;
  readonly onClose: () => void;
};

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Says of an attested criterion whether it is met, with what shows it. A file stays where it is: its name and its digest are kept. */
export function AttestForm({ criterion, signal, maxDays, onClose }: AttestFormProps) {
  const [file, setFile] = useState<Extract<NonNullable<AssessmentRow["evidence"]>, { fileName: string }> | null>(null);
  const { register, handleSubmit, setError, formState } = useForm<Draft>({
    defaultValues: { verdict: "met", rationale: "", link: "", validDays: String(maxDays) },
  });
  const { errors } = formState;
  const attest = useMutation(
    useTRPC().maturity.attest.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: ({ state }) => {
        toast(state === "waiting" ? "Kept. A second person says it independently." : "Kept. The next check counts it.");
        onClose();
      },
    }),
  );
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = target.files?.[0];
    setFile(
      chosen === undefined
        ? null
        : { fileName: chosen.name.slice(0, 200), digest: hex(await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer())) },
    );
  };
  const submit = handleSubmit(({ verdict, rationale, link, validDays }) =>
    attest.mutate({
      criterion,
      isMet: verdict === "met",
      rationale,
      evidence: link.trim() === "" ? file : { link: link.trim() },
      validDays: Number(validDays),
    }),
  );
  return (
    <FormDialog
      title={`Attest ${criterion}`}
      description={`Asked for: ${signal}. Two people say it independently; until both are in, only you see what you say.`}
      verb="Attest"
      isPending={attest.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Verdict" isRequired error={errors.verdict?.message}>
        {(control) => (
          <Select {...control} {...register("verdict")}>
            <option value="met">Met</option>
            <option value="not_met">Not met</option>
          </Select>
        )}
      </Field>
      <Field label="Why" isRequired error={errors.rationale?.message}>
        {(control) => <Textarea {...control} {...register("rationale")} rows={3} />}
      </Field>
      <Field label="Link to the evidence" error={errors.link?.message ?? (errors as { evidence?: { message?: string } }).evidence?.message}>
        {(control) => <Input {...control} {...register("link")} type="url" inputMode="url" placeholder="https://" autoComplete="off" />}
      </Field>
      <Field
        label="Or a file"
        hint={
          file === null ? (
            "It stays on your machine; Reeve keeps its name and its SHA-256."
          ) : (
            <>
              SHA-256 <Mono isShort>{file.digest}</Mono>
            </>
          )
        }
      >
        {(control) => <Input {...control} type="file" onChange={(event) => void choose(event)} />}
      </Field>
      <Field
        label="Valid for, days"
        isRequired
        hint={`At most ${maxDays}. Then it expires and counts no more.`}
        error={errors.validDays?.message}
      >
        {(control) => <Input {...control} {...register("validDays")} type="number" min={1} max={maxDays} inputMode="numeric" />}
      </Field>
    </FormDialog>
  );
}

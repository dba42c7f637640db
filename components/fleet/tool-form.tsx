"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { type Failure, fieldErrorsOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { SIDE_EFFECTS } from "@/server/fleet/core/vocabulary";
import type { ToolRow } from "@/server/fleet/schema";
import { prepareTool, type ToolDraft, toolDraftOf } from "./prepare-tool";
import { SIDE_EFFECT_WORDS } from "./side-effect";

type Props = {
  /** The tool to edit, or null for a new one. */
  readonly tool: ToolRow | null;
  readonly onClose: () => void;
  readonly onDone?: (name: string) => void;
};

/** Adds a tool, or edits one, in a dialog. */
export function ToolForm({ tool, onClose, onDone }: Props) {
  const trpc = useTRPC();
  const { register, handleSubmit, setError, watch, formState } = useForm<ToolDraft>({ defaultValues: toolDraftOf(tool) });
  const showFaults = (faults: readonly { path: string; message: string }[]) => {
    // A field has room for one: the first.
    for (const { path, message } of faults.toReversed()) {
      const field = path.split("/")[0] as keyof ToolDraft;
      // The path inside the schema says where to look.
      setError(field, { message: path === field ? message : `${path.slice(field.length)}: ${message}` });
    }
  };
  const onError = (error: Failure) => showFaults(fieldErrorsOf(error));
  const onSuccess = ({ name }: { name: string }) => {
    toast(tool === null ? `${name} is added.` : "Saved.");
    onClose();
    onDone?.(name);
  };
  const create = useMutation(trpc.fleet.createTool.mutationOptions({ onError, onSuccess }));
  const update = useMutation(trpc.fleet.updateTool.mutationOptions({ onError, onSuccess }));
  const save = tool === null ? create : update;
  const submit = handleSubmit((draft) => {
    const prepared = prepareTool(draft);
    if ("faults" in prepared) showFaults(prepared.faults);
    else save.mutate({ ...prepared.input, tool: { ...prepared.input.tool, revision: tool?.revision } });
  });
  const { errors } = formState;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="lg"
      title={tool === null ? "Add a tool" : `Edit ${tool.name}`}
      description="What the gate knows of it, from the next call on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="tool-form" variant="primary" isPending={save.isPending}>
            {tool === null ? "Add" : "Save"}
          </Button>
        </>
      }
    >
      <form id="tool-form" className="grid gap-4 md:grid-cols-2" onSubmit={(event) => void submit(event)} noValidate>
        {tool === null && (
          <Field label="Name" isRequired error={errors.name?.message} hint="As agents call it, e.g. crm.apply_discount.">
            {(control) => <Input {...control} {...register("name")} className="font-mono" autoComplete="off" spellCheck={false} />}
          </Field>
        )}
        <Field label="Version" isRequired error={errors.version?.message}>
          {(control) => <Input {...control} {...register("version")} autoComplete="off" />}
        </Field>
        <Field className="md:col-span-2" label="Does" isRequired error={errors.description?.message}>
          {(control) => <Textarea {...control} {...register("description")} rows={2} />}
        </Field>
        <Field
          label="What it leaves behind"
          isRequired
          error={errors.sideEffect?.message}
          hint={SIDE_EFFECT_WORDS[watch("sideEffect")].hint}
        >
          {(control) => (
            <Select {...control} {...register("sideEffect")}>
              {SIDE_EFFECTS.map((effect) => (
                <option key={effect} value={effect}>
                  {SIDE_EFFECT_WORDS[effect].word}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="In plain words"
          error={errors.summary?.message}
          hint="For approvers. {name} stands for an argument: {percent} % discount for {account}"
        >
          {(control) => <Input {...control} {...register("summary")} autoComplete="off" />}
        </Field>
        <Field
          className="md:col-span-2"
          label="JSON Schema of the arguments"
          error={errors.argsSchema?.message}
          hint="Draft 2020-12. Empty when none is known."
        >
          {(control) => <Textarea {...control} {...register("argsSchema")} rows={8} className="font-mono" spellCheck={false} />}
        </Field>
        <Field
          className="md:col-span-2"
          label="Sensitive arguments"
          error={errors.sensitiveArgs?.message}
          hint="JSON pointers, one a line, e.g. /iban. Only those who must see them do."
        >
          {(control) => <Textarea {...control} {...register("sensitiveArgs")} rows={2} className="font-mono" spellCheck={false} />}
        </Field>
        <FormError className="md:col-span-2">{fieldErrorsOf(save.error).length === 0 && save.error?.message}</FormError>
      </form>
    </Dialog>
  );
}

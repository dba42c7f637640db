"use client";

import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { KIND_NAMES, type Kind, specOf } from "@/server/records/core/kinds";

const BY_LABEL = [...KIND_NAMES].sort((a, b) => specOf(a).label.localeCompare(specOf(b).label, "en"));

/** The kinds as a list offers them. */
export const KIND_CHOICES = BY_LABEL.map((kind) => ({ value: kind, label: specOf(kind).label }));

/** Asks what kind of record is to be added. */
export function KindForm({ onChoose, onClose }: { readonly onChoose: (kind: Kind) => void; readonly onClose: () => void }) {
  const { register, handleSubmit, watch, formState } = useForm<{ kind: string }>({ defaultValues: { kind: "" } });
  const kind = BY_LABEL.find((one) => one === watch("kind"));
  return (
    <FormDialog
      title="Add a record"
      description="What happened outside of Reeve and shows how agents are governed. Criteria of the scorecard are computed from it."
      verb="Go on"
      isPending={false}
      onClose={onClose}
      onSubmit={handleSubmit(() => kind !== undefined && onChoose(kind))}
    >
      <Field
        label="Kind"
        isRequired
        error={formState.errors.kind?.message ?? null}
        hint={kind === undefined ? undefined : specOf(kind).says}
      >
        {(control) => (
          <Select {...control} {...register("kind", { required: "Choose what it is." })}>
            <option value="">Choose</option>
            {KIND_CHOICES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}

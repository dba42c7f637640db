"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { CriterionRow, ItemRow } from "@/server/maturity/schema";
import { formatQuarter } from "./prepare-roadmap";

type Draft = { readonly criterion: string; readonly ownerId: string; readonly dueOn: string };
type Choice = Pick<CriterionRow, "id" | "text">;

type ItemFormProps = {
  /** One criterion, or those among which one is chosen. */
  readonly of: Choice | readonly Choice[];
  /** The item that is changed; without it, one is added. */
  readonly item?: ItemRow;
  readonly onClose: () => void;
};

const isMany = (of: ItemFormProps["of"]): of is readonly Choice[] => Array.isArray(of);

/** Puts a criterion on the roadmap, or gives its item another owner or day. */
export function ItemForm({ of, item, onClose }: ItemFormProps) {
  const trpc = useTRPC();
  const people = useQuery(trpc.maturity.candidates.queryOptions());
  const form = useForm<Draft>({
    defaultValues: { criterion: isMany(of) ? "" : of.id, ownerId: item?.owner.id ?? "", dueOn: item?.dueOn ?? "" },
  });
  const { errors } = form.formState;
  const tell = {
    onError: (error: { readonly message: string }) => showRefusal(error, form.setError),
    onSuccess: () => {
      toast(item === undefined ? "It is on the roadmap." : "The item is changed.");
      onClose();
    },
  };
  const add = useMutation(trpc.maturity.addItem.mutationOptions(tell));
  const edit = useMutation(trpc.maturity.editItem.mutationOptions(tell));
  const submit = form.handleSubmit(({ criterion, ...draft }) =>
    item === undefined ? add.mutate({ criterion, ...draft }) : edit.mutate({ id: item.id, revision: item.revision, ...draft }),
  );
  return (
    <FormDialog
      title={item === undefined ? (isMany(of) ? "Add to the roadmap" : `Add ${of.id} to the roadmap`) : `Change ${item.criterion}`}
      description={isMany(of) ? "Someone closes the criterion by a day. Whether it is met, the checks say." : of.text}
      verb={item === undefined ? "Add" : "Change"}
      isPending={add.isPending || edit.isPending}
      error={errors.root?.message ?? null}
      onClose={onClose}
      onSubmit={submit}
    >
      {isMany(of) && (
        <Field label="Criterion" isRequired error={errors.criterion?.message}>
          {(control) => (
            <Select {...control} {...form.register("criterion", { required: "Choose a criterion." })}>
              <option value="">Choose a criterion</option>
              {of.map(({ id, text }) => (
                <option key={id} value={id}>
                  {id} {text}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="Who closes it" isRequired error={errors.ownerId?.message}>
        {(control) => (
          <Select {...control} {...form.register("ownerId", { required: "Choose who closes it." })}>
            <option value="">Choose a person</option>
            {item !== undefined && !people.isSuccess && <option value={item.owner.id}>{item.owner.name}</option>}
            {(people.data ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Due on"
        isRequired
        error={errors.dueOn?.message}
        hint={
          item === undefined
            ? "It stands in the quarter of this day."
            : `It stands in ${formatQuarter(item.quarter)}; the quarter follows the day.`
        }
      >
        {(control) => <Input {...control} {...form.register("dueOn", { required: "Say by which day." })} type="date" />}
      </Field>
    </FormDialog>
  );
}

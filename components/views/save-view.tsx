"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrorsOf, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import type { SavedView, ViewPage } from "@/server/views/schema";

type Props = {
  readonly page: ViewPage;
  readonly query: string;
  readonly onClose: () => void;
  readonly onSaved: (view: Pick<SavedView, "id" | "query">) => void;
};

/** Keeps the filters of now under a name. */
export function SaveView({ page, query, onClose, onSaved }: Props) {
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const { mutate, isPending, error } = useMutation(useTRPC().views.save.mutationOptions({ onSuccess: ({ id }) => onSaved({ id, query }) }));
  const atName = fieldErrorsOf(error).find(({ path }) => path === "name")?.message;
  return (
    <FormDialog
      title="Save these filters as a view"
      description="A view opens the list with the filters of now. What it shows follows what comes in."
      width="sm"
      verb="Save view"
      isPending={isPending}
      error={error === null || atName !== undefined ? null : sentenceOf(error)}
      onClose={onClose}
      onSubmit={() => mutate({ page, name, query, isShared })}
    >
      <Field label="Name" isRequired error={atName ?? null}>
        {(control) => <Input {...control} value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />}
      </Field>
      <label className="flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-ink"
          checked={isShared}
          onChange={({ target }) => setShared(target.checked)}
        />
        <span>
          Share it with everyone
          <span className="block text-xs text-ink-3">They find it among their views. Only you can change it.</span>
        </span>
      </label>
    </FormDialog>
  );
}

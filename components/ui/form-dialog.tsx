"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormError } from "./form-error";

export type FormDialogProps = {
  readonly title: string;
  readonly description?: ReactNode;
  /** The verb on the button that sends. */
  readonly verb: string;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  /** What was refused, when it belongs to no field. */
  readonly error?: string | null;
  readonly onClose: () => void;
  readonly onSubmit: (event: FormEvent) => unknown;
  readonly children?: ReactNode;
};

/** A form in a dialog; without children a question to confirm. Enter sends, Escape leaves. */
export function FormDialog({ title, description, verb, isDanger = false, isPending, error, onClose, onSubmit, children }: FormDialogProps) {
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onSubmit(event);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant={isDanger ? "danger" : "primary"} isPending={isPending}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        {children}
        <FormError>{error}</FormError>
      </form>
    </Dialog>
  );
}

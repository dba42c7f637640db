"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "./button";
import { Dialog, type DialogProps } from "./dialog";
import { FormError } from "./form-error";

export type FormDialogProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly width?: DialogProps["width"];
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
export function FormDialog({ verb, isDanger = false, isPending, error, onSubmit, children, ...dialog }: FormDialogProps) {
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onSubmit(event);
  };
  return (
    <Dialog
      {...dialog}
      isOpen
      footer={
        <>
          <Button onClick={dialog.onClose}>Cancel</Button>
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

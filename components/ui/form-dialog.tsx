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
  /** Shows that Ctrl and Enter send: where a field takes Enter for itself. */
  readonly hasShortcut?: boolean;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  /** What was refused, when it belongs to no field. */
  readonly error?: string | null;
  readonly onClose: () => void;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => unknown;
  readonly children?: ReactNode;
};

/** A form in a dialog; without children a question to confirm. Enter sends, Escape leaves. */
export function FormDialog({
  verb,
  hasShortcut = false,
  isDanger = false,
  isPending,
  error,
  onSubmit,
  children,
  ...dialog
}: FormDialogProps) {
  const formId = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
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
          <Button
            type="submit"
            form={formId}
            variant={isDanger ? "danger" : "primary"}
            shortcut={hasShortcut ? "Ctrl ↵" : undefined}
            isPending={isPending}
          >
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

"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { Button, type ButtonSize } from "@/components/ui/button";
import type { Card } from "./card-type";

// Forms are opened seldom; the queue loads without them.
const EditDialog = dynamic(() => import("./edit-dialog"), { ssr: false });
const ConditionsDialog = dynamic(() => import("./conditions-dialog"), { ssr: false });

export type EditActionsProps = {
  readonly card: Card;
  readonly size: ButtonSize;
  readonly editClass: string;
  readonly onDecided: () => void;
};

/** Approve something else than was proposed, or on conditions. */
export function EditActions({ card, size, editClass, onDecided }: EditActionsProps) {
  const [open, setOpen] = useState<"edit" | "conditions" | null>(null);
  const { allowed } = card.can.approve;
  useKeys({ e: { label: "Edit, then approve", isEnabled: allowed, run: (event) => event.repeat || setOpen("edit") } }, "This request");
  const props = {
    card,
    onClose: () => setOpen(null),
    onDecided: () => {
      setOpen(null);
      onDecided();
    },
  };
  return (
    <>
      <Button size={size} shortcut="e" className={editClass} disabled={!allowed} onClick={() => setOpen("edit")}>
        Edit
      </Button>
      <Button size={size} variant="quiet" disabled={!allowed} onClick={() => setOpen("conditions")}>
        With conditions…
      </Button>
      {open === "edit" && <EditDialog {...props} />}
      {open === "conditions" && <ConditionsDialog {...props} />}
    </>
  );
}

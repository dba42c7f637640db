"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { Button, type ButtonSize } from "@/components/ui/button";
import type { Card } from "./card-type";

// Forms are opened seldom; the queue loads without them.
const EditDialog = dynamic(() => import("./edit-dialog"), { ssr: false });
const ConditionsDialog = dynamic(() => import("./conditions-dialog"), { ssr: false });

type Props = { readonly card: Card; readonly size: ButtonSize; readonly className?: string; readonly onDecided: () => void };

/** Approve something else than was proposed. */
export function EditAction({ card, size, className, onDecided }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const { allowed } = card.can.approve;
  useKeys({ e: { label: "Edit, then approve", isEnabled: allowed, run: (event) => event.repeat || setIsOpen(true) } }, "This request");
  return (
    <>
      <Button size={size} shortcut="e" className={className} disabled={!allowed} onClick={() => setIsOpen(true)}>
        Edit
      </Button>
      {isOpen && <EditDialog card={card} onClose={() => setIsOpen(false)} onDecided={after(setIsOpen, onDecided)} />}
    </>
  );
}

/** Approve on conditions. */
export function ConditionsAction({ card, size, onDecided }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size={size} variant="quiet" disabled={!card.can.approve.allowed} onClick={() => setIsOpen(true)}>
        With conditions…
      </Button>
      {isOpen && <ConditionsDialog card={card} onClose={() => setIsOpen(false)} onDecided={after(setIsOpen, onDecided)} />}
    </>
  );
}

const after = (setIsOpen: (isOpen: boolean) => void, onDecided: () => void) => () => {
  setIsOpen(false);
  onDecided();
};

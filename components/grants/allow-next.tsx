"use client";

import { useState } from "react";
import type { Card } from "@/components/approvals/card-type";
import { useKeys } from "@/components/shell/use-keys";
import { Button, type ButtonSize } from "@/components/ui/button";
import { GrantDialog } from "./grant-dialog";

export type AllowNextProps = { readonly card: Card; readonly size?: ButtonSize; readonly onDecided: () => void };

/** Approve, and say which of the next calls need nobody. */
export function AllowNext({ card, size, onDecided }: AllowNextProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { allowed } = card.can.approve;
  useKeys(
    { g: { label: "Approve and allow the next ones", isEnabled: allowed, run: (event) => event.repeat || setIsOpen(true) } },
    "This request",
  );
  return (
    <>
      <Button
        variant="quiet"
        size={size}
        shortcut="g"
        className="max-md:col-span-2"
        title="Approve and allow the next ones like it"
        disabled={!allowed}
        onClick={() => setIsOpen(true)}
      >
        Allow the next ones…
      </Button>
      {isOpen && (
        <GrantDialog
          card={card}
          onClose={() => setIsOpen(false)}
          onDecided={() => {
            setIsOpen(false);
            onDecided();
          }}
        />
      )}
    </>
  );
}

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
  // High risk is countersigned one by one: no grant lets later calls through.
  const isOneByOne = card.riskTier === "high";
  const allowed = card.can.approve.allowed && !isOneByOne;
  useKeys(
    { g: { label: "Approve and allow the next ones", isEnabled: allowed, run: (event) => event.repeat || setIsOpen(true) } },
    "This request",
  );
  if (isOneByOne) return null;
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

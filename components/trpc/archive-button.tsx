"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { ConfirmDialog } from "./confirm-dialog";
import { sentenceOf } from "./failure";

type ArchiveButtonProps = {
  readonly thing: { readonly id: string; readonly name: string; readonly archivedAt: string | null };
  /** What goes on and what does not, once it is archived. */
  readonly consequence: string;
  readonly archive: (input: { id: string; isArchived: boolean }) => Promise<unknown>;
};

/** Takes what its row shows out of use, once confirmed, or brings it back. */
export function ArchiveButton({ thing: { id, name, archivedAt }, consequence, archive }: ArchiveButtonProps) {
  const [isAsked, setIsAsked] = useState(false);
  const verb = archivedAt === null ? "Archive" : "Bring back";
  const bringBack = () => void archive({ id, isArchived: false }).catch((error: Error) => toast.error(sentenceOf(error)));
  return (
    <>
      <Button size="sm" variant="quiet" aria-label={`${verb} ${name}`} onClick={archivedAt === null ? () => setIsAsked(true) : bringBack}>
        {verb}
      </Button>
      {isAsked && (
        <ConfirmDialog
          question={{
            title: `Archive ${name}?`,
            consequence: `${consequence} You can bring it back.`,
            verb: "Archive",
            act: () => archive({ id, isArchived: true }),
          }}
          onClose={() => setIsAsked(false)}
        />
      )}
    </>
  );
}

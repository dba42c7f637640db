"use client";

import { parseAsBoolean, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

type WithArchivedProps<T> = {
  /** In the plural: "calendars". */
  readonly what: string;
  readonly all: readonly T[];
  readonly children: (shown: readonly T[]) => ReactNode;
};

/** A list of what is in use; the archived ones are shown on demand, and the address says so. */
export function WithArchived<T extends { readonly archivedAt: string | null }>({ what, all, children }: WithArchivedProps<T>) {
  const [isShown, setIsShown] = useQueryState("archived", parseAsBoolean.withDefault(false));
  const inUse = all.filter(({ archivedAt }) => archivedAt === null);
  return (
    <>
      {children(isShown ? all : inUse)}
      {all.length > inUse.length && (
        <Button size="sm" variant="quiet" className="mx-2 mt-2 md:mx-4" onClick={() => void setIsShown(isShown ? null : true)}>
          {isShown ? `Hide archived ${what}` : `Show ${all.length - inUse.length} archived`}
        </Button>
      )}
    </>
  );
}

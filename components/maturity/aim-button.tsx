"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { TargetsForm } from "./targets-form";

/** Opens the targets; for those who may set them. */
export function AimButton() {
  const [isOpen, setOpen] = useState(false);
  const trpc = useTRPC();
  const card = useQuery(trpc.maturity.scorecard.queryOptions());
  const teams = useQuery(trpc.fleet.teams.queryOptions(undefined, { enabled: isOpen }));
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={card.data === undefined}>
        Set targets
      </Button>
      {isOpen && card.data && (
        <TargetsForm
          targets={card.data.targets}
          teams={(teams.data ?? []).filter(({ archivedAt }) => archivedAt === null)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

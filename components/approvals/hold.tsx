"use client";

import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import type { Card } from "./card-type";
import { leaseWords } from "./prepare-queue";
import type { useClaim } from "./use-card";

/** Who holds it and for how long, second by second. */
export function Holder({ claim }: { readonly claim: Card["claim"] }) {
  const now = useNow();
  if (claim === null || now === null || Date.parse(claim.until) <= now) return <span>Nobody holds it</span>;
  return (
    <span>
      {claim.isMine ? "You hold it" : `${claim.personName} holds it`}, {leaseWords(Date.parse(claim.until), now)}
    </span>
  );
}

/** Claim or Release, whichever can be done. */
export function HoldButton({ claim }: { readonly claim: ReturnType<typeof useClaim> }) {
  return (
    <Button
      variant="quiet"
      size="sm"
      shortcut="c"
      disabled={!claim.can.allowed}
      title={claim.can.reason?.message}
      onClick={claim.toggle}
      isPending={claim.isPending}
    >
      {claim.isMine ? "Release" : "Claim"}
    </Button>
  );
}

"use client";

import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import type { Card } from "./card-type";
import { holdWords, leaseWords } from "./prepare-queue";
import type { useClaim } from "./use-card";

/** Who holds it and for how long, second by second. */
export function Holder({ claims }: { readonly claims: Card["claims"] }) {
  const now = useNow();
  const live = now === null ? [] : claims.filter((claim) => Date.parse(claim.until) > now);
  const first = live.find((claim) => claim.isMine) ?? live[0];
  if (now === null || first === undefined) return <span>Nobody holds it</span>;
  return (
    <span>
      {holdWords(live)}, {leaseWords(Date.parse(first.until), now)}
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

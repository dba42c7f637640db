"use client";

import { useTRPCClient } from "@/components/trpc/use-trpc";
import { sayLast } from "./last-words";

/** Hands over the countersignature of a vote as a file: with it anybody can verify what was signed, and when not. */
export function ExportCountersignature({ voteId }: { readonly voteId: string }) {
  const procedures = useTRPCClient();
  const save = async () => {
    const countersignature = await procedures.approvals.stepUp.countersignature.query({ voteId });
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(countersignature, null, 2)}\n`], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `countersignature-${voteId}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <button
      type="button"
      className="link ml-1.5 underline underline-offset-2"
      aria-label="Export the countersignature"
      onClick={() => void save().catch((error: Error) => sayLast(error.message))}
    >
      Export
    </button>
  );
}

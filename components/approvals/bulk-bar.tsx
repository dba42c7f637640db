"use client";

import { useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { Button } from "@/components/ui/button";
import type { QueueRow, Verdict } from "@/server/approvals/schema";
import { BulkDialog } from "./bulk-dialog";
import { highWords, MOST, type Selected } from "./prepare-selection";
import type { QueueFilter } from "./queue-address";

export type BulkBarProps = {
  readonly rows: readonly QueueRow[];
  readonly shown: number;
  readonly filter: QueueFilter;
  readonly onAll: () => void;
  readonly onClear: () => void;
  /** Called when the batch is over, with what was decided. */
  readonly onDone: (decided: Selected) => void;
};

/** What can be done with the selected requests, all with the same words. */
export function BulkBar({ rows, shown, filter, onAll, onClear, onDone }: BulkBarProps) {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const decidable = rows.filter((row) => row.riskTier !== "high").length;
  const warning = highWords(rows);
  useKeys(
    {
      a: { label: "Approve the selected", isEnabled: decidable > 0, run: (event) => event.repeat || setVerdict("approve") },
      r: { label: "Reject the selected", isEnabled: decidable > 0, run: (event) => event.repeat || setVerdict("reject") },
      Escape: { label: "Select nothing", run: onClear },
    },
    "Selected requests",
  );
  return (
    <section aria-label="Selected requests" className="border-t border-line bg-surface px-4 py-2 md:pl-6">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-1 font-medium tabular-nums">
          {rows.length} selected
        </p>
        {rows.length < Math.min(shown, MOST) && (
          <Button size="sm" variant="quiet" onClick={onAll}>
            Select {shown <= MOST ? `all ${shown} shown` : `the first ${MOST}`}
          </Button>
        )}
        <span className="ml-auto flex gap-2">
          <Button
            size="sm"
            variant="primary"
            shortcut="a"
            className="max-md:h-11"
            disabled={decidable === 0}
            onClick={() => setVerdict("approve")}
          >
            Approve
          </Button>
          <Button size="sm" shortcut="r" className="max-md:h-11" disabled={decidable === 0} onClick={() => setVerdict("reject")}>
            Reject
          </Button>
          <Button size="sm" variant="quiet" shortcut="Esc" className="max-md:h-11" onClick={onClear}>
            Cancel
          </Button>
        </span>
      </div>
      {warning !== null && <p className="mt-1 text-xs text-pretty text-warn">{warning}</p>}
      {verdict !== null && <BulkDialog verdict={verdict} rows={rows} filter={filter} onClose={() => setVerdict(null)} onDone={onDone} />}
    </section>
  );
}

"use client";

import { Ban } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { AgentView } from "@/server/fleet/schema";
import { RestoreAsked } from "./restore-asked";

type Props = { readonly agent: AgentView; readonly onRestore: () => void };

/** Says that the agent is stopped: by whom, when and why, and who wants it to work again. */
export function SuspendedBand({ agent, onRestore }: Props) {
  return (
    <section aria-label="Suspended" className="border-y border-line bg-danger-weak px-4 py-3 md:px-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-64 gap-2.5">
          <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          <div className="min-w-0">
            <p>
              <span className="font-medium text-danger">Killed</span> by {agent.stateBy}, <Time at={agent.stateAt} format="relative" />.
              Nothing that it asks for is allowed.
            </p>
            {agent.stateReason && <p className="text-ink-2 wrap-anywhere">Reason: {agent.stateReason}</p>}
          </div>
        </div>
        {agent.can.askRestore && (
          <Button onClick={onRestore} shortcut="r">
            Restore
          </Button>
        )}
      </div>
      {agent.restore !== null && <RestoreAsked agent={agent} restore={agent.restore} />}
    </section>
  );
}

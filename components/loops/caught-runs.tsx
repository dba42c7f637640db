import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-count";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { cleanLine } from "@/server/kernel/untrusted";
import type { LoopPage } from "./loops-page";

const RUN_MAX = 80;

type Props = { readonly runs: LoopPage["caught"]; readonly days: number };

/** The runs that the gate refused for repeating themselves, the newest first. */
export function CaughtRuns({ runs, days }: Props) {
  if (runs.length === 0) {
    return <EmptyState title="Runs that loop will be listed here.">The gate refused none in the last {days} days.</EmptyState>;
  }
  return (
    <Table caption="Runs that were refused for a loop">
      <thead>
        <tr>
          <Th>Agent and run</Th>
          <Th className="max-md:hidden">Tool</Th>
          <Th isNumeric>Refused</Th>
          <Th className="max-md:hidden">From, to</Th>
          <Th>Why</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Tr key={`${run.agentName}/${run.runId}/${run.toolName}`}>
            <Td>
              <Link className="link font-medium wrap-anywhere" href={`/agents/${encodeURIComponent(run.agentName)}`}>
                {run.agentName}
              </Link>
              <div className="text-xs wrap-anywhere text-ink-2">
                {run.traceId === null ? (
                  cleanLine(run.runId, RUN_MAX)
                ) : (
                  <Link className="link" href={`/traces/${run.traceId}`} aria-label={`Trace of ${cleanLine(run.runId, RUN_MAX)}`}>
                    {cleanLine(run.runId, RUN_MAX)}
                  </Link>
                )}
              </div>
            </Td>
            <Td className="max-md:hidden">
              <Mono>{run.toolName}</Mono>
            </Td>
            <Td isNumeric>{formatCount(run.refused)}</Td>
            <Td className="max-md:hidden">
              <Time at={run.firstAt} /> <span className="text-ink-3">to</span> <Time at={run.lastAt} />
            </Td>
            <Td>
              <p className="max-w-[48ch] text-pretty max-md:hidden">{run.reason}</p>
              <Link className="link text-sm" href={`/policies?view=explain&action=${run.lastActionId}`}>
                Explain the last
              </Link>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

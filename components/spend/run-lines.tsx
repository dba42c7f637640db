import Link from "next/link";
import { traceHref } from "@/components/traces/trace-address";
import { Time } from "@/components/ui/time";
import type { RunLine } from "@/server/spend/runs-schema";
import { formatEach, OUTCOME_WORDS } from "./prepare-runs";
import { nameWords } from "./prepare-spend";

/** Single runs, each a way to its trace. */
export const RunLines = ({ lines, label }: { readonly lines: readonly RunLine[]; readonly label: string }) => (
  <ul aria-label={label} className="text-sm">
    {lines.map((line) => (
      <li key={line.traceId} className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 max-md:py-2.5">
        <Link href={traceHref(line.traceId)} prefetch={false} className="link min-w-0 truncate">
          {nameWords(line.agent ?? line.name)}
          {line.taskClass !== null && `, ${nameWords(line.taskClass)}`}
        </Link>
        <span className="text-xs text-ink-3">
          <Time at={line.startedAt} /> · {OUTCOME_WORDS[line.outcome]}
        </span>
        <span className="ml-auto font-medium tabular-nums">{formatEach(line.costMicroUsd, 1)}</span>
      </li>
    ))}
  </ul>
);

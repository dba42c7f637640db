"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { IconButton } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { RuleHistory, RuleVersionRow } from "@/server/policies/schema";
import { QueryError } from "./query-error";
import { RuleActs } from "./rule-acts";
import { Definition } from "./rule-definition";

/** One rule: what it says now, and every version of it. */
export function RuleDetail({ ruleId, onClose }: { readonly ruleId: string; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.policies.rule.queryOptions({ ruleId }));
  return (
    <aside aria-label="Rule" className="w-full shrink-0 overflow-y-auto border-line lg:w-105 lg:border-l xl:w-130">
      <div className="flex items-center justify-between gap-2 px-4 pt-3 md:px-6">
        <Mono className="text-ink-3">{ruleId}</Mono>
        <IconButton label="Close the rule" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      {query.isError && <QueryError query={query} title="The rule could not be read." />}
      {query.isPending && <SkeletonRows rows={6} label="Reading the rule" />}
      {query.data && <Loaded history={query.data} />}
    </aside>
  );
}

function Loaded({ history }: { readonly history: RuleHistory }) {
  const shown = history.versions.find((row) => row.version === history.versionInForce) ?? history.versions[0];
  if (shown === undefined) return null;
  return (
    <div className="flex flex-col gap-5 px-4 pb-6 md:px-6">
      <header>
        <h2 className="text-xl font-semibold tracking-tight wrap-anywhere">{shown.definition.name}</h2>
        <p className="text-sm text-ink-2">
          {history.versionInForce === null ? "No longer in force." : `Version ${history.versionInForce} is in force.`}
        </p>
      </header>
      {history.versionInForce !== null && <RuleActs ruleId={history.ruleId} />}
      <Definition rule={shown.definition} />
      <section aria-label="Versions of this rule" className="border-t border-line pt-4">
        <h3 className="text-sm font-medium">Versions</h3>
        <ol className="mt-1 flex flex-col">
          {history.versions.map((row) => (
            <VersionItem key={row.version} row={row} isInForce={row.version === history.versionInForce} />
          ))}
        </ol>
      </section>
    </div>
  );
}

const VersionItem = ({ row, isInForce }: { readonly row: RuleVersionRow; readonly isInForce: boolean }) => (
  <li className="border-b border-line py-2 text-sm last:border-0">
    <details>
      <summary className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">Version {row.version}</span>
        {isInForce && <span className="text-xs text-ok">in force</span>}
        <span className="text-ink-2">
          {row.authorName}, <Time at={row.createdAt} />
        </span>
        <span className="w-full text-ink-2">“{row.reason}”</span>
      </summary>
      <div className="pt-3">
        <Definition rule={row.definition} />
      </div>
    </details>
  </li>
);

"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Mono } from "@/components/ui/mono";
import type { ActionOnCard } from "./card-type";
import { otherRules, triedWords } from "./prepare-card";

/** Which rule asked for people, on what condition, and how the others came out. */
export function WhyHere({ action }: { readonly action: ActionOnCard }) {
  const [isOpen, setIsOpen] = useState(false);
  const others = otherRules(action);
  const { rule } = action;
  return (
    <>
      <p>
        {action.policyReason}{" "}
        {rule === null ? (
          <span className="text-xs text-ink-3">No rule is about it: the default asks people.</span>
        ) : (
          <Link
            href={`/policies?version=${action.policyVersion}&rule=${encodeURIComponent(rule.id)}`}
            className="text-xs text-ink-3 hover:underline"
          >
            {rule.id}, <span className="whitespace-nowrap">version {rule.version}</span>
          </Link>
        )}
      </p>
      {rule !== null && <Condition ruleId={rule.id} version={rule.version} tried={action.tried} />}
      <p className="flex flex-wrap gap-x-3 text-sm">
        {others.length > 0 && (
          <button type="button" className="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {others.length === 1 ? "1 other rule tried" : `${others.length} other rules tried`}
          </button>
        )}
        <Link href={`/policies?view=explain&action=${action.id}`} className="link">
          Facts used
        </Link>
      </p>
      {isOpen && (
        <ol className="mt-1 flex max-h-72 flex-col overflow-y-auto text-sm">
          {others.map((tried) => (
            <li key={`${tried.ruleId}:${tried.version}`} className="flex flex-wrap gap-x-2 py-0.5">
              <Mono>{tried.ruleId}</Mono>
              <span className="text-ink-3">{triedWords(tried)}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

type ConditionProps = { readonly ruleId: string; readonly version: number; readonly tried: ActionOnCard["tried"] };

/** The condition of the rule as it stood in that version; versions never change. */
function Condition({ ruleId, version, tried }: ConditionProps) {
  const trpc = useTRPC();
  const rule = useQuery(trpc.policies.rule.queryOptions({ ruleId }, { staleTime: 60_000 }));
  const when = rule.data?.versions.find((candidate) => candidate.version === version)?.definition.when;
  const hasFailed = tried.some((own) => own.ruleId === ruleId && own.error !== null);
  if (when == null) return null;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-ink-2">
      <code className="font-mono text-[0.923em] text-ink wrap-anywhere whitespace-pre-wrap">{when}</code>
      {hasFailed ? "could not be evaluated, so it counts as true: the stricter side." : "is true."}
    </p>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Check, Minus, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Evaluation, Facts, Rule, TriedRule } from "@/server/policies/schema";
import { EffectMark } from "./effect-mark";
import { FactList } from "./fact-list";
import { Condition } from "./match-sentence";
import { askedWords, deadlineWords, triedWords } from "./prepare-rule";

export type ExplanationProps = {
  readonly evaluation: Evaluation;
  /** With sensitive arguments already taken out, where there are any. */
  readonly facts: Facts;
};

/** Why the policy answered as it did: the verdict, each rule that was tried in order, the facts that it rested on. */
export function Explanation({ evaluation, facts }: ExplanationProps) {
  const trpc = useTRPC();
  // The rules as they stood then: a version never changes, so this is asked once.
  const policy = useQuery(
    trpc.policies.policy.queryOptions({ version: evaluation.policyVersion }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const rules = new Map(policy.data?.rules.map((rule) => [rule.id, rule]));
  return (
    <div className="flex flex-col gap-6">
      <Verdict evaluation={evaluation} />
      <section aria-labelledby="tried">
        <h2 id="tried" className="text-base font-medium">
          Rules tried
        </h2>
        <p className="text-sm text-ink-2">
          {evaluation.tried.length === 0
            ? "None: no rule can allow this."
            : "Denials first, then by order until one matched; rules in shadow last."}
        </p>
        <ol className="mt-2 border-t border-line" aria-label="Rules tried, in order">
          {evaluation.tried.map((tried) => (
            <TriedItem
              key={tried.ruleId}
              tried={tried}
              rule={rules.get(tried.ruleId)}
              version={evaluation.policyVersion}
              isDecisive={tried.ruleId === evaluation.rule?.id}
            />
          ))}
        </ol>
      </section>
      <FactList facts={facts} />
    </div>
  );
}

function Verdict({ evaluation }: { readonly evaluation: Evaluation }) {
  const { rule, approval, effect } = evaluation;
  return (
    <section aria-label="Verdict of the policy" className="flex flex-col gap-1 text-sm">
      <p className="text-lg">
        <EffectMark effect={effect} />
        <span className="text-ink-2">: “{evaluation.reason}”</span>
      </p>
      <p className="text-ink-2">
        {rule === null ? (
          evaluation.cause === "unregistered" ? (
            "No rule decided: an agent that is not registered may only read."
          ) : (
            "No rule decided: the default for this side effect did."
          )
        ) : (
          <>
            Decided by{" "}
            <Link href={`/policies?rule=${rule.id}`} className="text-accent underline underline-offset-2">
              {rule.name}
            </Link>
            , version {rule.version}.
          </>
        )}{" "}
        Policy version {evaluation.policyVersion}.{approval && ` Asks: ${askedWords(approval)}; ${deadlineWords(approval)}.`}
      </p>
    </section>
  );
}

type TriedItemProps = {
  readonly tried: TriedRule;
  readonly rule: Rule | undefined;
  readonly version: number;
  readonly isDecisive: boolean;
};

const MARKS = {
  matched: { Icon: Check, tone: "text-ink" },
  failed: { Icon: Minus, tone: "text-ink-3" },
  broken: { Icon: TriangleAlert, tone: "text-warn" },
} as const;

const markOf = ({ matched, error }: TriedRule) => (error !== undefined ? MARKS.broken : matched ? MARKS.matched : MARKS.failed);

function TriedItem({ tried, rule, version, isDecisive }: TriedItemProps) {
  const { Icon, tone } = markOf(tried);
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3 border-b border-line py-2 text-sm">
      <Icon aria-hidden className={clsx("mt-0.5 size-4", tone)} />
      <div className="flex min-w-0 flex-col gap-0.5">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <Link
            href={`/policies?version=${version}&rule=${tried.ruleId}`}
            className={clsx("wrap-anywhere hover:underline", tried.matched ? "font-medium" : "text-ink-2")}
          >
            {rule?.name ?? tried.ruleId}
          </Link>
          <span className="text-xs">
            <EffectMark effect={tried.effect} mode={tried.mode} />
          </span>
          {isDecisive && <span className="text-xs font-medium text-accent">decided</span>}
        </div>
        <Outcome tried={tried} when={rule?.when ?? null} />
      </div>
    </li>
  );
}

/** The clause that failed, in words; the condition only where it was asked. */
function Outcome({ tried, when }: { readonly tried: TriedRule; readonly when: string | null }) {
  const wasAsked = tried.matched || tried.failed === "when";
  return (
    <>
      <p className={tried.matched ? undefined : "text-ink-3"}>
        {triedWords(tried)}
        {tried.error !== undefined && <span className="block font-mono text-xs wrap-anywhere">{tried.error}</span>}
      </p>
      {wasAsked && when !== null && <Condition source={when} />}
    </>
  );
}

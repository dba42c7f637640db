"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import Link from "next/link";
import { NeedsOperator } from "@/components/fleet/needs-operator";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { EmptyState } from "@/components/ui/empty-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { RuleRow } from "@/server/policies/schema";
import { EffectMark } from "./effect-mark";
import { Condition, MatchSentence } from "./match-sentence";
import { askedWords, minutesWords } from "./prepare-rule";
import { QueryError } from "./query-error";
import { RuleDetail } from "./rule-detail";
import { StartWithDefaults } from "./start-with-defaults";
import { useAddress } from "./use-address";

/** The rules in the order in which they are tried, beside the one that is open. */
export function RulesView() {
  const trpc = useTRPC();
  const [{ rule: openId, version }, setAddress] = useAddress();
  const query = useQuery(trpc.policies.policy.queryOptions({ version }));
  const rules = query.data?.rules ?? [];
  const at = rules.findIndex((rule) => rule.id === openId);
  const move = (by: number) => {
    const next = rules[Math.min(Math.max(at + by, 0), rules.length - 1)];
    if (next) void setAddress({ rule: next.id }, { history: "replace" });
  };
  const close = () => void setAddress({ rule: null });
  useKeys(
    {
      j: { label: "Next rule", run: () => move(1), isEnabled: rules.length > 0 },
      k: { label: "Rule before", run: () => move(-1), isEnabled: rules.length > 0 },
      Escape: { label: "Close the rule", run: close, isEnabled: openId !== null },
    },
    "Rules",
  );
  if (query.isError) return <QueryError query={query} title="The rules could not be read." />;
  return (
    <div className="flex min-h-0 flex-1">
      <div className={clsx("min-w-0 flex-1 overflow-y-auto", openId !== null && "max-lg:hidden")}>
        {query.data && version !== null && version !== query.data.inForce && <OldVersion version={version} inForce={query.data.inForce} />}
        {query.isPending ? (
          <SkeletonRows rows={10} rowClassName="h-16" label="Reading the rules" />
        ) : (
          <RuleList rules={rules} openId={openId} isFirst={query.data.inForce === 0} />
        )}
        {query.data && <Defaults />}
      </div>
      {openId !== null && <RuleDetail ruleId={openId} onClose={close} />}
    </div>
  );
}

const OldVersion = ({ version, inForce }: { readonly version: number; readonly inForce: number }) => (
  <p className="border-b border-line bg-sunken px-4 py-2 text-sm md:px-6">
    These are the rules of version {version}, which no longer decide.{" "}
    <Link href="/policies" className="text-accent underline underline-offset-2">
      See version {inForce}
    </Link>
  </p>
);

type RuleListProps = {
  readonly rules: readonly RuleRow[];
  readonly openId: string | null;
  /** Whether no rules ever were in force. */
  readonly isFirst: boolean;
};

function RuleList({ rules, openId, isFirst }: RuleListProps) {
  if (rules.length === 0)
    return (
      <EmptyState title="The rules will be here." action={isFirst && <StartWithDefaults />}>
        <p>There is none, so the defaults below decide alone.</p>
        <NeedsOperator what="Publishing rules" className="mt-2" />
      </EmptyState>
    );
  return (
    <ol aria-label="Rules, in the order in which they are tried">
      {rules.map((rule, index) => (
        <RuleItem key={rule.id} rule={rule} number={index + 1} isOpen={rule.id === openId} />
      ))}
    </ol>
  );
}

function RuleItem({ rule, number, isOpen }: { readonly rule: RuleRow; readonly number: number; readonly isOpen: boolean }) {
  const [address] = useAddress();
  const href = `/policies?${address.version === null ? "" : `version=${address.version}&`}rule=${rule.id}`;
  return (
    <li
      className={clsx(
        "relative grid gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 text-sm md:grid-cols-[11rem_minmax(0,1fr)_10rem] md:px-6",
        isOpen ? "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)]" : "transition-colors hover:bg-sunken",
      )}
    >
      <div className="flex items-baseline gap-2">
        <span className="w-5 shrink-0 text-right text-xs text-ink-3">{number}</span>
        <EffectMark effect={rule.effect} mode={rule.mode} />
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        <Link
          href={href}
          scroll={false}
          aria-current={isOpen ? "true" : undefined}
          className="font-medium after:absolute after:inset-0 wrap-anywhere"
        >
          {rule.name}
        </Link>
        <p className="text-ink-2">
          <MatchSentence match={rule.match} />
        </p>
        {rule.when !== null && <Condition source={rule.when} />}
      </div>
      <p className="text-ink-2 md:text-right">
        {rule.approval !== null && (
          <>
            <span className="font-medium text-ink">{askedWords(rule.approval)}</span>
            <span className="md:block">
              {rule.approval.dueMinutes === null ? " due by risk tier" : ` due in ${minutesWords(rule.approval.dueMinutes)}`}
            </span>
          </>
        )}
        <span className={clsx("text-xs text-ink-3 md:block", rule.approval !== null && "max-md:before:content-['_·_']")}>
          version {rule.version}
        </span>
      </p>
    </li>
  );
}

const Defaults = () => (
  <section aria-label="When no rule matches" className="px-4 py-4 text-sm text-ink-2 md:px-6">
    <h2 className="font-medium text-ink">When no rule matches</h2>
    <p className="max-w-[75ch] text-pretty">
      Reading is allowed; everything else waits for a person. A tool that is not registered counts as one that cannot be undone; an agent
      that is not registered may read and nothing else. Any matching “Deny” wins over all other rules.
    </p>
  </section>
);

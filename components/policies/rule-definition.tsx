import type { ReactNode } from "react";
import type { RuleDefinition } from "@/server/policies/schema";
import { EffectMark } from "./effect-mark";
import { Condition, MatchSentence } from "./match-sentence";
import { askedWords, deadlineWords, minutesWords } from "./prepare-rule";

/** What a rule says, all of it. Where it stands is for its list. */
export function Definition({ rule }: { readonly rule: Omit<RuleDefinition, "order"> }) {
  return (
    <dl className="grid grid-cols-[5.75rem_minmax(0,1fr)] gap-x-3 gap-y-3 text-sm">
      <Line label="Does">
        <EffectMark effect={rule.effect} mode={rule.mode} />
        {rule.mode === "shadow" && <p className="text-ink-2">Evaluated and recorded with each decision, but does not act.</p>}
        {rule.mode === "off" && <p className="text-ink-2">Not evaluated until it is switched on.</p>}
      </Line>
      <Line label="When">
        <MatchSentence match={rule.match} />
        {rule.when !== null && <Condition source={rule.when} />}
      </Line>
      <Line label="Tells">“{rule.reason}”</Line>
      {rule.approval && (
        <>
          <Line label="Asks">{askedWords(rule.approval)}</Line>
          <Line label="Due">{deadlineWords(rule.approval)}</Line>
        </>
      )}
      {rule.allowanceMinutes !== null && <Line label="Allowance">lasts {minutesWords(rule.allowanceMinutes)}</Line>}
    </dl>
  );
}

const Line = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-xs/5 text-ink-3">{label}</dt>
    <dd className="flex min-w-0 flex-col gap-1 wrap-anywhere">
      <div>{children}</div>
    </dd>
  </>
);

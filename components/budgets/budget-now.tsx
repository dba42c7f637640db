import { formatCount } from "@/components/ui/format-count";
import { Time } from "@/components/ui/time";
import type { ShownBudget } from "@/server/budgets/schema";
import { ACTS_WORDS, amountWords, limitWords, MEASURE_WORDS } from "./prepare-budgets";

type Fact = { readonly name: string; readonly value: string; readonly note?: string };

function figuresOf({ now, measure }: ShownBudget): readonly Fact[] {
  if (now.from === null) return [{ name: "Limit", value: amountWords(measure, now.limit), note: "of each run" }];
  return [
    { name: "Spent", value: amountWords(measure, now.spent), note: `${now.percent} % of ${amountWords(measure, now.limit)}` },
    { name: "Held", value: amountWords(measure, now.reserved), note: "for calls under way" },
    { name: "Left", value: amountWords(measure, now.remaining) },
    { name: "Refused", value: formatCount(now.refused), note: "calls in this window" },
  ];
}

/** How the running window stands, in figures, and the terms in words. */
export function BudgetNow({ budget }: { readonly budget: ShownBudget }) {
  const { now, thresholds, acts, measure } = budget;
  return (
    <>
      <dl className="-ml-5 flex flex-wrap gap-y-4 pb-5">
        {figuresOf(budget).map(({ name, value, note }) => (
          <div key={name} className="border-l border-line px-5 first:border-l-0">
            <dt className="text-sm text-ink-2">{name}</dt>
            <dd className="text-xl font-semibold tracking-tight whitespace-nowrap">{value}</dd>
            <dd className="text-xs text-ink-3">{note ?? " "}</dd>
          </div>
        ))}
      </dl>
      <dl className="grid gap-x-6 gap-y-2 pb-6 text-sm md:grid-cols-[116px_minmax(0,75ch)] [&_dt]:text-ink-3">
        <dt>Counts</dt>
        <dd>{MEASURE_WORDS[measure]}</dd>
        {now.from !== null && now.to !== null && (
          <>
            <dt>Window</dt>
            <dd>
              <Time at={now.from} /> to <Time at={now.to} />
            </dd>
          </>
        )}
        <dt>Thresholds</dt>
        <dd>{limitWords(thresholds)}</dd>
        <dt>Acts</dt>
        <dd>{ACTS_WORDS[acts]}</dd>
      </dl>
    </>
  );
}

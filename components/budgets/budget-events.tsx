import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { BudgetEvent } from "@/server/budgets/schema";

/** All that happened to a budget, the newest first: its versions, thresholds that were reached, what was asked for and added. */
export const BudgetEvents = ({ events }: { readonly events: readonly BudgetEvent[] }) => (
  <Section title="What happened">
    <ol>
      {events.map(({ id, at, by, words, reason }) => (
        <li key={id} className="grid gap-x-6 border-b border-line py-2 text-sm md:grid-cols-[10rem_minmax(0,1fr)]">
          <span className="text-ink-3">
            <Time at={at} />
          </span>
          <span className="min-w-0 wrap-anywhere">
            {words} <span className="text-ink-3">{by === null ? "" : by.name}</span>
            {reason !== null && <span className="block text-ink-2">“{reason}”</span>}
          </span>
        </li>
      ))}
    </ol>
  </Section>
);

import { STATE_WORDS } from "@/server/maturity/core/card-words";
import type { State } from "@/server/maturity/core/state";

export type StateMarkProps = {
  readonly state: State;
  /** Core criteria are squares, all others circles. */
  readonly isCore: boolean;
};

const LINE = { fill: "none", stroke: "var(--ink-3)", strokeWidth: 1.3 };

const LOOKS: Readonly<Record<State, object>> = {
  met: { fill: "var(--ink)" },
  not_met: LINE,
  insufficient_data: { ...LINE, strokeDasharray: "2 1.8" },
  expired: { fill: "var(--warn-weak)", stroke: "var(--warn)", strokeWidth: 1.3 },
  waived: { fill: "var(--line-strong)" },
  not_applicable: LINE,
};

/** The state of a criterion as a mark: its shape and its fill say it, colour alone never does. The words stand beside it. */
export function StateMark({ state, isCore }: StateMarkProps) {
  if (state === "not_applicable") {
    return (
      <svg viewBox="0 0 11 11" aria-hidden className="size-[11px] shrink-0">
        <path d="M2 9L9 2" {...LINE} />
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 11 11" aria-hidden className="size-[11px] shrink-0">
      {isCore ? (
        <rect x="1" y="1" width="9" height="9" rx="1.5" {...LOOKS[state]} />
      ) : (
        <circle cx="5.5" cy="5.5" r="4.5" {...LOOKS[state]} />
      )}
    </svg>
  );
}

/** What the marks mean. */
export const MarkKey = () => (
  <ul aria-label="What the marks mean" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
    {[
      { state: "met", isCore: true, words: "core" },
      { state: "met", isCore: false, words: "other" },
      { state: "not_met", isCore: false, words: STATE_WORDS.not_met.toLowerCase() },
      { state: "insufficient_data", isCore: false, words: STATE_WORDS.insufficient_data.toLowerCase() },
      { state: "expired", isCore: false, words: STATE_WORDS.expired.toLowerCase() },
      { state: "waived", isCore: false, words: STATE_WORDS.waived.toLowerCase() },
      { state: "not_applicable", isCore: false, words: STATE_WORDS.not_applicable.toLowerCase() },
    ].map(({ words, ...mark }) => (
      <li key={words} className="flex items-center gap-1.5">
        <StateMark {...(mark as StateMarkProps)} />
        {words}
      </li>
    ))}
  </ul>
);

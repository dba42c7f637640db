import { Check } from "lucide-react";
import { STATE_WORDS } from "@/server/maturity/core/card-words";
import type { State } from "@/server/maturity/core/state";
import { StateMark } from "./state-mark";

/** The state of a criterion in words, with its mark. */
export const StateWords = ({ state, isCore }: { readonly state: State; readonly isCore: boolean }) => (
  <span className="inline-flex items-center gap-2 whitespace-nowrap">
    {state === "met" ? (
      <span aria-hidden className="flex size-[15px] shrink-0 items-center justify-center rounded-full bg-ok text-surface">
        <Check className="size-2.5" strokeWidth={3} />
      </span>
    ) : (
      <span aria-hidden className="flex size-[15px] shrink-0 items-center justify-center">
        <StateMark state={state} isCore={isCore} />
      </span>
    )}
    <span className={state === "met" ? "text-ok" : state === "expired" ? "text-warn" : state === "not_met" ? "" : "text-ink-2"}>
      {STATE_WORDS[state]}
    </span>
  </span>
);

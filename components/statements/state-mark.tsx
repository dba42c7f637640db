import clsx from "clsx";
import { Check, Clock, MessageSquareWarning } from "lucide-react";
import type { StatementState } from "@/server/statements/core/state";
import { STATE_WORDS } from "@/server/statements/core/words";

const LOOKS = {
  to_acknowledge: { icon: Clock, look: "text-warn" },
  acknowledged: { icon: Check, look: "text-ok" },
  disputed: { icon: MessageSquareWarning, look: "text-danger" },
} as const satisfies Record<StatementState, unknown>;

/** Where a statement stands: a word and a sign, never a colour alone. */
export function StateMark({ state }: { readonly state: StatementState }) {
  const { icon: Icon, look } = LOOKS[state];
  return (
    <span className={clsx("inline-flex items-center gap-1 text-xs whitespace-nowrap", look)}>
      <Icon aria-hidden className="size-3.5" />
      {STATE_WORDS[state]}
    </span>
  );
}

import clsx from "clsx";
import { Ban, Check, UserCheck } from "lucide-react";
import type { ActionDetail } from "@/server/actions/schema";
import type { Effect } from "@/server/policies/core/rule";

const LOOKS = {
  deny: { word: "Deny", Icon: Ban, className: "text-danger" },
  require_approval: { word: "Ask people", Icon: UserCheck, className: "text-info" },
  allow: { word: "Allow", Icon: Check, className: "text-ok" },
} as const satisfies Record<Effect, unknown>;

/** What a rule does, as a word with its mark; a rule in shadow says that it does not act. */
export function EffectMark({ effect, isShadow = false }: { readonly effect: Effect; readonly isShadow?: boolean }) {
  const { word, Icon, className } = LOOKS[effect];
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={clsx("size-3.5 shrink-0 self-center", isShadow ? "text-ink-3" : className)} />
      <span className={clsx("font-medium", isShadow && "text-ink-2")}>{word}</span>
      {isShadow && (
        <span className="text-xs text-ink-3" title="Evaluated and recorded, but does not act">
          in shadow
        </span>
      )}
    </span>
  );
}

type Decision = ActionDetail["decision"];
const DECISIONS = {
  allow: { word: "Allowed", of: "allow" },
  deny: { word: "Denied", of: "deny" },
  pending: { word: "Waits for people", of: "require_approval" },
} as const satisfies Record<Decision, unknown>;

/** What was decided about an action so far, in the marks of the rules. */
export function DecisionMark({ decision }: { readonly decision: Decision }) {
  const { word, of } = DECISIONS[decision];
  const { Icon, className } = LOOKS[of];
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={clsx("size-3.5 shrink-0 self-center", className)} />
      {word}
    </span>
  );
}

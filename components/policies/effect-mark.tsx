import clsx from "clsx";
import { Ban, Check, UserCheck } from "lucide-react";
import type { ActionDetail } from "@/server/actions/schema";
import type { Effect, RuleMode } from "@/server/policies/core/rule";

const LOOKS = {
  deny: { word: "Deny", Icon: Ban, className: "text-danger" },
  require_approval: { word: "Ask people", Icon: UserCheck, className: "text-info" },
  allow: { word: "Allow", Icon: Check, className: "text-ok" },
} as const satisfies Record<Effect, unknown>;

/** What a rule does, in a word. */
export const EFFECT_WORDS = {
  deny: LOOKS.deny.word,
  require_approval: LOOKS.require_approval.word,
  allow: LOOKS.allow.word,
} as const satisfies Record<Effect, string>;

const AT_REST = {
  shadow: { word: "in shadow", title: "Evaluated and recorded, but does not act" },
  off: { word: "off", title: "Not evaluated until it is switched on" },
} as const satisfies Record<Exclude<RuleMode, "enforce">, unknown>;

/** What a rule does, as a word with its mark; a rule that does not act says so. */
export function EffectMark({ effect, mode = "enforce" }: { readonly effect: Effect; readonly mode?: RuleMode }) {
  const { word, Icon, className } = LOOKS[effect];
  const rest = mode === "enforce" ? null : AT_REST[mode];
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <Icon aria-hidden className={clsx("size-3.5 shrink-0 self-center", rest === null ? className : "text-ink-3")} />
      <span className={clsx("font-medium", rest !== null && "text-ink-2")}>{word}</span>
      {rest !== null && (
        <span className="text-xs text-ink-3" title={rest.title}>
          {rest.word}
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

"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { type Effect, RETRIES, type Retry, type RuleMode } from "@/server/policies/core/rule";
import { DurationField } from "./duration-field";
import { EFFECT_WORDS } from "./effect-mark";
import { type Draft, type Faults, faultAt } from "./prepare-draft";

const EFFECTS = ["require_approval", "deny", "allow"] as const;
const TOLD = {
  require_approval: "Told to the agent and to whoever decides, e.g. Discounts over 20 % need Finance.",
  deny: "Told to the agent as the reason of the denial.",
  allow: "Kept with the decision, as the reason why it was allowed.",
} as const satisfies Record<Effect, string>;
const RETRY_WORDS = {
  never: "No, never",
  after_change: "Yes, after a change of the call",
  later: "Yes, later",
} as const satisfies Record<Retry, string>;
export const MODE_WORDS = {
  enforce: "Acts",
  shadow: "In shadow: recorded, does not act",
  off: "Off: not even evaluated",
} as const satisfies Record<RuleMode, string>;

type Props = { readonly draft: Draft; readonly faults: Faults; readonly onChange: (change: Partial<Draft>) => void };

/** What the rule does, what it says, and whether it acts yet. */
export const EffectFields = ({ draft, faults, onChange }: Props) => (
  <>
    <div className="grid gap-4 md:grid-cols-2">
      <Field label="Effect" isRequired error={faultAt(faults, "effect")}>
        {(control) => (
          <Select {...control} value={draft.effect} onChange={({ target }) => onChange({ effect: target.value as Effect })}>
            {EFFECTS.map((effect) => (
              <option key={effect} value={effect}>
                {EFFECT_WORDS[effect]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Mode" isRequired error={faultAt(faults, "mode")}>
        {(control) => (
          <Select {...control} value={draft.mode} onChange={({ target }) => onChange({ mode: target.value as RuleMode })}>
            {Object.entries(MODE_WORDS).map(([mode, words]) => (
              <option key={mode} value={mode}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
    <Field label="What the agent is told" isRequired hint={TOLD[draft.effect]} error={faultAt(faults, "reason")}>
      {(control) => (
        <Textarea
          {...control}
          rows={2}
          maxLength={500}
          value={draft.reason}
          onChange={({ target }) => onChange({ reason: target.value })}
        />
      )}
    </Field>
    {draft.effect === "deny" ? (
      <Field label="Does trying again help?" isRequired error={faultAt(faults, "retry")}>
        {(control) => (
          <Select
            {...control}
            value={draft.retry ?? ""}
            onChange={({ target }) => onChange({ retry: target.value === "" ? null : (target.value as Retry) })}
          >
            <option value="">As the condition has it: after a change, without one never</option>
            {RETRIES.map((retry) => (
              <option key={retry} value={retry}>
                {RETRY_WORDS[retry]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    ) : (
      <div className="grid md:grid-cols-2">
        <DurationField
          label="Allowance lasts"
          hint="How long the agent may act once it is allowed."
          otherwise={draft.effect === "allow" ? "15 minutes" : "24 hours"}
          error={faultAt(faults, "allowanceMinutes")}
          minutes={draft.allowanceMinutes}
          onChange={(allowanceMinutes) => onChange({ allowanceMinutes })}
        />
      </div>
    )}
  </>
);

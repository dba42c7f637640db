"use client";

import { type FormEvent, useState } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import type { Card } from "./card-type";
import { Changes } from "./edits-section";
import { ObligationsFields } from "./obligations-fields";
import { fieldsOf } from "./prepare-edit";
import { SchemaForm } from "./schema-form";
import StepUpDialog from "./step-up-dialog";
import { type EditDesk, useEdit } from "./use-edit";

const REASON_MAX_LENGTH = 2_000;

type Props = { readonly card: Card; readonly onClose: () => void; readonly onDecided: () => void };

/** Other arguments than the agent proposed, approved in the same step: a form, the JSON beside it, what changes and what policy says. */
export default function EditDialog({ card, onClose, onDecided }: Props) {
  const desk = useEdit(card, onDecided);
  const [isReasonMissing, setIsReasonMissing] = useState(false);
  const [isAsIs, setIsAsIs] = useState(false);
  const send = (event: FormEvent<HTMLFormElement>) => {
    setIsAsIs(desk.changes.length === 0);
    setIsReasonMissing(desk.changes.length > 0 && desk.reason.trim() === "");
    const wrong = event.currentTarget.querySelector<HTMLElement>("[aria-invalid]");
    if (wrong !== null) return wrong.focus();
    if (desk.changes.length > 0 && desk.reason.trim() !== "") desk.save();
  };
  if (desk.stepUp !== null && card.stepUp !== null) {
    return <StepUpDialog {...desk.stepUp} card={card} way={card.stepUp} args={desk.args} obligations={desk.obligations} />;
  }
  return (
    <FormDialog
      width="lg"
      title="Edit, then approve"
      description={`${card.agentName} may then run ${card.action.toolName} once, with exactly what stands here. What it proposed stays on record.`}
      verb="Approve edited"
      hasShortcut
      isPending={desk.isPending}
      error={isAsIs && desk.changes.length === 0 ? "Nothing is changed: change an argument, or approve it as it is." : desk.error}
      onClose={onClose}
      onSubmit={send}
    >
      <div className="grid gap-5 md:grid-cols-2">
        <SchemaForm fields={fieldsOf(card.action.toolSchema, desk.args)} args={desk.args} faults={desk.faults} onChange={desk.fill} />
        <Field label="The same as JSON" isRequired error={desk.jsonFault}>
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              className="font-mono"
              rows={8}
              value={desk.text}
              onChange={({ target }) => desk.type(target.value)}
            />
          )}
        </Field>
      </div>
      <WhatChanges desk={desk} />
      <Why desk={desk} agentName={card.agentName} isMissing={isReasonMissing} />
      <details>
        <summary className="cursor-pointer text-sm font-medium">Conditions</summary>
        <div className="pt-3">
          <ObligationsFields args={desk.args} typed={desk.conditions} onChange={desk.setConditions} />
        </div>
      </details>
    </FormDialog>
  );
}

type WhyProps = { readonly desk: EditDesk; readonly agentName: string; readonly isMissing: boolean };

const Why = ({ desk, agentName, isMissing }: WhyProps) => (
  <Field
    label="Why"
    isRequired
    hint={`${agentName} is told this, and so is the record.`}
    error={isMissing && desk.reason.trim() === "" ? "Say why: the agent is told the reason." : null}
  >
    {(control) => (
      <Textarea
        {...control}
        rows={2}
        maxLength={REASON_MAX_LENGTH}
        value={desk.reason}
        onChange={({ target }) => desk.setReason(target.value)}
      />
    )}
  </Field>
);

/** The difference to what is proposed, and what policy says of it. */
function WhatChanges({ desk }: { readonly desk: EditDesk }) {
  return (
    <section aria-label="What changes" className="rounded-sm bg-sunken px-3 py-2 text-sm">
      {desk.changes.length === 0 ? <p className="text-ink-2">Nothing is changed yet.</p> : <Changes changes={desk.changes} />}
      <p aria-live="polite" className="mt-1 text-pretty text-ink-2">
        <PolicyWords desk={desk} />
      </p>
    </section>
  );
}

function PolicyWords({ desk: { check, changes, isChecked } }: { readonly desk: EditDesk }) {
  if (changes.length === 0) return null;
  if (!isChecked) return "Policy is asked when you approve.";
  if (check.refusal !== null) return <span className="text-danger">{check.refusal.message}</span>;
  const { forecast } = check;
  if (forecast === null) return check.isRunning ? "Asking policy…" : null;
  const stages = forecast.stages.map(({ name }) => name).join(", then ");
  const who = forecast.countsMyVote ? "Your vote counts in it." : "You are not asked in it.";
  if (forecast.isRestarted) return `${forecast.reason} Another rule asks for it, so it starts anew: ${stages}. ${who}`;
  if (forecast.effect === "allow") return "Policy would allow this without asking. It goes on here, with your vote.";
  return `${forecast.reason} It goes on here, with your vote.`;
}

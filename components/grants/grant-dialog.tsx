"use client";

import { useId } from "react";
import type { Card } from "@/components/approvals/card-type";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import type { Scope } from "@/server/grants/core/scope";
import { GrantPreview } from "./grant-preview";
import { localMoment } from "./prepare-grant";
import { ShapeEditor } from "./shape-editor";
import { type GrantDesk, useGrant } from "./use-grant";
import { WhyField } from "./why-field";

const HOUR_MS = 3_600_000;
const ENDS = [
  { label: "1 hour", hours: 1 },
  { label: "8 hours", hours: 8 },
  { label: "1 day", hours: 24 },
  { label: "3 days", hours: 72 },
  { label: "7 days", hours: 168 },
] as const;

type Props = { readonly card: Card; readonly onClose: () => void; readonly onDecided: () => void };

/** Approves the request and says which of the next calls need nobody, until when and how often. */
export function GrantDialog({ card, onClose, onDecided }: Props) {
  const desk = useGrant(card, onDecided);
  const { draft, change, faults } = desk;
  return (
    <FormDialog
      width="lg"
      title="Approve and allow the next ones"
      description={`This request is approved. Later calls by ${card.agentName} that fit ask nobody, until the grant ends or someone takes it back.`}
      verb="Approve and allow"
      isPending={desk.isPending}
      error={faults.scope ?? desk.error}
      onClose={onClose}
      onSubmit={desk.save}
    >
      <Which card={card} desk={desk} />
      {draft.kind === "shape" && (
        <ShapeEditor
          rows={draft.rows}
          onChange={(rows) => change({ rows })}
          resource={draft.resource}
          isAnyResource={draft.isAnyResource}
          onAnyResource={(isAnyResource) => change({ isAnyResource })}
        />
      )}
      <Bounds card={card} desk={desk} />
      <WhyField
        reason={draft.reason}
        error={faults.reason ?? null}
        hint="It stays with the grant and on the record."
        onChange={(reason) => change({ reason })}
      />
      <GrantPreview {...desk.preview} />
    </FormDialog>
  );
}

type PartProps = { readonly card: Card; readonly desk: GrantDesk };

const kindsOf = (card: Card): readonly { readonly kind: Scope["kind"]; readonly label: string; readonly note: string }[] => [
  { kind: "call", label: "This very call", note: "The same arguments, again and again." },
  { kind: "shape", label: "Calls of this shape", note: "The arguments within the limits below." },
  { kind: "tool", label: "Any call of this tool", note: `Whatever ${card.agentName} does with ${card.toolName}.` },
];

function Which({ card, desk }: PartProps) {
  const name = useId();
  return (
    <fieldset>
      <legend className="text-sm font-medium">Which calls</legend>
      <div className="mt-1 grid gap-2 sm:grid-cols-3">
        {kindsOf(card).map(({ kind, label, note }) => (
          <label
            key={kind}
            className="flex items-start gap-2 rounded-sm border border-line p-2 text-sm has-checked:border-accent has-checked:bg-accent-weak"
          >
            <input type="radio" name={name} className="mt-0.5" checked={desk.draft.kind === kind} onChange={() => desk.change({ kind })} />
            <span className="min-w-0">
              {label}
              <span className="block text-xs text-ink-2 wrap-anywhere">{note}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Bounds({ card, desk }: PartProps) {
  const { draft, change, faults } = desk;
  return (
    <fieldset>
      <legend className="text-sm font-medium">Until when, and how much</legend>
      <div className="mt-1 grid gap-x-4 gap-y-3 sm:grid-cols-3">
        <Field label="Ends" isRequired error={faults.endsAt ?? null}>
          {(control) => (
            <Input {...control} type="datetime-local" value={draft.endsAt} onChange={(event) => change({ endsAt: event.target.value })} />
          )}
        </Field>
        <Field label="Uses" error={faults.maxUses ?? null}>
          {(control) => (
            <Input {...control} inputMode="numeric" value={draft.maxUses} onChange={(event) => change({ maxUses: event.target.value })} />
          )}
        </Field>
        <Field label="Budget in dollars" hint="Of what each call states as its amount." error={faults.budget ?? null}>
          {(control) => (
            <Input {...control} inputMode="decimal" value={draft.budget} onChange={(event) => change({ budget: event.target.value })} />
          )}
        </Field>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-1 text-xs text-ink-3">
        In
        {ENDS.map(({ label, hours }) => (
          <Button key={label} size="sm" variant="quiet" onClick={() => change({ endsAt: localMoment(Date.now() + hours * HOUR_MS) })}>
            {label}
          </Button>
        ))}
      </p>
      {card.action.run !== null && (
        <label className="mt-1 flex items-center gap-2 text-sm">
          <input type="checkbox" checked={draft.isThisRun} onChange={(event) => change({ isThisRun: event.target.checked })} />
          <span className="min-w-0 wrap-anywhere">Only in this run ({card.action.run.id})</span>
        </label>
      )}
    </fieldset>
  );
}

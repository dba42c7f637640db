"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import type { Stage } from "@/server/policies/core/rule";
import { DurationField } from "./duration-field";
import { type Choice, PickList } from "./pick-list";
import { type Faults, faultAt } from "./prepare-draft";

export type AskChoices = { readonly groups: readonly Choice[]; readonly people: readonly Choice[]; readonly onCall: readonly Choice[] };

export type StageFieldsProps = {
  readonly index: number;
  readonly count: number;
  readonly stage: Stage;
  readonly choices: AskChoices;
  readonly faults: Faults;
  readonly onChange: (stage: Stage) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
};

/** One stage: who is asked, how many of them must approve, and how long they have. */
export function StageFields({ index, count, stage, choices, faults, onChange, onMove, onRemove }: StageFieldsProps) {
  const number = index + 1;
  const part = { number, stage, set: (change: Partial<Stage>) => onChange({ ...stage, ...change }), faultOf: faultsOfStage(faults, index) };
  const isForAll = stage.groups.length + stage.people.length + stage.onCall.length === 0 && !stage.asksManager;
  return (
    <fieldset className="grid min-w-0 gap-4 border-t border-line pt-2">
      <legend className="sr-only">Stage {number}</legend>
      <div className="flex min-h-8 items-center gap-1">
        <h3 className="flex-1 text-sm font-medium">Stage {number}</h3>
        {count > 1 && <Place number={number} count={count} onMove={onMove} onRemove={onRemove} />}
      </div>
      <Terms {...part} />
      <Asked {...part} choices={choices} />
      <label className="flex items-center gap-2.5 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          checked={stage.asksManager}
          onChange={({ target }) => part.set({ asksManager: target.checked })}
        />
        Ask the manager of the agent's owner too
      </label>
      {isForAll && <p className="text-sm text-ink-2">Nobody is named, so any approver may decide.</p>}
      <FormError>{faults[`approval.stages.${index}`]}</FormError>
    </fieldset>
  );
}

const faultsOfStage = (faults: Faults, index: number) => (field: keyof Stage) => faultAt(faults, `approval.stages.${index}.${field}`);

type PlaceProps = Pick<StageFieldsProps, "count" | "onMove" | "onRemove"> & { readonly number: number };

/** Where it stands among the others. */
const Place = ({ number, count, onMove, onRemove }: PlaceProps) => (
  <>
    <IconButton label={`Move stage ${number} up`} disabled={number === 1} onClick={() => onMove(-1)}>
      <ArrowUp aria-hidden />
    </IconButton>
    <IconButton label={`Move stage ${number} down`} disabled={number === count} onClick={() => onMove(1)}>
      <ArrowDown aria-hidden />
    </IconButton>
    <Button size="sm" variant="quiet" aria-label={`Remove stage ${number}`} onClick={onRemove}>
      Remove
    </Button>
  </>
);

type PartProps = {
  readonly number: number;
  readonly stage: Stage;
  readonly set: (change: Partial<Stage>) => void;
  readonly faultOf: ReturnType<typeof faultsOfStage>;
};

/** Its name, how many must approve, and in what time. */
const Terms = ({ number, stage, set, faultOf }: PartProps) => (
  <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_7rem_minmax(0,1fr)]">
    <Field label={`Name of stage ${number}`} isRequired error={faultOf("name")}>
      {(control) => (
        <Input {...control} autoComplete="off" maxLength={80} value={stage.name} onChange={({ target }) => set({ name: target.value })} />
      )}
    </Field>
    <Field label="Must approve" isRequired error={faultOf("quorum")}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={1}
          max={10}
          aria-label={`How many must approve stage ${number}`}
          value={Number.isNaN(stage.quorum) ? "" : stage.quorum}
          onChange={({ target }) => set({ quorum: target.valueAsNumber })}
        />
      )}
    </Field>
    <DurationField
      label={`Due of stage ${number}`}
      otherwise="as the whole"
      error={faultOf("dueMinutes")}
      minutes={stage.dueMinutes}
      onChange={(dueMinutes) => set({ dueMinutes })}
    />
  </div>
);

/** Who may decide it. */
const Asked = ({ number, stage, set, faultOf, choices }: PartProps & { readonly choices: AskChoices }) => (
  <div className="grid gap-4 md:grid-cols-3">
    <PickList
      label={`Groups of stage ${number}`}
      none="Add a group…"
      choices={choices.groups}
      values={stage.groups}
      error={faultOf("groups")}
      onChange={(groups) => set({ groups })}
    />
    <PickList
      label={`People of stage ${number}`}
      none="Add a person…"
      choices={choices.people}
      values={stage.people}
      error={faultOf("people")}
      onChange={(people) => set({ people })}
    />
    <PickList
      label={`On call in stage ${number}`}
      none="Add a schedule…"
      choices={choices.onCall}
      values={stage.onCall}
      error={faultOf("onCall")}
      onChange={(onCall) => set({ onCall })}
    />
  </div>
);

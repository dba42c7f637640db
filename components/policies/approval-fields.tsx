"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ApprovalPlan, Stage } from "@/server/policies/core/rule";
import { DurationField } from "./duration-field";
import { type Faults, faultAt, NEW_STAGE } from "./prepare-draft";
import { type AskChoices, StageFields } from "./stage-fields";

const MAX_STAGES = 5;

type Props = { readonly plan: ApprovalPlan; readonly faults: Faults; readonly onChange: (plan: ApprovalPlan) => void };

/** Who is asked, stage after stage, and how long they have. */
export function ApprovalFields({ plan, faults, onChange }: Props) {
  const choices = useAskChoices();
  const keys = useStageKeys(plan.stages.length);
  const set = (change: Partial<ApprovalPlan>) => onChange({ ...plan, ...change });
  const setStages = (stages: readonly Stage[]) => set({ stages });
  const move = (index: number, by: -1 | 1) => {
    const next = [...plan.stages];
    const [stage] = next.splice(index, 1);
    if (stage === undefined) return;
    next.splice(index + by, 0, stage);
    keys.move(index, by);
    setStages(next);
  };
  const remove = (index: number) => {
    keys.remove(index);
    setStages(plan.stages.toSpliced(index, 1));
  };
  return (
    <>
      <p className="text-sm text-ink-2">
        Each stage opens when the one before is approved. One rejection ends it, and nobody decides two stages of one request.
      </p>
      {plan.stages.map((stage, index) => (
        <StageFields
          key={keys.of(index)}
          index={index}
          count={plan.stages.length}
          stage={stage}
          choices={choices}
          faults={faults}
          onChange={(next) => setStages(plan.stages.with(index, next))}
          onMove={(by) => move(index, by)}
          onRemove={() => remove(index)}
        />
      ))}
      <div>
        <Button size="sm" disabled={plan.stages.length >= MAX_STAGES} onClick={() => setStages([...plan.stages, NEW_STAGE])}>
          Add a stage
        </Button>
      </div>
      <div className="grid gap-4 border-t border-line pt-4 md:grid-cols-2">
        <DurationField
          label="Due in"
          hint="Open time of the calendar."
          otherwise="target of the risk tier"
          error={faultAt(faults, "approval.dueMinutes")}
          minutes={plan.dueMinutes}
          onChange={(dueMinutes) => set({ dueMinutes })}
        />
        <DurationField
          label="Refused after"
          hint="If nobody decides by then, the answer is no."
          otherwise="target of the risk tier"
          error={faultAt(faults, "approval.expiryMinutes")}
          minutes={plan.expiryMinutes}
          onChange={(expiryMinutes) => set({ expiryMinutes })}
        />
        <CalendarField plan={plan} error={faultAt(faults, "approval.calendarId")} onChange={(calendarId) => set({ calendarId })} />
        <ChainField plan={plan} error={faultAt(faults, "approval.chainId")} onChange={(chainId) => set({ chainId })} />
      </div>
    </>
  );
}

/** Stages have no ids, and what is half typed in one must go with it when it moves. */
function useStageKeys(count: number) {
  const ref = useRef<{ next: number; keys: number[] }>({ next: 0, keys: [] });
  const own = ref.current;
  while (own.keys.length < count) own.keys.push(own.next++);
  own.keys.length = count;
  return {
    of: (index: number) => own.keys[index],
    move: (index: number, by: number) => own.keys.splice(index + by, 0, ...own.keys.splice(index, 1)),
    remove: (index: number) => own.keys.splice(index, 1),
  };
}

function useAskChoices(): AskChoices {
  const trpc = useTRPC();
  const directory = useQuery(trpc.identity.directory.queryOptions()).data;
  const schedules = useQuery(trpc.schedules.onCall.list.queryOptions()).data?.schedules ?? [];
  return {
    groups: (directory?.groups ?? []).map(({ name }) => ({ value: name, label: name })),
    people: (directory?.people ?? []).map(({ id, name }) => ({ value: id, label: name })),
    onCall: schedules.filter(({ archivedAt }) => archivedAt === null).map(({ id, name }) => ({ value: id, label: name })),
  };
}

type ChoiceProps = { readonly plan: ApprovalPlan; readonly error: string | null; readonly onChange: (id: string | null) => void };

function CalendarField({ plan: { calendarId }, error, onChange }: ChoiceProps) {
  const trpc = useTRPC();
  const all = useQuery(trpc.schedules.calendars.list.queryOptions()).data?.calendars ?? [];
  return <ChoiceField label="Calendar" all={all} chosen={calendarId} error={error} onChange={onChange} />;
}

function ChainField({ plan: { chainId }, error, onChange }: ChoiceProps) {
  const trpc = useTRPC();
  const all = useQuery(trpc.escalation.chains.queryOptions()).data?.chains ?? [];
  return <ChoiceField label="If nobody decides in time" all={all} chosen={chainId} error={error} onChange={onChange} />;
}

type ChoiceFieldProps = Omit<ChoiceProps, "plan"> & {
  readonly label: string;
  readonly all: readonly { readonly id: string; readonly name: string; readonly archivedAt: string | null }[];
  readonly chosen: string | null;
};

const ChoiceField = ({ label, all, chosen, error, onChange }: ChoiceFieldProps) => (
  <Field label={label} error={error}>
    {(control) => (
      <Select {...control} value={chosen ?? ""} onChange={({ target }) => onChange(target.value === "" ? null : target.value)}>
        <option value="">As the risk tier has it</option>
        {all
          .filter(({ id, archivedAt }) => archivedAt === null || id === chosen)
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </Select>
    )}
  </Field>
);

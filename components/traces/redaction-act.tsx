"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { Rule } from "@/server/traces/core/redaction/rule";
import type { RulesPage } from "@/server/traces/redaction-schema";

export type RedactionAct = "on" | "off" | "move" | "remove";

const WORDS = {
  on: { verb: "Switch on", says: "What it finds is taken out from the next export on. What is stored already stays as it is." },
  off: { verb: "Switch off", says: "What it would find is stored from the next export on. The rule keeps its place." },
  move: { verb: "Move", says: "The first rule that finds something takes it." },
  remove: { verb: "Remove", says: "What it would find is stored from the next export on. What it took out stays out." },
} as const satisfies Record<RedactionAct, object>;

type ReasonProps = { readonly reason: string; readonly isAsked: boolean; readonly onChange: (reason: string) => void };

/** Why something is changed, for whoever reads the changes later. */
export const ChangeReason = ({ reason, isAsked, onChange }: ReasonProps) => (
  <Field
    label="Reason for the change"
    isRequired
    hint="Stands beside your name among the changes."
    error={isAsked && reason.trim() === "" ? "Say why, for whoever reads this later." : null}
  >
    {(control) => <Textarea {...control} rows={2} maxLength={500} value={reason} onChange={({ target }) => onChange(target.value)} />}
  </Field>
);

type Props = { readonly act: RedactionAct; readonly rule: Rule; readonly page: RulesPage; readonly onClose: () => void };

/** One change of a rule, with its reason. */
export function RedactionActDialog({ act, rule, page, onClose }: Props) {
  const [baseVersion] = useState(page.version); // as it was when the dialog opened: what others change must be seen first
  const others = page.rules.filter(({ id }) => id !== rule.id);
  const [before, setBefore] = useState<string>(others[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const { run, mutation } = useAct(act, () => {
    toast(`“${rule.name}”: done, from the next export on.`);
    onClose();
  });
  const submit = () => {
    setAsked(true);
    if (reason.trim() !== "") run({ baseVersion, reason, ruleId: rule.id, before: before === "" ? null : before });
  };
  return (
    <FormDialog
      title={`${WORDS[act].verb} “${rule.name}”`}
      description={WORDS[act].says}
      verb={WORDS[act].verb}
      isDanger={act === "remove" || act === "off"}
      isPending={mutation.isPending}
      error={mutation.error && sentenceOf(mutation.error)}
      onClose={onClose}
      onSubmit={submit}
    >
      {act === "move" && (
        <Field label="Place" isRequired>
          {(control) => (
            <Select {...control} value={before} onChange={({ target }) => setBefore(target.value)}>
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  Before {name}
                </option>
              ))}
              <option value="">Last</option>
            </Select>
          )}
        </Field>
      )}
      <ChangeReason reason={reason} isAsked={isAsked} onChange={setReason} />
    </FormDialog>
  );
}

type Run = { readonly baseVersion: number; readonly reason: string; readonly ruleId: string; readonly before: string | null };

function useAct(act: RedactionAct, onSuccess: () => void) {
  const { redaction } = useTRPC().traces;
  const move = useMutation(redaction.move.mutationOptions({ onSuccess }));
  const switched = useMutation(redaction.switch.mutationOptions({ onSuccess }));
  const remove = useMutation(redaction.remove.mutationOptions({ onSuccess }));
  const run = ({ before, ...change }: Run) => {
    if (act === "move") move.mutate({ ...change, before });
    else if (act === "remove") remove.mutate(change);
    else switched.mutate({ ...change, isOn: act === "on" });
  };
  return { run, mutation: act === "move" ? move : act === "remove" ? remove : switched };
}

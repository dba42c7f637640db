"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import type { AttributionPage } from "@/server/traces/attribution-schema";
import { AttributionPreview } from "./attribution-preview";
import { draftOf, EMPTY_RULE, faultOf, moved, type RuleDraft, ruleOf } from "./prepare-attribution";

type Props = { readonly page: AttributionPage; readonly onClose: () => void };

const WHEN = [
  { name: "service", label: "From the source" },
  { name: "agent", label: "Of the agent" },
  { name: "attribute", label: "With the attribute" },
  { name: "value", label: "that is" },
] as const;
const GIVE = [
  { name: "giveAgent", label: "belongs to the agent" },
  { name: "giveTeam", label: "the team" },
  { name: "giveTask", label: "the task class" },
] as const;

type Numbered = { readonly id: number; readonly draft: RuleDraft };

/** Changes the rules as a whole: their order counts. What they would do is shown before they are put in force. */
export function AttributionForm({ page, onClose }: Props) {
  const trpc = useTRPC();
  const [rules, setRules] = useState<readonly Numbered[]>(() => page.rules.map((rule, id) => ({ id, draft: draftOf(rule) })));
  const [nextId, setNextId] = useState(page.rules.length);
  const [reason, setReason] = useState("");
  const preview = useMutation(trpc.traces.attribution.preview.mutationOptions());
  const save = useMutation(
    trpc.traces.attribution.save.mutationOptions({
      onSuccess: ({ version, reopened }) => {
        toast(`Version ${version} is in force. ${reopened} traces of the last 30 days are looked at again.`);
        onClose();
      },
    }),
  );
  const fault = rules.map(({ draft }) => faultOf(draft)).find((one) => one !== null) ?? null;
  const asked = rules.map(({ draft }) => ruleOf(draft));
  const problem = save.error ?? preview.error;
  const change = (to: readonly Numbered[]) => {
    preview.reset();
    setRules(to);
  };
  const add = () => {
    change([...rules, { id: nextId, draft: EMPTY_RULE }]);
    setNextId(nextId + 1);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ baseVersion: page.version, rules: asked, reason });
  };
  return (
    <Section title="Change the rules" note="They give only what is missing. The first that fits decides; leave empty what does not matter.">
      <form onSubmit={submit}>
        <datalist id="attribution-services">
          {page.services.map((service) => (
            <option key={service} value={service} />
          ))}
        </datalist>
        <ol className="space-y-3">
          {rules.map(({ id, draft }, i) => (
            <li key={id} className="rounded-md border border-line p-3">
              <RuleFields
                number={i + 1}
                draft={draft}
                onChange={(to) => change(rules.with(i, { id, draft: to }))}
                onMove={(by) => change(moved(rules, i, by))}
                onRemove={() => change(rules.toSpliced(i, 1))}
              />
            </li>
          ))}
        </ol>
        <Button className="mt-3" onClick={add}>
          <Plus aria-hidden /> Add a rule
        </Button>
        <div className="mt-4 max-w-xl">
          <Field label="Reason" isRequired hint="For whoever reads the versions later.">
            {(control) => <Input {...control} value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />}
          </Field>
        </div>
        {fault !== null && <p className="mt-2 text-sm text-ink-2">{fault}</p>}
        {problem !== null && <FormError>{sentenceOf(problem)}</FormError>}
        {preview.data && <AttributionPreview preview={preview.data} />}
        <div className="mt-4 flex flex-wrap gap-2">
          <Button disabled={fault !== null || preview.isPending} onClick={() => preview.mutate({ rules: asked })}>
            See what they would do
          </Button>
          <Button type="submit" variant="primary" disabled={fault !== null || reason.trim() === "" || save.isPending}>
            Put in force
          </Button>
          <Button variant="quiet" onClick={onClose}>
            Leave as it is
          </Button>
        </div>
      </form>
    </Section>
  );
}

type FieldsProps = {
  readonly number: number;
  readonly draft: RuleDraft;
  readonly onChange: (draft: RuleDraft) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
};

const RuleFields = ({ number, draft, onChange, onMove, onRemove }: FieldsProps) => (
  <fieldset>
    <legend className="sr-only">Rule {number}</legend>
    <div className="grid gap-x-3 gap-y-2 sm:grid-cols-2 lg:grid-cols-4">
      {[...WHEN, ...GIVE].map(({ name, label }) => (
        <Field key={name} label={label}>
          {(control) => (
            <Input
              {...control}
              value={draft[name]}
              maxLength={256}
              autoComplete="off"
              list={name === "service" ? "attribution-services" : undefined}
              onChange={({ target }) => onChange({ ...draft, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <span className="flex items-end gap-1">
        <Button size="sm" variant="quiet" aria-label={`Move rule ${number} up`} onClick={() => onMove(-1)}>
          <ArrowUp aria-hidden />
        </Button>
        <Button size="sm" variant="quiet" aria-label={`Move rule ${number} down`} onClick={() => onMove(1)}>
          <ArrowDown aria-hidden />
        </Button>
        <Button size="sm" variant="quiet" aria-label={`Remove rule ${number}`} onClick={onRemove}>
          <X aria-hidden />
        </Button>
      </span>
    </div>
  </fieldset>
);

"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast";
import type { PolicyPage } from "@/server/policies/schema";
import { ApprovalFields } from "./approval-fields";
import { ConditionField } from "./condition-field";
import { Conflict } from "./conflict";
import { EffectFields } from "./effect-fields";
import { FormPart } from "./form-part";
import { MatchFields } from "./match-fields";
import { NameFields } from "./name-fields";
import { PlaceField, ReasonField } from "./place-field";
import { checkDraft, type Draft, type Faults, faultAt, idFor, ruleOf, toFaults } from "./prepare-draft";
import { TryDraft } from "./try-draft";

export type RuleFormProps = {
  readonly initial: Draft;
  readonly isNew: boolean;
  /** The version in force as the author opened the form. */
  readonly policy: PolicyPage;
};

/** Writes a rule, or changes one. It acts from its publication on, as a new policy version. */
export function RuleForm({ initial, isNew, policy }: RuleFormProps) {
  const [draft, setDraft] = useState(initial);
  const [reason, setReason] = useState("");
  const [before, setBefore] = useState<string | null | undefined>(isNew ? null : undefined);
  const [isIdTyped, setIdTyped] = useState(!isNew);
  const { faults, setFaults, save, mutation, conflict } = useSave({ draft, reason, before, isNew, policy });
  const formRef = useRef<HTMLFormElement>(null);
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    setFaults({});
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const found = checkDraft(draft, reason);
    setFaults(found);
    if (Object.keys(found).length === 0) save();
    else requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus());
  };
  useKeys({ "Mod+Enter": { label: "Publish the rule", run: () => submit(), worksInFields: true } }, "Rule");
  const count = Object.keys(faults).length;
  return (
    <div className="grid gap-x-2 xl:grid-cols-[minmax(0,52rem)_minmax(20rem,26rem)]">
      <form ref={formRef} onSubmit={submit} noValidate aria-label="Rule" className="grid max-w-[52rem] gap-6 px-4 pb-8 md:px-6">
        <FormPart title="The rule">
          <NameFields
            draft={draft}
            isNew={isNew}
            faults={faults}
            onName={(name) => set(isIdTyped ? { name } : { name, id: idFor(name) })}
            onId={(id) => {
              setIdTyped(true);
              set({ id });
            }}
          />
          <EffectFields draft={draft} faults={faults} onChange={set} />
        </FormPart>
        <FormPart title="Which calls">
          <MatchFields match={draft.match} faults={faults} onChange={(match) => set({ match })} />
          <ConditionField when={draft.when} error={faultAt(faults, "when")} onChange={(when) => set({ when })} />
        </FormPart>
        {draft.effect === "require_approval" && (
          <FormPart title="Who is asked">
            <ApprovalFields plan={draft.approval} faults={faults} onChange={(approval) => set({ approval })} />
          </FormPart>
        )}
        <FormPart title="Publishing">
          <PlaceField rules={policy.rules} ruleId={draft.id} isNew={isNew} before={before} onChange={setBefore} />
          <ReasonField reason={reason} error={faultAt(faults, "changeReason")} onChange={setReason} />
          {conflict.isOpen && <Conflict ruleId={isNew ? null : draft.id} since={conflict.since} onAccept={conflict.accept} />}
          <FormError>
            {count > 0
              ? `${count === 1 ? "One thing is" : `${count} things are`} to be changed above. Nothing was published.`
              : mutation.error !== null && !conflict.isOpen && sentenceOf(mutation.error)}
          </FormError>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" shortcut="Ctrl ↵" isPending={mutation.isPending} disabled={conflict.isOpen}>
              Publish
            </Button>
            <ButtonLink href={isNew ? "/policies" : `/policies?rule=${draft.id}`}>Cancel</ButtonLink>
          </div>
        </FormPart>
      </form>
      <aside aria-label="Trying it out" className="border-t border-line">
        <TryDraft draft={draft} before={before} />
      </aside>
    </div>
  );
}

type Saving = {
  readonly draft: Draft;
  readonly reason: string;
  readonly before: string | null | undefined;
  readonly isNew: boolean;
  readonly policy: PolicyPage;
};

/** Publishes on the version that the author saw; another one meanwhile is shown before it is built upon. */
function useSave({ draft, reason, before, isNew, policy }: Saving) {
  const router = useRouter();
  const [baseVersion, setBaseVersion] = useState(policy.inForce);
  const [isConflict, setConflict] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const mutation = useMutation(
    useTRPC().policies.saveRule.mutationOptions({
      onSuccess: ({ version }) => {
        toast(`Version ${version} decides now.`);
        router.push(`/policies?rule=${draft.id}`);
      },
      onError: (error) => {
        setFaults(toFaults(error.data?.problem?.errors ?? []));
        setConflict(error.data?.problem?.code === "conflict");
      },
    }),
  );
  const accept = (version: number) => {
    setBaseVersion(version);
    setConflict(false);
    mutation.reset();
  };
  return {
    ...{ faults, setFaults, mutation },
    save: () => mutation.mutate({ rule: ruleOf(draft), isNew, before, baseVersion, reason }),
    conflict: { isOpen: isConflict, since: baseVersion, accept },
  };
}

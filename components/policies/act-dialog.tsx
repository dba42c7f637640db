"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import type { PolicyPage, RuleRow } from "@/server/policies/schema";
import { PlaceField, ReasonField } from "./place-field";
import { sentence } from "./prepare-draft";

export type Act = "move" | "enforce" | "shadow" | "off" | "remove";

const WORDS = {
  move: { title: "Move", verb: "Move", says: "The rule itself stays as it is; only its place among the others changes." },
  enforce: { title: "Let it act:", verb: "Let it act", says: "It decides from the next call on." },
  shadow: { title: "Put in shadow:", verb: "Put in shadow", says: "It is evaluated and recorded with each decision, but decides nothing." },
  off: { title: "Switch off", verb: "Switch off", says: "It is not evaluated until it is switched on again. It keeps its place." },
  remove: {
    title: "Remove",
    verb: "Remove",
    says: "The next version of the policy goes without it. Its versions stay in the record. To pause it, switch it off instead.",
  },
} as const satisfies Record<Act, object>;

type Props = { readonly act: Act; readonly rule: RuleRow; readonly policy: PolicyPage; readonly onClose: () => void };

/** One change of a rule, with its reason: the next version of the policy. */
export function ActDialog({ act, rule, policy: shown, onClose }: Props) {
  const [policy, setPolicy] = useState(shown); // as it was when the dialog opened: what others publish must be seen first
  const at = policy.rules.findIndex((each) => each.id === rule.id);
  const [before, setBefore] = useState<string | null | undefined>(undefined);
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const { run, mutation } = useAct(act, ({ version }) => {
    toast(`Version ${version} decides now.`);
    onClose();
  });
  const words = WORDS[act];
  const refusal = mutation.error === null ? null : mutation.error.data?.problem;
  const isConflict = refusal?.code === "conflict";
  const submit = () => {
    setAsked(true);
    if (reason.trim() === "" || (act === "move" && before === undefined)) return;
    if (isConflict) setPolicy(shown);
    const { version: baseVersion } = isConflict ? shown : policy;
    run({ ruleId: rule.id, baseVersion, reason, before: before ?? null });
  };
  return (
    <FormDialog
      title={`${words.title} “${rule.name}”`}
      description={words.says}
      verb={isConflict ? `${words.verb}, on version ${shown.version}` : words.verb}
      isDanger={act === "remove"}
      isPending={mutation.isPending}
      error={mutation.error && [sentenceOf(mutation.error), ...(refusal?.errors ?? []).map(({ message }) => sentence(message))].join(" ")}
      onClose={onClose}
      onSubmit={submit}
    >
      {act === "move" && (
        <>
          <PlaceField rules={policy.rules} ruleId={rule.id} isNew={false} before={before} onChange={setBefore} />
          {isAsked && before === undefined && (
            <p role="alert" className="text-xs text-danger">
              Choose another place than number {at + 1}.
            </p>
          )}
        </>
      )}
      <ReasonField
        reason={reason}
        error={isAsked && reason.trim() === "" ? "Say why, for whoever reads this later." : null}
        onChange={setReason}
      />
    </FormDialog>
  );
}

type Run = { readonly ruleId: string; readonly baseVersion: number; readonly reason: string; readonly before: string | null };

function useAct(act: Act, onSuccess: (published: { readonly version: number }) => void) {
  const { policies } = useTRPC();
  const move = useMutation(policies.moveRule.mutationOptions({ onSuccess }));
  const switchTo = useMutation(policies.switchRule.mutationOptions({ onSuccess }));
  const remove = useMutation(policies.removeRule.mutationOptions({ onSuccess }));
  const run = ({ before, ...change }: Run) => {
    if (act === "move") move.mutate({ ...change, before });
    else if (act === "remove") remove.mutate(change);
    else switchTo.mutate({ ...change, mode: act });
  };
  return { run, mutation: act === "move" ? move : act === "remove" ? remove : switchTo };
}

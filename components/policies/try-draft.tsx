"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { Evaluation, TryInput } from "@/server/policies/schema";
import { EffectMark } from "./effect-mark";
import { type Draft, ruleOf } from "./prepare-draft";
import { triedWords } from "./prepare-rule";
import { checkTry, type TryFields } from "./prepare-try";

type Props = { readonly draft: Draft; readonly before: string | null | undefined };

const NONE: TryFields = { agent: "", tool: "", args: "", amount: "" };

/** The rule with stand-ins for words that come last: they decide nothing. */
const toTry = (draft: Draft) =>
  ruleOf({ ...draft, id: draft.id || "this-rule", name: draft.name || "This rule", reason: draft.reason || "Not written yet." });

/** Asks the rules in force, with this one among them as it is written now, about a call that nobody makes. */
export function TryDraft({ draft, before }: Props) {
  const [fields, setFields] = useState(NONE);
  const [errors, setErrors] = useState<Partial<Record<keyof TryFields, string>>>({});
  const [asked, setAsked] = useState<TryInput | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkTry(fields);
    setErrors(checked.errors);
    if (checked.input !== null) setAsked({ ...checked.input, draft: { rule: toTry(draft), before } });
  };
  const bind = (name: keyof TryFields) => ({
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) => setFields({ ...fields, [name]: target.value }),
    spellCheck: false,
    autoComplete: "off",
  });
  return (
    <form onSubmit={submit} noValidate aria-labelledby="try-draft" className="grid content-start gap-4 px-4 pt-3 pb-8 md:px-6">
      <h2 id="try-draft" className="text-base font-medium">
        Try it before you publish
      </h2>
      <p className="text-sm text-ink-2">A call that nobody makes, put to the rules with this one in its place. Nothing is stored.</p>
      <Field label="By agent" error={errors.agent} isRequired>
        {(control) => <Input {...control} {...bind("agent")} placeholder="sales-agent" />}
      </Field>
      <Field label="Calls tool" error={errors.tool} isRequired>
        {(control) => <Input {...control} {...bind("tool")} placeholder="crm.apply_discount" />}
      </Field>
      <Field label="With arguments" hint="A JSON object" error={errors.args}>
        {(control) => <Textarea {...control} {...bind("args")} rows={3} placeholder='{ "percent": 50 }' className="font-mono" />}
      </Field>
      <Field label="Dollars at stake" error={errors.amount}>
        {(control) => <Input {...control} {...bind("amount")} inputMode="decimal" placeholder="1200000" />}
      </Field>
      <Button type="submit" className="w-fit">
        Try it
      </Button>
      {asked !== null && <Answer asked={asked} />}
    </form>
  );
}

function Answer({ asked }: { readonly asked: TryInput }) {
  const query = useQuery({ ...useTRPC().policies.tryOut.queryOptions(asked), retry: false });
  if (query.isError)
    return (
      <p role="alert" className="text-sm text-danger">
        {sentenceOf(query.error)}
      </p>
    );
  if (query.isPending) return <p className="text-sm text-ink-3">Asking the rules…</p>;
  return <Verdict evaluation={query.data.evaluation} ruleId={asked.draft?.rule.id ?? ""} />;
}

/** What the rules would say, and what this one had to do with it. */
function Verdict({ evaluation, ruleId }: { readonly evaluation: Evaluation; readonly ruleId: string }) {
  const { effect, reason, rule, tried } = evaluation;
  const own = tried.find((each) => each.ruleId === ruleId);
  const part =
    rule?.id === ruleId
      ? "This rule decided."
      : own === undefined
        ? "This rule was not asked: another one decided before it, or it is off."
        : `This rule: ${triedWords(own)}.`;
  const others = rule === null ? "No rule decided: the default did." : rule.id === ruleId ? "" : `Decided by ${rule.name}.`;
  return (
    <section aria-label="What the rules would say" aria-live="polite" className="grid gap-1 border-t border-line pt-3 text-sm">
      <p className="text-md wrap-anywhere">
        <EffectMark effect={effect} />
        <span className="text-ink-2">: “{reason}”</span>
      </p>
      <p className="wrap-anywhere">{part}</p>
      {others && <p className="wrap-anywhere text-ink-2">{others}</p>}
    </section>
  );
}

"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { TokenInput } from "@/components/ui/token-input";
import { ROLE_NAMES } from "@/server/kernel/roles";
import { FINDERS, PARTS, REVEALERS, type Revealer, type Rule, type What } from "@/server/traces/core/redaction/rule";
import type { RuleInput, RulesPage } from "@/server/traces/redaction-schema";
import { ChangeReason } from "./redaction-act";
import { TryOut } from "./redaction-try";
import { FINDER_NAMES, PART_WORDS } from "./redaction-words";

type Kind = What["kind"];
const KIND_WORDS: Readonly<Record<Kind, string>> = {
  names: "What stands under certain names",
  found: "What Reeve knows by its form",
  pattern: "What fits a pattern",
  tool: "All that a tool is given or gives back",
};
const KINDS = Object.keys(KIND_WORDS) as Kind[];
const FRESH: Readonly<Record<Kind, What>> = {
  names: { kind: "names", names: [] },
  found: { kind: "found", finder: "emails" },
  pattern: { kind: "pattern", pattern: "", ignoreCase: false },
  tool: { kind: "tool", part: "both" },
};

type Draft = RuleInput;
const draftOf = (rule: Rule | null): Draft => {
  if (rule === null) return { name: "", what: FRESH.names as Draft["what"], tools: [], revealTo: [] };
  const { name, what, tools, revealTo } = rule;
  return { name, what: what as Draft["what"], tools: [...tools], revealTo: [...revealTo] };
};

const isWhole = ({ name, what, tools }: Draft): boolean =>
  name.trim() !== "" &&
  (what.kind !== "names" || what.names.length > 0) &&
  (what.kind !== "pattern" || what.pattern !== "") &&
  (what.kind !== "tool" || tools.length > 0);

type Props = { readonly page: RulesPage; readonly rule: Rule | null; readonly onClose: () => void };

/** A rule, new or changed, tried as it is written. */
export function RedactionForm({ page, rule, onClose }: Props) {
  const [baseVersion] = useState(page.version); // as it was when the form opened: what others change must be seen first
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const { mutate, error, isPending } = useMutation(
    useTRPC().traces.redaction.save.mutationOptions({
      onSuccess: () => {
        toast(`“${draft.name}” is in effect from the next export on.`);
        onClose();
      },
    }),
  );
  const errors = new Map((error?.data?.problem?.errors ?? []).map(({ path, message }) => [path, message]));
  const submit = () => {
    setAsked(true);
    if (isWhole(draft) && reason.trim() !== "") mutate({ baseVersion, ruleId: rule?.id ?? null, rule: draft, reason });
  };
  return (
    <FormDialog
      width="lg"
      title={rule === null ? "Add a rule" : `Change “${rule.name}”`}
      description="What it finds is taken out before anything is stored, from the next export on. What is stored already stays as it is."
      verb={rule === null ? "Add" : "Change"}
      isPending={isPending}
      error={error && errors.size === 0 ? sentenceOf(error) : null}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Name" isRequired error={isAsked && draft.name.trim() === "" ? "Give it a name." : (errors.get("name") ?? null)}>
          {(control) => (
            <Input {...control} maxLength={100} value={draft.name} onChange={({ target }) => setDraft({ ...draft, name: target.value })} />
          )}
        </Field>
        <Field label="Takes out" isRequired>
          {(control) => (
            <Select
              {...control}
              value={draft.what.kind}
              onChange={({ target }) => setDraft({ ...draft, what: FRESH[target.value as Kind] as Draft["what"] })}
            >
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {KIND_WORDS[kind]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <WhatFields
        what={draft.what}
        isAsked={isAsked}
        error={errors.get("what.pattern") ?? null}
        onChange={(what) => setDraft({ ...draft, what })}
      />
      <ToolsField draft={draft} isAsked={isAsked} onChange={(tools) => setDraft({ ...draft, tools })} />
      <RevealFields revealTo={draft.revealTo} onChange={(revealTo) => setDraft({ ...draft, revealTo })} />
      <TryOut ruleId={rule?.id ?? null} rule={isWhole(draft) ? draft : null} />
      <ChangeReason reason={reason} isAsked={isAsked} onChange={setReason} />
    </FormDialog>
  );
}

type WhatProps = {
  readonly what: Draft["what"];
  readonly isAsked: boolean;
  readonly error: string | null;
  readonly onChange: (what: Draft["what"]) => void;
};

function WhatFields({ what, isAsked, error, onChange }: WhatProps) {
  switch (what.kind) {
    case "names":
      return (
        <TokenInput
          label="Names"
          hint="api_key means apiKey and X-Api-Key, too, and every longer name that ends so. Enter or a comma adds one."
          error={isAsked && what.names.length === 0 ? "Name one at least." : null}
          isCode
          values={what.names}
          suggestions={[]}
          onChange={(names) => onChange({ ...what, names })}
        />
      );
    case "found":
      return (
        <Field label="Form" isRequired>
          {(control) => (
            <Select
              {...control}
              value={what.finder}
              onChange={({ target }) => onChange({ ...what, finder: target.value as (typeof FINDERS)[number] })}
            >
              {FINDERS.map((finder) => (
                <option key={finder} value={finder}>
                  {FINDER_NAMES[finder]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      );
    case "pattern":
      return (
        <div className="grid gap-2">
          <Field
            label="Pattern"
            isRequired
            hint="In the language of RE2, so that none can hold up what comes in: no looking ahead or behind, no going back. It finds up to 1,024 characters."
            error={isAsked && what.pattern === "" ? "Write a pattern." : error}
          >
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                spellCheck={false}
                autoComplete="off"
                maxLength={500}
                placeholder="CUST-\d{6}"
                value={what.pattern}
                onChange={({ target }) => onChange({ ...what, pattern: target.value })}
              />
            )}
          </Field>
          <label className="flex min-h-6 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-ink"
              checked={what.ignoreCase}
              onChange={({ target }) => onChange({ ...what, ignoreCase: target.checked })}
            />
            In capitals or not
          </label>
        </div>
      );
    case "tool":
      return (
        <Field label="What of it" isRequired hint="Its values of five characters and more go from every message of the trace as well.">
          {(control) => (
            <Select
              {...control}
              value={what.part}
              onChange={({ target }) => onChange({ ...what, part: target.value as (typeof PARTS)[number] })}
            >
              {PARTS.map((part) => (
                <option key={part} value={part}>
                  The whole {PART_WORDS[part]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      );
  }
}

type ToolsProps = { readonly draft: Draft; readonly isAsked: boolean; readonly onChange: (tools: string[]) => void };

function ToolsField({ draft: { what, tools }, isAsked, onChange }: ToolsProps) {
  const known = useQuery(useTRPC().fleet.tools.queryOptions(undefined, { staleTime: 60_000 }));
  const isNeeded = what.kind === "tool";
  return (
    <TokenInput
      label="In calls of these tools"
      hint={isNeeded ? "Tools by their name." : "None means everywhere."}
      error={isAsked && isNeeded && tools.length === 0 ? "Name a tool at least." : null}
      isCode
      values={tools}
      suggestions={(known.data ?? []).map(({ name }) => ({ value: name }))}
      onChange={onChange}
    />
  );
}

type RevealProps = { readonly revealTo: readonly Revealer[]; readonly onChange: (revealTo: Revealer[]) => void };

const RevealFields = ({ revealTo, onChange }: RevealProps) => (
  <fieldset className="min-w-0">
    <legend className="text-sm font-medium">Who may have the original shown</legend>
    <p className="text-xs text-ink-3">
      Nobody: it is gone for good. Anyone: it is kept encrypted, and each look needs a reason and goes on the record.
    </p>
    <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1.5">
      {REVEALERS.map((role) => (
        <label key={role} className="flex min-h-6 items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-ink"
            checked={revealTo.includes(role)}
            onChange={({ target }) => onChange(REVEALERS.filter((each) => (each === role ? target.checked : revealTo.includes(each))))}
          />
          {ROLE_NAMES[role]}
        </label>
      ))}
    </div>
  </fieldset>
);

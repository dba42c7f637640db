"use client";

import { X } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Target } from "@/server/escalation/core/chain";
import { targetWords } from "./words";

type Choice = { readonly id: string; readonly name: string };
export type Choices = { readonly groups: readonly Choice[]; readonly people: readonly Choice[]; readonly onCalls: readonly Choice[] };

const keyOf = (target: Target): string => ("id" in target ? `${target.kind}:${target.id}` : target.kind);

function targetOf(key: string): Target {
  const [kind, id] = key.split(":");
  return (id === undefined ? { kind } : { kind, id }) as Target;
}

export type TargetFieldsProps = {
  readonly place: number;
  readonly targets: readonly Target[];
  readonly choices: Choices;
  readonly names: { readonly [id: string]: string };
  readonly errorOf: (path: string) => string | undefined;
  readonly onChange: (targets: Target[]) => void;
};

/** Whom a step tells: a list, and a choice that adds to it. */
export function TargetFields({ place, targets, choices, names, errorOf, onChange }: TargetFieldsProps) {
  const taken = new Set(targets.map(keyOf));
  const options = (kind: "group" | "person" | "onCall", list: readonly Choice[]) =>
    list
      .filter(({ id }) => !taken.has(`${kind}:${id}`))
      .map(({ id, name }) => (
        <option key={id} value={`${kind}:${id}`}>
          {name}
        </option>
      ));
  return (
    <div className="grid gap-2">
      <Field label="Tell" isRequired error={errorOf("targets")}>
        {(control) => (
          <Select {...control} value="" onChange={({ target }) => target.value && onChange([...targets, targetOf(target.value)])}>
            <option value="">Add someone…</option>
            {(["stage", "owner", "ownerManager"] as const)
              .filter((kind) => !taken.has(kind))
              .map((kind) => (
                <option key={kind} value={kind}>
                  {targetWords({ kind }, names)}
                </option>
              ))}
            <optgroup label="Groups">{options("group", choices.groups)}</optgroup>
            <optgroup label="On call">{options("onCall", choices.onCalls)}</optgroup>
            <optgroup label="People">{options("person", choices.people)}</optgroup>
          </Select>
        )}
      </Field>
      {targets.length > 0 && (
        <ul aria-label={`Whom step ${place} tells`} className="flex flex-wrap gap-1.5">
          {targets.map((target, index) => (
            <li key={keyOf(target)} className="max-w-full">
              <span className="flex items-center gap-1 rounded-sm border border-line py-0.5 pl-2 text-sm wrap-anywhere">
                {targetWords(target, names)}
                <IconButton
                  label={`Remove ${targetWords(target, names)} from step ${place}`}
                  onClick={() => onChange(targets.filter((each) => each !== target))}
                >
                  <X aria-hidden />
                </IconButton>
              </span>
              {errorOf(`targets.${index}`) && (
                <span role="alert" className="text-xs text-danger">
                  {errorOf(`targets.${index}`)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

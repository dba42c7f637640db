"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { Mono } from "@/components/ui/mono";
import { Textarea } from "@/components/ui/textarea";
import { CONDITION_FACTS, sentence } from "./prepare-draft";

const TYPING_PAUSE_MS = 250;

/** A value once it has stopped changing for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

type Props = { readonly when: string; readonly error: string | null; readonly onChange: (when: string) => void };

/** A CEL condition that is checked as it is typed, with what it says in plain words. */
export function ConditionField({ when, error, onChange }: Props) {
  const trpc = useTRPC();
  const settled = useSettled(when.trim());
  const query = useQuery({
    ...trpc.policies.checkCondition.queryOptions({ when: settled }, { staleTime: Number.POSITIVE_INFINITY }),
    enabled: settled !== "" && settled.length <= 4_000,
    placeholderData: keepPreviousData,
  });
  const reading = settled === "" || when.trim() !== settled ? undefined : query.data;
  const problem = reading?.problem ?? null;
  return (
    <>
      <Field
        label="Condition"
        hint="CEL, over the facts below. Without one the match alone decides."
        error={problem === null ? error : sentence(problem)}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            className="font-mono"
            spellCheck={false}
            placeholder="args.percent > 20"
            value={when}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
      <p role="status" className="text-sm text-ink-2 empty:hidden">
        {reading && problem === null && (reading.words === null ? "It compiles." : `It compiles. In words: ${reading.words}`)}
      </p>
      <details className="text-sm">
        <summary className="cursor-default text-ink-2">Facts that a condition can name</summary>
        <dl className="mt-2 grid grid-cols-[5.75rem_minmax(0,1fr)] gap-x-3 gap-y-1">
          {CONDITION_FACTS.map(({ name, holds }) => (
            <div key={name} className="contents">
              <dt>
                <Mono>{name}</Mono>
              </dt>
              <dd className="text-ink-2">{holds}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-2 max-w-[70ch] text-ink-2">
          <Mono>has(impact.amountUsd)</Mono> asks whether a fact was stated. A condition that cannot be evaluated counts to the stricter
          side: an “Allow” does not apply, the others do.
        </p>
      </details>
    </>
  );
}

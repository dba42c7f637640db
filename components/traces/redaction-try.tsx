"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { cleanText } from "@/server/kernel/untrusted";
import type { RuleInput, Tried, TryInput } from "@/server/traces/redaction-schema";

const EXAMPLE = 'Pay with 4111 1111 1111 1111, then call {"password": "hunter2", "note": "ana@northwind.example"}.';
const PAUSE_MS = 400;
const STEP = /\/traces\/([0-9a-f]{32})\?(?:[^\s#]*&)?step=([0-9a-f]{16})/;

/** A text as it is; or a step, when its address was pasted. */
function sampleOf(text: string): TryInput["sample"] {
  const [, traceId, spanId] = STEP.exec(text) ?? [];
  return traceId === undefined || spanId === undefined ? { kind: "text", text, tool: null } : { kind: "step", traceId, spanId };
}

type Props = { readonly ruleId: string | null; readonly rule: RuleInput | null };

/** Tries the rules in force on a sample, with the one that is being written in its place; as one types. */
export function TryOut({ ruleId, rule }: Props) {
  const [text, setText] = useState(EXAMPLE);
  const { mutate, data, error } = useMutation(useTRPC().traces.redaction.try.mutationOptions({ meta: REFRESHES_ITSELF }));
  const asked = JSON.stringify({ sample: sampleOf(text), ruleId, rule } satisfies TryInput);
  // The server has the rules and the engine of the patterns: it is asked when the typing rests.
  useEffect(() => {
    const timer = setTimeout(() => mutate(JSON.parse(asked) as TryInput), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked, mutate]);
  return (
    <section aria-label="Try it" className="grid min-w-0 gap-3">
      <Field label="Try it on" isRequired hint="A text, or the address of a step: open one among the traces and paste its address.">
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={65_536}
            spellCheck={false}
            className="font-mono"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <div aria-live="polite">
        {error !== null && <p className="text-sm text-danger">{sentenceOf(error)}</p>}
        {error === null && data !== undefined && <Kept tried={data} />}
      </div>
    </section>
  );
}

const Kept = ({ tried: { kept, taken } }: { readonly tried: Tried }) => (
  <div className="grid min-w-0 gap-2">
    <p className="text-sm">
      {taken.length === 0 ? "Nothing is taken out." : `${taken.length} ${taken.length === 1 ? "value is" : "values are"} taken out:`}
    </p>
    {taken.length > 0 && (
      <ul className="grid gap-1 text-sm">
        {taken.map(({ ruleId, ruleName, value, times }) => (
          <li key={`${ruleId} ${value}`} className="wrap-anywhere">
            <code className="rounded-sm bg-sunken px-1 font-mono text-xs">{cleanText(value).text}</code>{" "}
            <span className="text-ink-3">
              by {ruleName}
              {times > 1 ? `, ${times} times` : ""}
            </span>
          </li>
        ))}
      </ul>
    )}
    <figure className="rounded-sm border border-dashed border-line-strong px-3 pt-2 pb-2.5">
      <figcaption className="text-xs text-ink-3">As it would be stored</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        dir="auto"
        className="mt-0.5 max-h-48 overflow-y-auto font-mono text-xs leading-5 whitespace-pre-wrap text-ink-2 wrap-anywhere"
      >
        {cleanText(kept).text}
      </pre>
    </figure>
  </div>
);

"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Mono } from "@/components/ui/mono";
import { PanePart } from "@/components/ui/side-pane";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { cleanText } from "@/server/kernel/untrusted";
import type { TakenPage, TakenValue } from "@/server/traces/redaction-schema";

type StepId = { readonly traceId: string; readonly spanId: string };
const keyOf = ({ itemId, place }: Pick<TakenValue, "itemId" | "place">) => `${itemId} ${place}`;

/** What was taken out of a step before it was stored: by which rule, with its commitment, and the original where a rule kept it. */
export function TakenOut(step: StepId) {
  const query = useQuery(useTRPC().traces.redaction.taken.queryOptions(step, { staleTime: 60_000 }));
  if (query.data === undefined || query.data.values.length === 0) return null;
  return <Values key={`${step.traceId} ${step.spanId}`} step={step} page={query.data} />;
}

function Values({ step, page }: { readonly step: StepId; readonly page: TakenPage }) {
  const [asked, setAsked] = useState<TakenValue | null>(null);
  const [shown, setShown] = useState<ReadonlyMap<string, string>>(new Map());
  const [matches, setMatches] = useState<ReadonlySet<string>>(new Set());
  return (
    <PanePart title="Taken out before it was stored">
      <ul className="grid gap-2.5">
        {page.values.map((value) => (
          <li key={keyOf(value)} className="text-sm">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium wrap-anywhere">{value.ruleName}</span>
              {matches.has(keyOf(value)) && <span className="text-xs font-medium text-ok">It was this value</span>}
              {value.canReveal && !shown.has(keyOf(value)) && (
                <Button size="sm" variant="quiet" className="-my-1 ml-auto" onClick={() => setAsked(value)}>
                  Reveal
                </Button>
              )}
            </p>
            <p className="text-xs text-ink-3 wrap-anywhere">
              {cleanText(value.where).text}
              {value.times > 1 ? `, ${value.times} times` : ""}
              {value.isSealed ? ". The original is kept encrypted." : ". Gone for good."}
            </p>
            <p className="text-xs text-ink-3">
              Commitment <Mono isShort>{value.commitment}</Mono>
            </p>
            {shown.has(keyOf(value)) && <UntrustedText text={shown.get(keyOf(value)) ?? ""} writer="whoever sent it" />}
          </li>
        ))}
      </ul>
      {page.beyond > 0 && <p className="mt-2 text-xs text-ink-3">And {page.beyond} more, without commitments.</p>}
      {page.can.check && <Check step={step} onFound={setMatches} />}
      {page.reveals.length > 0 && (
        <ul className="mt-3 grid gap-1 text-xs text-ink-3">
          {page.reveals.map((reveal) => (
            <li key={`${keyOf(reveal)} ${reveal.at}`} className="wrap-anywhere">
              {reveal.by} had an original shown <Time at={reveal.at} />: {reveal.reason}
            </li>
          ))}
        </ul>
      )}
      {asked !== null && (
        <RevealDialog
          step={step}
          value={asked}
          onClose={() => setAsked(null)}
          onShown={(text) => setShown(new Map([...shown, [keyOf(asked), text]]))}
        />
      )}
    </PanePart>
  );
}

type CheckProps = { readonly step: StepId; readonly onFound: (matches: ReadonlySet<string>) => void };

/** "Was this the value?": the database compares with the salted commitments. */
function Check({ step, onFound }: CheckProps) {
  const [value, setValue] = useState("");
  const { mutate, data, error, isPending, reset } = useMutation(
    useTRPC().traces.redaction.check.mutationOptions({
      meta: REFRESHES_ITSELF,
      onSuccess: (answer) => onFound(new Set(answer.matches.map(keyOf))),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value !== "") mutate({ ...step, value });
  };
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2">
      <Field label="Was this the value?" isRequired hint="Each try goes on the record, without the value.">
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              className="min-w-0 flex-1"
              value={value}
              onChange={({ target }) => {
                setValue(target.value);
                reset();
                onFound(new Set());
              }}
            />
            <Button type="submit" isPending={isPending}>
              Check
            </Button>
          </span>
        )}
      </Field>
      <FormError>{error && sentenceOf(error)}</FormError>
      <p role="status" className="text-sm">
        {data !== undefined && (data.matches.length > 0 ? "Yes: it was taken out of this step." : "No: it is none of these values.")}
      </p>
    </form>
  );
}

type RevealProps = {
  readonly step: StepId;
  readonly value: TakenValue;
  readonly onClose: () => void;
  readonly onShown: (text: string) => void;
};

function RevealDialog({ step, value, onClose, onShown }: RevealProps) {
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const { mutate, error, isPending } = useMutation(
    useTRPC().traces.redaction.reveal.mutationOptions({
      onSuccess: (answer) => {
        onShown(answer.value);
        onClose();
      },
    }),
  );
  const submit = () => {
    setAsked(true);
    if (reason.trim() !== "") mutate({ ...step, itemId: value.itemId, place: value.place, reason });
  };
  return (
    <FormDialog
      title="Reveal the original"
      description={`Taken out by “${value.ruleName}”. It is shown here until you leave the step; that you saw it, and why, goes on the record.`}
      verb="Reveal"
      isPending={isPending}
      error={error && sentenceOf(error)}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label="Why do you need to see it?" isRequired error={isAsked && reason.trim() === "" ? "Say why you need to see it." : null}>
        {(control) => <Textarea {...control} rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
    </FormDialog>
  );
}

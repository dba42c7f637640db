"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { type Days, faultsOf, LEAST_DAYS, SIX_MONTHS_DAYS, STREAMS } from "@/server/traces/core/retention";
import type { Loss, RetentionPage } from "@/server/traces/retention-schema";
import { bytesWords, STREAM_WORDS } from "./prepare-retention";
import { ChangeReason } from "./redaction-act";

type Texts = Readonly<Record<keyof Days, string>>;
const toDays = (texts: Texts): Days =>
  Object.fromEntries(STREAMS.map((stream) => [stream, /^\d{1,5}$/.test(texts[stream].trim()) ? Number(texts[stream]) : 0])) as Record<
    keyof Days,
    number
  >;
const toTexts = (days: Days): Texts =>
  Object.fromEntries(STREAMS.map((stream) => [stream, String(days[stream])])) as Record<keyof Days, string>;

/** How long each stream is kept. What would go is shown first, and asks to be confirmed. */
export function RetentionForm({ page, onClose }: { readonly page: RetentionPage; readonly onClose: () => void }) {
  const [baseVersion] = useState(page.version); // as it was when the form opened: what others change must be seen first
  const [texts, setTexts] = useState(() => toTexts(page.days));
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const [isConfirmed, setConfirmed] = useState(false);
  const trpc = useTRPC();
  const days = toDays(texts);
  const faults = new Map(faultsOf(days).map(({ stream, message }) => [stream, message]));
  const losses = useQuery(
    trpc.traces.retention.preview.queryOptions({ days }, { enabled: faults.size === 0, placeholderData: keepPreviousData }),
  );
  const lost = faults.size === 0 ? (losses.data ?? []) : [];
  const { mutate, error, isPending } = useMutation(
    trpc.traces.retention.change.mutationOptions({
      onSuccess: () => {
        toast(lost.length === 0 ? "Traces are kept so from now on." : "Traces are kept so from now on. What is past goes within minutes.");
        onClose();
      },
    }),
  );
  const mustConfirm = lost.length > 0 && !isConfirmed;
  const submit = () => {
    setAsked(true);
    if (faults.size === 0 && reason.trim() !== "" && losses.isSuccess && !mustConfirm) mutate({ baseVersion, days, reason, isConfirmed });
  };
  return (
    <FormDialog
      title="Change how long traces are kept"
      description="In days, counted from when a step began. The worker deletes whole days past that."
      verb={lost.length === 0 ? "Change" : "Change and delete"}
      isDanger={lost.length > 0}
      isPending={isPending}
      error={error ? sentenceOf(error) : losses.isError ? sentenceOf(losses.error) : null}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {STREAMS.map((stream) => (
          <Field
            key={stream}
            label={STREAM_WORDS[stream].name}
            isRequired
            hint={hintOf(days[stream], LEAST_DAYS[stream])}
            error={faults.get(stream) ?? null}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={texts[stream]}
                onChange={({ target }) => {
                  setTexts({ ...texts, [stream]: target.value });
                  setConfirmed(false);
                }}
              />
            )}
          </Field>
        ))}
      </div>
      {lost.length > 0 && <Lost losses={lost} isConfirmed={isConfirmed} isMissing={isAsked && mustConfirm} onConfirm={setConfirmed} />}
      <ChangeReason reason={reason} isAsked={isAsked} onChange={setReason} />
    </FormDialog>
  );
}

const hintOf = (days: number, least: number): string =>
  days >= least && days < SIX_MONTHS_DAYS
    ? "Less than the six months of the EU AI Act: only where data-protection law asks for it."
    : `At least ${least} days.`;

type LostProps = {
  readonly losses: readonly Loss[];
  readonly isConfirmed: boolean;
  readonly isMissing: boolean;
  readonly onConfirm: (isConfirmed: boolean) => void;
};

const Lost = ({ losses, isConfirmed, isMissing, onConfirm }: LostProps) => (
  <div className="grid gap-2 rounded-sm bg-danger-weak px-3 py-2.5 text-sm">
    <p className="font-medium">This would go, for good:</p>
    <ul className="grid gap-1">
      {losses.map(({ stream, days, from, to, records, bytes }) => (
        <li key={stream}>
          {STREAM_WORDS[stream].name}: {from === to ? from : `${from} to ${to}`}, {formatCount(days)} {days === 1 ? "day" : "days"}, about{" "}
          {formatCount(Number(records))} records, {bytesWords(bytes)}
        </li>
      ))}
    </ul>
    <label className="flex min-h-6 items-center gap-2">
      <input type="checkbox" className="size-4 accent-ink" checked={isConfirmed} onChange={({ target }) => onConfirm(target.checked)} />
      Delete it
    </label>
    <p role="alert" className={isMissing ? "text-xs text-danger" : "hidden"}>
      Confirm that it may go, or keep it for longer.
    </p>
  </div>
);

"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Section } from "@/components/ui/section";
import { Textarea } from "@/components/ui/textarea";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { type Anomalies, type Anomaly, DismissAnomalyInput } from "@/server/spend/anomaly-schema";
import { formatCents } from "./prepare-spend";
import { PARAM_OF } from "./spend-address";

/** Hours that cost far more than is usual, with their cause, and agents that left their estimate behind. */
export function AnomaliesSection({ anomalies }: { readonly anomalies: Anomalies | undefined }) {
  const overruns = useQuery(useTRPC().spend.estimates.overruns.queryOptions()).data;
  const [dismissing, setDismissing] = useState<Anomaly | null>(null);
  if (anomalies === undefined) return null;
  const open = anomalies.items.filter(({ dismissed }) => dismissed === null);
  const aside = anomalies.items.filter(({ dismissed }) => dismissed !== null);
  const isQuiet = open.length === 0 && (overruns?.items.length ?? 0) === 0;
  return (
    <div id="anomalies" className="scroll-mt-4">
      <Section
        title="Out of the ordinary"
        note="Hours that cost far more than the same hours of past weeks, looked for every five minutes, and agents beyond a quarter above their estimate."
      >
        {isQuiet && <p className="text-sm text-ink-2">Nothing in these days.</p>}
        <ul>
          {overruns?.items.map(({ agent, words }) => (
            <li key={agent} className="flex gap-3 border-b border-line py-3 text-sm">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              <p className="min-w-0 text-pretty wrap-anywhere text-ink-2">
                <Link href={`/agents/${encodeURIComponent(agent)}`} className="font-medium text-ink hover:underline">
                  {agent}
                </Link>{" "}
                <strong className="font-medium text-warn">leaves its estimate behind.</strong> {words}
              </p>
            </li>
          ))}
          {open.map((anomaly) => (
            <Row key={anomaly.id} anomaly={anomaly} onDismiss={anomalies.can.dismiss ? () => setDismissing(anomaly) : null} />
          ))}
        </ul>
        {aside.length > 0 && (
          <details className="mt-3 text-sm">
            <summary className="link w-fit cursor-pointer max-md:py-3">{aside.length} put aside</summary>
            <ul>
              {aside.map((anomaly) => (
                <Row key={anomaly.id} anomaly={anomaly} onDismiss={null} />
              ))}
            </ul>
          </details>
        )}
      </Section>
      {dismissing !== null && <DismissDialog anomaly={dismissing} onClose={() => setDismissing(null)} />}
    </div>
  );
}

type RowProps = { readonly anomaly: Anomaly; readonly onDismiss: (() => void) | null };

function Row({ anomaly, onDismiss }: RowProps) {
  const { dimension, key, from, until, costMicroUsd, usualMicroUsd, words, dismissed, day } = anomaly;
  const hours = (Date.parse(until) - Date.parse(from)) / 3_600_000;
  return (
    <li className="flex gap-3 border-b border-line py-3 text-sm">
      <TriangleAlert aria-hidden className={`mt-0.5 size-4 shrink-0 ${dismissed === null ? "text-danger" : "text-ink-3"}`} />
      <div className="min-w-0 flex-1">
        <p className="text-pretty wrap-anywhere text-ink-2">
          <Link
            href={`/spend?${new URLSearchParams({ [PARAM_OF[dimension]]: key, from: day, to: day }).toString()}`}
            className="font-medium text-ink hover:underline"
          >
            {key}
          </Link>{" "}
          <strong className="font-medium text-ink">
            cost {formatCents(costMicroUsd)} in {hours === 1 ? "the hour" : `the ${hours} hours`} from <Time at={from} />,
          </strong>{" "}
          where {usualMicroUsd === "0" ? "nothing" : formatCents(usualMicroUsd)} is usual. {words}
        </p>
        {dismissed !== null && (
          <p className="text-xs text-ink-3">
            Put aside by {dismissed.by}, <Time at={dismissed.at} />: {dismissed.reason}
          </p>
        )}
      </div>
      <span className="flex shrink-0 items-start gap-2">
        {dimension !== "team" && (
          <Link
            href={`/traces?${new URLSearchParams({ [dimension]: key }).toString()}`}
            prefetch={false}
            className="link py-1"
            aria-label={`Traces of ${key}`}
          >
            Traces
          </Link>
        )}
        {onDismiss !== null && (
          <Button size="sm" variant="quiet" onClick={onDismiss} aria-label={`Put aside ${key}`}>
            Put aside
          </Button>
        )}
      </span>
    </li>
  );
}

function DismissDialog({ anomaly, onClose }: { readonly anomaly: Anomaly; readonly onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const dismiss = useMutation(
    useTRPC().spend.anomalies.dismiss.mutationOptions({
      onSuccess: () => {
        toast("Put aside.");
        onClose();
      },
    }),
  );
  const send = () => {
    const said = DismissAnomalyInput.safeParse({ id: anomaly.id, reason });
    setFault(said.success ? null : (said.error.issues[0]?.message ?? "Say why."));
    if (said.success) dismiss.mutate(said.data);
  };
  return (
    <FormDialog
      title={`Put ${anomaly.key} aside`}
      description="It stays on the record, with your reason, and is no longer shown as open."
      verb="Put aside"
      isPending={dismiss.isPending}
      error={dismiss.error?.message ?? null}
      onClose={onClose}
      onSubmit={send}
    >
      <Field label="Why" isRequired error={fault}>
        {(control) => <Textarea {...control} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </FormDialog>
  );
}

"use client";

import { CircleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import { formatDuration } from "@/components/ui/format-time";
import { Mono } from "@/components/ui/mono";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Json } from "@/server/approvals/schema";
import type { ActionOnCard, Card } from "./card-type";
import { jsonText } from "./prepare-args";
import { cancelledWords, flagWords, keptWords, outcomeWords, plainLine } from "./prepare-card";

const JsonTree = dynamic(() => import("./json-tree").then((module) => module.JsonTree), { loading: () => <Skeleton className="h-24" /> });

const VERDICTS = {
  pending: "Waits",
  frozen: "Stopped with its agent",
  approved: "Approved",
  rejected: "Rejected",
  expired: "Expired: nobody decided in time, so it was refused",
  cancelled: "Cancelled",
  revoked: "Approved, then taken back",
} as const satisfies Record<Card["state"], string>;

/** How it was decided, whether it ran, and what the agent reported. */
export function Outcome({ card }: { readonly card: Card }) {
  const { decided, action } = card;
  return (
    <div className="flex flex-col gap-1">
      <p>
        <span className="font-medium">{card.state === "cancelled" ? cancelledWords(card) : VERDICTS[card.state]}</span>
        {decided?.by && ` by ${decided.by.name}`}
        {decided && (
          <>
            , <Time at={decided.at} />
          </>
        )}
      </p>
      {decided?.reason && card.state !== "cancelled" && <p className="text-ink-2 wrap-anywhere whitespace-pre-wrap">“{decided.reason}”</p>}
      <p>
        {outcomeWords(action)}
        {action.consumedAt !== null && (
          <span className="text-ink-2">
            {" "}
            Taken by the agent <Time at={action.consumedAt} precision="second" />.
          </span>
        )}
        {action.state === "allowed" && action.allowedUntil !== null && (
          <span className="text-ink-2">
            {" "}
            It may until <Time at={action.allowedUntil} />.
          </span>
        )}
      </p>
      {action.flag !== null && (
        <p role="alert" className="flex items-start gap-2 text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {flagWords(action.flag)}
        </p>
      )}
      {action.receipt !== null && <Receipt receipt={action.receipt} />}
    </div>
  );
}

/** What the agent reported, as it reported it. */
function Receipt({ receipt }: { readonly receipt: NonNullable<ActionOnCard["receipt"]> }) {
  const { status, accepted, receivedAt, durationMs, changes = [], output, error, hidden } = receipt;
  return (
    <section aria-label="Receipt" className="mt-1 flex flex-col gap-1">
      <p className="text-ink-2">
        Receipt: <span className="font-medium text-ink">{status}</span>
        {!accepted && <span className="text-danger"> (refused)</span>}, <Time at={receivedAt} precision="second" />
        {durationMs !== undefined && `, after ${durationMs < 1_000 ? `${Math.round(durationMs)} ms` : formatDuration(durationMs)}`}
      </p>
      {hidden.length > 0 && <p className="text-sm text-ink-2">{keptWords(hidden)}</p>}
      {changes.length > 0 && (
        <table className="w-full table-fixed text-sm">
          <caption className="sr-only">What changed</caption>
          <thead className="text-left text-xs text-ink-3">
            <tr>
              <th scope="col" className="w-[34%] font-normal">
                Changed
              </th>
              <th scope="col" className="font-normal">
                Before
              </th>
              <th scope="col" className="font-normal">
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ resource, before, after }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a receipt never changes, and a resource may recur
              <tr key={index}>
                <th scope="row" className="py-1 pr-4 text-left align-top font-normal text-ink-2">
                  <Mono>{plainLine(resource)}</Mono>
                </th>
                <Cell value={before} className="text-ink-3" />
                <Cell value={after} className="font-semibold" />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {error !== undefined && error !== null && <Reported title="Its error" value={error as Json} />}
      {output !== undefined && output !== null && <Reported title="Its output" value={output as Json} />}
    </section>
  );
}

const Cell = ({ value, className }: { readonly value: unknown; readonly className: string }) => (
  <td className={`max-w-0 py-1 pr-3 align-top ${className}`}>
    <code className="block max-h-40 overflow-y-auto font-mono text-[0.923em] wrap-anywhere whitespace-pre-wrap">
      {jsonText((value ?? null) as Json)}
    </code>
  </td>
);

const Reported = ({ title, value }: { readonly title: string; readonly value: Json }) => (
  <details className="text-sm">
    <summary className="cursor-pointer text-accent">{title}, as the agent reported it</summary>
    <JsonTree value={value} />
  </details>
);

"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { ShieldCheck } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { Changes } from "@/components/approvals/edits-section";
import { jsonText } from "@/components/approvals/prepare-args";
import { pointerWords } from "@/components/approvals/prepare-edit";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { PanePart } from "@/components/ui/side-pane";
import { Skeleton as Place } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { diffArgs } from "@/server/actions/core/args-diff";
import type { CardEdit, Json } from "@/server/approvals/schema";
import { named } from "@/server/traces/core/words";
import type { SkeletonStep } from "./read-skeleton";
import { type Action, type AuthorityLine, authorityLines, gateSentence } from "./step-pane-lines";

const ActionStory = dynamic(() => import("@/components/audit/action-story").then((module) => module.ActionStory), {
  loading: () => <Place className="h-24" />,
});

/** By whose authority a tool ran, and what it changed: the record of its action, or that there is none. */
export function Authority({ step: { actionId, isUngoverned } }: { readonly step: SkeletonStep }) {
  if (actionId !== null) return <Governed actionId={actionId} isUnused={isUngoverned} />;
  return (
    <PanePart title="Authority">
      <p className="text-sm text-pretty text-ink-2">
        {isUngoverned
          ? "Nobody decided it: this call never passed the gate. It is counted for its agent."
          : "It passed no gate, since there was nothing to pass."}
      </p>
    </PanePart>
  );
}

function useAuthority(actionId: string) {
  const trpc = useTRPC();
  const action = useQuery(trpc.actions.byId.queryOptions({ id: actionId }, { staleTime: 60_000 }));
  const approvals = useQuery(trpc.approvals.ofActions.queryOptions({ actionIds: [actionId] }, { staleTime: 60_000 }));
  const id = approvals.data?.[0]?.id ?? null;
  const card = useQuery(trpc.approvals.byId.queryOptions({ id: id ?? "" }, { enabled: id !== null, staleTime: 60_000 }));
  const approval = approvals.data !== undefined && id === null ? null : card.data;
  return { action, approval, isPending: action.isPending || approvals.isPending || (id !== null && card.isPending) };
}

function Governed({ actionId, isUnused }: { readonly actionId: string; readonly isUnused: boolean }) {
  const { action, approval, isPending } = useAuthority(actionId);
  if (isPending) return <Place className="my-3 h-40 w-full" />;
  if (action.data === undefined) {
    return (
      <PanePart title="Authority">
        <div role="alert" className="text-sm text-ink-2">
          <p>The record of this call could not be read. {action.error && sentenceOf(action.error)}</p>
          <Button size="sm" className="mt-2" onClick={() => void action.refetch()} isPending={action.isFetching}>
            Try again
          </Button>
        </div>
      </PanePart>
    );
  }
  const edits = approval?.edits ?? [];
  return (
    <>
      <p className="flex items-start gap-1.5 pb-3 text-sm font-medium">
        <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
        {gateSentence(action.data)}
      </p>
      {isUnused && <p className="pb-3 text-sm text-danger">The action was asked for, but this call did not use its permission.</p>}
      {action.data.receipt !== null && <WhatChanged receipt={action.data.receipt} />}
      <PanePart title="Authority">
        <ol>
          {authorityLines(action.data, approval).map((one) => (
            <Line key={one.word} line={one} />
          ))}
        </ol>
        <p className="mt-2 flex flex-wrap gap-x-4 text-sm">
          {approval && (
            <Link className="link underline underline-offset-2" href={`/queue/${approval.id}`}>
              The request
            </Link>
          )}
          <Link className="link underline underline-offset-2" href={`/policies?view=explain&action=${encodeURIComponent(actionId)}`}>
            Why it was decided so
          </Link>
          <Link className="link underline underline-offset-2" href={`/audit?action=${encodeURIComponent(actionId)}`}>
            In the audit log
          </Link>
        </p>
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer text-ink-2 hover:text-ink">Every entry of the record</summary>
          <ActionStory actionId={actionId} />
        </details>
      </PanePart>
      {edits.length > 0 && <Edited edits={edits} />}
    </>
  );
}

const DOTS: Record<AuthorityLine["tone"], string> = { plain: "bg-ink", held: "bg-info", done: "bg-ok", bad: "bg-danger" };

const Line = ({ line: { word, strong, text, note, at, href, tone } }: { readonly line: AuthorityLine }) => {
  const name = strong === null ? null : <span className="font-medium wrap-anywhere">{strong}</span>;
  const who =
    href === null || name === null ? (
      name
    ) : (
      <Link href={href} className="link [&>span]:text-accent">
        {name}
      </Link>
    );
  return (
    <li className="relative grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2 pb-2.5 pl-4 text-sm last:pb-0">
      <span aria-hidden className="absolute top-2 -bottom-1.5 left-[3px] w-px bg-line [li:last-child>&]:hidden" />
      <span aria-hidden className={clsx("absolute top-1.5 left-0 size-[7px] rounded-full", DOTS[tone])} />
      <span className="text-ink-3">{word}</span>
      <span className="min-w-0">
        {word === "Token" ? (
          <>
            {text} {who}
          </>
        ) : (
          <>
            {who} {text}
          </>
        )}
        {note !== null && <span className={clsx("block text-xs text-ink-3 wrap-anywhere", word === "Token" && "font-mono")}>{note}</span>}
        {at !== null && (
          <span className="block text-xs text-ink-3">
            <Time at={at} precision="second" />
          </span>
        )}
      </span>
    </li>
  );
};

/** What the agent reported as changed, field by field: before, and after. */
function WhatChanged({ receipt: { changes = [], hidden } }: { readonly receipt: NonNullable<Action["receipt"]> }) {
  if (hidden.includes("changes")) {
    return (
      <PanePart title="What changed">
        <p className="text-sm text-ink-2">It is kept, and hidden from you.</p>
      </PanePart>
    );
  }
  if (changes.length === 0) return null;
  return (
    <PanePart title="What changed" aside="as its receipt says">
      {changes.map((change, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a receipt never changes, and a resource may recur
        <Change key={i} {...change} />
      ))}
    </PanePart>
  );
}

type ChangeProps = { readonly resource: string; readonly before?: unknown; readonly after?: unknown };

const Change = ({ resource, before, after }: ChangeProps) => (
  <table className="mb-2 w-full table-fixed text-sm last:mb-0">
    <caption className="pb-0.5 text-left wrap-anywhere">
      <Mono className="text-ink-2">{named(resource)}</Mono>
    </caption>
    <thead className="text-xs text-ink-3">
      <tr>
        <th scope="col" className="text-left font-normal">
          Field
        </th>
        <th scope="col" className="text-right font-normal">
          before
        </th>
        <th scope="col" className="text-right font-normal">
          after
        </th>
      </tr>
    </thead>
    <tbody>
      {diffArgs(before ?? null, after ?? null).map(({ path, before: was, after: is }) => (
        <tr key={path}>
          <th scope="row" className="py-0.5 pr-2 text-left align-top font-normal wrap-anywhere">
            {pointerWords(path)}
          </th>
          <Side value={was} className="text-ink-3" />
          <Side value={is} className="font-semibold" />
        </tr>
      ))}
    </tbody>
  </table>
);

const Side = ({ value, className }: { readonly value: unknown; readonly className: string }) => (
  <td className={clsx("py-0.5 pl-2 text-right align-top wrap-anywhere", className)}>
    {value === undefined ? "–" : jsonText(value as Json)}
  </td>
);

function Edited({ edits }: { readonly edits: readonly CardEdit[] }) {
  return (
    <PanePart title="Changed before it ran" aside="proposed → ran">
      {edits.map(({ id, by, reason, changes, at }) => (
        <div key={id} className="mb-2 text-sm last:mb-0">
          <Changes changes={changes} />
          <p className="text-xs text-ink-3 wrap-anywhere">
            By {by.name}, <Time at={at} />: “{reason}”
          </p>
        </div>
      ))}
    </PanePart>
  );
}

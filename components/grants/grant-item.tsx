"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { formatMicroUsd } from "@/components/ui/format-money";
import { Mono } from "@/components/ui/mono";
import { Time } from "@/components/ui/time";
import { cleanText } from "@/server/kernel/untrusted";
import { ExtendDialog } from "./extend-dialog";
import { GrantExtension } from "./grant-extension";
import type { Grant } from "./grant-type";
import { GrantUses } from "./grant-uses";
import { END_WORDS, moneyWords, scopeWords, usesWords } from "./prepare-grant";
import { RevokeDialog } from "./revoke-dialog";

export type GrantItemProps = { readonly grant: Grant; readonly isOpen: boolean; readonly onOpen: (isOpen: boolean) => void };

/** One grant: which calls, who and why, what is left, and the buttons of whoever may keep it. */
export function GrantItem({ grant, isOpen, onOpen }: GrantItemProps) {
  const [dialog, setDialog] = useState<"revoke" | "extend" | null>(null);
  const close = () => setDialog(null);
  return (
    <article
      aria-label={`${grant.agentName} may call ${grant.toolName}`}
      data-selected={isOpen || undefined}
      className="border-b border-line px-4 py-3 data-selected:bg-sunken md:px-6"
    >
      <div className="grid gap-x-8 gap-y-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)_auto]">
        <What grant={grant} />
        <Left grant={grant} />
        <div className="flex items-start gap-2 lg:justify-end">
          {grant.can.askExtension && <Button onClick={() => setDialog("extend")}>Extend</Button>}
          {grant.can.revoke && <Button onClick={() => setDialog("revoke")}>Revoke</Button>}
        </div>
      </div>
      <GrantExtension grant={grant} />
      <Button size="sm" variant="quiet" className="mt-1 -ml-2" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
        {isOpen ? "Hide its uses" : "Show its uses"}
      </Button>
      {isOpen && <GrantUses grant={grant} />}
      {dialog === "revoke" && <RevokeDialog grant={grant} onClose={close} />}
      {dialog === "extend" && <ExtendDialog grant={grant} onClose={close} />}
    </article>
  );
}

function What({ grant }: { readonly grant: Grant }) {
  const { lead, constraints } = scopeWords(grant.scope);
  return (
    <div className="min-w-0">
      <h2 className="text-base font-medium wrap-anywhere">
        {grant.agentName} <span className="font-normal text-ink-2">may call</span> <Mono>{grant.toolName}</Mono>
      </h2>
      <p className="text-sm text-pretty wrap-anywhere">
        {lead}
        {constraints.length > 0 && ` ${constraints.join("; ")}`}
        {grant.runId !== null && `, in the run ${cleanText(grant.runId).text} alone`}.
      </p>
      <p className="mt-1 text-sm text-pretty text-ink-2 wrap-anywhere">
        {grant.author.name}
        {grant.onBehalfOf && ` for ${grant.onBehalfOf.name}`}, <Time at={grant.liveAt} />: “{cleanText(grant.reason).text}”{" "}
        <Link href={`/queue/${grant.approvalId}`} className="link whitespace-nowrap underline">
          The approval
        </Link>
      </p>
    </div>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-ink-3">{name}</dt>
    <dd className="text-sm tabular-nums">{children}</dd>
  </div>
);

function Left({ grant }: { readonly grant: Grant }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-3">
      <Fact name="Uses">
        {usesWords(grant)}
        {grant.maxUses !== null && <Bar used={grant.uses} of={grant.maxUses} />}
      </Fact>
      <Fact name="Money">{grant.state === "live" ? moneyWords(grant) : `${formatMicroUsd(grant.spentMicroUsd)} in all`}</Fact>
      {grant.state === "live" ? (
        <Fact name="Ends">
          <Time at={grant.endsAt} format="relative" />
          {grant.extendedBy && <span className="block text-xs text-ink-3">extended, confirmed by {grant.extendedBy.name}</span>}
        </Fact>
      ) : (
        <Fact name="Ended">
          {grant.endCause === null ? "Over" : END_WORDS[grant.endCause]}
          {grant.endedBy && ` by ${grant.endedBy.name}`}
          {grant.endedAt !== null && (
            <>
              , <Time at={grant.endedAt} format="relative" />
            </>
          )}
          {grant.endReason !== null && <span className="block text-xs text-ink-3">“{cleanText(grant.endReason).text}”</span>}
        </Fact>
      )}
    </dl>
  );
}

const Bar = ({ used, of }: { readonly used: number; readonly of: number }) => (
  <span aria-hidden className="mt-1 block h-1 max-w-32 rounded-full bg-line">
    <span className="block h-1 rounded-full bg-ink" style={{ width: `${Math.min(100, (used / of) * 100)}%` }} />
  </span>
);

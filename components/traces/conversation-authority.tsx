"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { lastingWords, named } from "@/server/traces/core/words";

const KEPT = { staleTime: 60_000 } as const;
const VERDICTS = { allow: "allowed it", deny: "refused it", pending: "put it before people, and nobody has decided yet" } as const;

/** By whose authority a call ran, in the conversation itself: the rule or the grant, and who decided. */
export function AuthorityLine({ actionId }: { readonly actionId: string }) {
  const trpc = useTRPC();
  const action = useQuery(trpc.actions.byId.queryOptions({ id: actionId }, KEPT));
  const approvals = useQuery(trpc.approvals.ofActions.queryOptions({ actionIds: [actionId] }, KEPT));
  const approvalId = approvals.data?.[0]?.id ?? null;
  const card = useQuery(trpc.approvals.byId.queryOptions({ id: approvalId ?? "" }, { ...KEPT, enabled: approvalId !== null }));
  const by = card.data?.decided?.by?.name ?? null;
  return (
    <p className="flex gap-1.5 px-3 pb-2 pl-8 text-xs text-pretty text-ink-2 wrap-anywhere max-md:pl-11">
      <ShieldCheck aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        {action.data === undefined ? "The gate decided it." : <Decided action={action.data} by={by} isAsked={approvalId !== null} />}
        {approvalId !== null && (
          <>
            {" "}
            <Link className="link underline underline-offset-2" href={`/queue/${approvalId}`}>
              The request
            </Link>
          </>
        )}
      </span>
    </p>
  );
}

type Action = {
  readonly decision: keyof typeof VERDICTS;
  readonly rule: { readonly id: string; readonly version: number } | null;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  readonly record: {
    readonly grantId?: string | null | undefined;
    readonly evaluation?: { readonly rule?: { readonly name: string } | null | undefined } | null | undefined;
  };
};

function Decided({ action, by, isAsked }: { readonly action: Action; readonly by: string | null; readonly isAsked: boolean }) {
  const { decision, rule, createdAt, decidedAt, record } = action;
  const waited = decidedAt === null ? null : lastingWords(Math.max(0, Date.parse(decidedAt) - Date.parse(createdAt)) * 1_000);
  const verdict =
    decision === "pending" || by === null ? "" : ` ${named(by)} ${VERDICTS[decision]}${waited === null ? "" : ` after ${waited}`}.`;
  const author =
    record.grantId != null ? (
      <Link className="link underline underline-offset-2" href={`/queue/grants?open=${encodeURIComponent(record.grantId)}`}>
        A standing grant
      </Link>
    ) : rule !== null ? (
      <>
        The rule{" "}
        <Link className="link underline underline-offset-2" href={`/policies?rule=${encodeURIComponent(rule.id)}`}>
          {named(record.evaluation?.rule?.name ?? rule.id)}
        </Link>
        , version {rule.version},
      </>
    ) : (
      "The gate"
    );
  return (
    <>
      {author} {isAsked && decision !== "pending" ? "put it before people" : VERDICTS[decision]}.{verdict}
    </>
  );
}

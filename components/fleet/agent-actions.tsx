"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Check, Clock, Minus, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ActionState } from "@/server/actions/core/states";
import type { ActionForPeople } from "@/server/actions/schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { PageSection } from "./page-section";

const RECENT = 20;

const OUTCOMES = {
  awaiting: { word: "Awaiting a decision", Icon: Clock, tone: "text-info" },
  allowed: { word: "Allowed, not yet run", Icon: Check, tone: "text-ok" },
  executing: { word: "Running", Icon: Clock, tone: "text-info" },
  succeeded: { word: "Done", Icon: Check, tone: "text-ok" },
  failed: { word: "Failed", Icon: X, tone: "text-danger" },
  compensated: { word: "Undone", Icon: Minus, tone: "text-ink-2" },
  unknown_outcome: { word: "No report came", Icon: TriangleAlert, tone: "text-warn" },
  denied: { word: "Denied", Icon: X, tone: "text-danger" },
  revoked: { word: "Taken back", Icon: Minus, tone: "text-ink-2" },
} as const satisfies Record<ActionState, object>;

/** What the agent last asked for, and what came of it. */
export function AgentActions({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const actions = useQuery(trpc.actions.list.queryOptions({ agent: name, limit: RECENT }));
  const items = actions.data?.items ?? [];
  const approvals = useQuery(
    trpc.approvals.ofActions.queryOptions({ actionIds: items.map((action) => action.id) }, { enabled: items.length > 0 }),
  );
  const approvalOf = new Map((approvals.data ?? []).map((approval) => [approval.actionId, approval.id]));
  return (
    <PageSection
      title="Last calls"
      action={
        <Link className="link text-sm" href={`/audit?agent=${encodeURIComponent(name)}`}>
          Its whole record
        </Link>
      }
    >
      {actions.isPending && <SkeletonRows rows={4} label="Loading its calls" />}
      {actions.isError && (
        <ErrorState title="Its calls could not be read." onRetry={() => void actions.refetch()} isRetrying={actions.isFetching}>
          {actions.error.message}
        </ErrorState>
      )}
      {actions.isSuccess && items.length === 0 && <p className="px-4 pb-2 text-ink-2 md:px-6">It has not asked for anything yet.</p>}
      {items.length > 0 && (
        <Table caption={`The last ${items.length} calls`}>
          <thead className="max-md:sr-only">
            <tr>
              <Th>Asked</Th>
              <Th>What</Th>
              <Th className="max-md:hidden">Tool</Th>
              <Th>Outcome</Th>
            </tr>
          </thead>
          <tbody>
            {items.map((action) => (
              <ActionRow key={action.id} action={action} approvalId={approvalOf.get(action.id) ?? null} />
            ))}
          </tbody>
        </Table>
      )}
    </PageSection>
  );
}

type RowProps = {
  readonly action: Pick<ActionForPeople, "id" | "state" | "summary" | "reason" | "toolName" | "createdAt">;
  /** The request that people decided or decide; without one the record of the call is shown. */
  readonly approvalId: string | null;
};

function ActionRow({ action, approvalId }: RowProps) {
  const { word, Icon, tone } = OUTCOMES[action.state];
  const summary = cleanLine(action.summary, 160);
  return (
    <Tr>
      <Td className="text-ink-2 md:w-32">
        <Time at={action.createdAt} format="relative" />
      </Td>
      <Td className="wrap-anywhere">
        <Link className="link" href={approvalId === null ? `/audit?action=${action.id}` : `/queue/${approvalId}`}>
          {summary}
        </Link>
      </Td>
      <Td className="max-md:hidden">
        <Mono>{cleanLine(action.toolName, 128)}</Mono>
      </Td>
      <Td>
        <span title={action.reason} className={clsx("inline-flex items-center gap-1.5 align-bottom", tone)}>
          <Icon aria-hidden className="size-3.5 shrink-0" />
          {word}
        </span>
      </Td>
    </Tr>
  );
}

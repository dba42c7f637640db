"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { ConfirmDialog, type Question } from "@/components/trpc/confirm-dialog";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useNow } from "@/components/ui/use-now";
import type { DelegationRow } from "@/server/approvals/delegation-schema";
import { DelegationForm } from "./delegation-form";
import { absenceSentence, scopeWords } from "./delegation-words";

const PARENT = (
  <Link href="/settings/account" className="hover:underline">
    Your account
  </Link>
);
const WHOSE = ["mine", "other"] as const;
const MINUTE_MS = 60_000;

/** Who decides for whom, now and to come, and the means to arrange and to end it. */
export function DelegationsPage() {
  const trpc = useTRPC();
  const list = useQuery(trpc.approvals.delegations.queryOptions());
  const choices = useQuery(trpc.approvals.delegationChoices.queryOptions());
  const [whose, setWhose] = useQueryState("new", parseAsStringLiteral(WHOSE));
  const [question, setQuestion] = useState<Question | null>(null);
  const end = useMutation(trpc.approvals.endDelegation.mutationOptions());
  const now = useNow(MINUTE_MS);
  const may = { mine: choices.data?.isApprover ?? false, other: choices.data?.mayArrange ?? false };
  const askEnd = ({ id, from, to, isRunning }: DelegationRow) =>
    setQuestion({
      title: isRunning ? `End it now? ${to.name} decides for ${from.name}.` : `Take it back? ${to.name} would decide for ${from.name}.`,
      consequence: isRunning ? "From now on they decide for themselves again. What was decided stays." : "It will not begin.",
      verb: isRunning ? "End now" : "Take back",
      act: async () => {
        await end.mutateAsync({ id });
        toast(isRunning ? "Ended." : "Taken back.");
      },
    });
  return (
    <>
      <PageHeader
        parent={PARENT}
        title="Out of office"
        state={list.data && now !== null && absenceSentence(list.data, now)}
        actions={
          <>
            {may.other && <Button onClick={() => void setWhose("other")}>Arrange for someone</Button>}
            {may.mine && <Button onClick={() => void setWhose("mine")}>Someone else decides for me</Button>}
          </>
        }
      />
      <SettingsTabs />
      <Loaded query={list} what="The delegations">
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="Who decides for whom will be listed here.">
              Nobody is away, or nobody has said so. {may.mine ? "Before you go, let another approver decide in your place." : ""}
              {!may.mine && !may.other && "Approvers arrange it for themselves, operators for someone who is away."}
            </EmptyState>
          ) : (
            <>
              <Delegations title="Now" rows={rows.filter(({ isRunning }) => isRunning)} onEnd={askEnd} />
              <Delegations title="To come" rows={rows.filter(({ isRunning }) => !isRunning)} onEnd={askEnd} />
            </>
          )
        }
      </Loaded>
      {choices.data && whose !== null && may[whose] && (
        <DelegationForm key={whose} choices={choices.data} whose={whose} onClose={() => void setWhose(null)} />
      )}
      {question && <ConfirmDialog question={question} onClose={() => setQuestion(null)} />}
    </>
  );
}

type DelegationsProps = {
  readonly title: string;
  readonly rows: readonly DelegationRow[];
  readonly onEnd: (row: DelegationRow) => void;
};

function Delegations({ title, rows, onEnd }: DelegationsProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title} className="pb-4">
      <h2 className="px-4 pt-4 pb-1 text-base font-medium md:px-6">{title}</h2>
      <Table caption={title === "Now" ? "Who decides for whom now" : "Who will decide for whom"}>
        <thead className="max-md:sr-only">
          <tr>
            <Th>Who decides</Th>
            <Th className="max-md:hidden">When</Th>
            <Th className="max-md:hidden">About what</Th>
            <Th isLabelHidden>Actions</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td className="py-2 align-top">
                <span className="block">
                  <span className="font-medium">{row.to.name}</span> <span className="text-ink-2">for {row.from.name}</span>
                  {(row.isToMe || row.isFromMe) && <span className="ml-1.5 text-xs text-ink-3">you</span>}
                </span>
                {row.reason !== null && <span className="block text-xs wrap-anywhere text-ink-2">{row.reason}</span>}
                <span className="block text-xs text-ink-2 md:hidden">
                  <Span row={row} />
                </span>
                <span className="block text-xs wrap-anywhere text-ink-3 md:hidden">{scopeWords(row)}</span>
              </Td>
              <Td className="py-2 align-top text-ink-2 max-md:hidden">
                <Span row={row} />
              </Td>
              <Td className="py-2 align-top wrap-anywhere text-ink-2 max-md:hidden">{scopeWords(row)}</Td>
              <Td className="py-1.5 text-right align-top">
                {row.mayEnd && (
                  <Button
                    size="sm"
                    aria-label={`${row.isRunning ? "End" : "Take back"}: ${row.to.name} decides for ${row.from.name}`}
                    onClick={() => onEnd(row)}
                  >
                    {row.isRunning ? "End" : "Take back"}
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

const Span = ({ row }: { readonly row: DelegationRow }) => (
  <>
    <Time at={row.startsAt} isZoneHidden /> to <Time at={row.endsAt} />
  </>
);

"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { REFRESHES_ITSELF } from "@/components/trpc/query-client";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import type { QueueRow, Verdict } from "@/server/approvals/schema";
import { useLive } from "./live-queue";
import { requestsWords, verdictWords } from "./prepare-change";
import { highWords, type Selected } from "./prepare-selection";
import { type QueueFilter, requestHref } from "./queue-address";
import { UndoOffer } from "./undo-offer";
import { sayDecided, usePatchVoted, useUndo } from "./use-undo";

const REASON_MAX_LENGTH = 2_000;
const DO = { approve: "Approve", reject: "Reject" } as const;
const DONE = { approve: "approved", reject: "rejected" } as const;

export type BulkDialogProps = {
  readonly verdict: Verdict;
  readonly rows: readonly QueueRow[];
  readonly filter: QueueFilter;
  readonly onClose: () => void;
  readonly onDone: (decided: Selected) => void;
};

type RefusedRow = { readonly row: QueueRow; readonly why: string };
type Outcome = { readonly decided: Selected; readonly refused: readonly RefusedRow[] };

/** Asks for one reason, decides each request on its own, and lists those that were refused. */
export function BulkDialog({ verdict, rows: selected, filter, onClose, onDone }: BulkDialogProps) {
  // What is decided leaves the list meanwhile; the dialog is about what it was opened for.
  const [rows] = useState(selected);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const finish = (result: Outcome) => (result.refused.length === 0 ? onDone(result.decided) : setOutcome(result));
  const batch = useBatch(rows, verdict, finish);
  if (outcome !== null) return <Results {...{ verdict, outcome, filter }} onClose={() => onDone(outcome.decided)} />;
  return <Ask {...{ verdict, rows, batch, onClose }} />;
}

function useBatch(rows: readonly QueueRow[], verdict: Verdict, onAnswer: (outcome: Outcome) => void) {
  const trpc = useTRPC();
  const patchLists = usePatchVoted();
  const { refresh } = useLive();
  const { mutate, isPending, error } = useMutation(
    trpc.approvals.decideMany.mutationOptions({
      meta: REFRESHES_ITSELF,
      onMutate: () => ({ sentAtMs: Date.now() }),
      onSuccess: ({ items }, _input, { sentAtMs }) => {
        const answers = items.flatMap((one) => (one.ok ? [one.value] : []));
        const refused = items.flatMap((one): RefusedRow[] => {
          const row = rows.find(({ id }) => id === one.id);
          return one.ok || row === undefined ? [] : [{ row, why: one.message }];
        });
        const about = requestsWords(answers.length);
        patchLists(answers, false);
        if (answers.length > 0) sayDecided({ words: verdictWords(verdict, about), about, answers, sentAtMs });
        refresh(items.map(({ id }) => id));
        onAnswer({ decided: new Set(answers.map(({ id }) => id)), refused });
      },
    }),
  );
  const send = (reason: string) => mutate({ items: rows.map(({ id, revision }) => ({ id, revision })), verdict, reason });
  return { send, isPending, error: error?.message ?? null };
}

type AskProps = Pick<BulkDialogProps, "verdict" | "rows" | "onClose"> & { readonly batch: ReturnType<typeof useBatch> };

function Ask({ verdict, rows, batch, onClose }: AskProps) {
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const isRequired = verdict === "reject";
  const decidable = rows.filter((row) => row.riskTier !== "high").length;
  const warning = highWords(rows);
  const send = () => {
    if (isRequired && reason.trim() === "") setIsMissing(true);
    else if (!batch.isPending) batch.send(reason.trim());
  };
  return (
    <FormDialog
      title={`${DO[verdict]} ${requestsWords(decidable)}?`}
      description="Each is decided and checked on its own, with the same reason on record."
      verb={`${DO[verdict]} ${decidable}`}
      hasShortcut
      isPending={batch.isPending}
      error={batch.error}
      onClose={onClose}
      onSubmit={send}
    >
      {warning !== null && <p className="text-warn">{warning}</p>}
      <Field
        label={isRequired ? "Why not?" : "Reason"}
        isRequired={isRequired}
        hint="The agents are told this, and so is the record."
        error={isMissing && reason.trim() === "" ? "Say why: the agents are told the reason." : null}
      >
        {(control) => (
          <Textarea {...control} rows={2} maxLength={REASON_MAX_LENGTH} value={reason} onChange={({ target }) => setReason(target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

type ResultsProps = Pick<BulkDialogProps, "verdict" | "filter" | "onClose"> & { readonly outcome: Outcome };

/** Which were refused and why, each a link to its own card. The others can still be undone from here. */
function Results({ verdict, outcome: { decided, refused }, filter, onClose }: ResultsProps) {
  const { takeBack } = useUndo();
  const close = useRef<HTMLButtonElement>(null);
  // The keys of the page rest while a dialog is open.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "z" && !event.repeat && !(event.ctrlKey || event.metaKey || event.altKey)) takeBack();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${decided.size} of ${decided.size + refused.length} ${DONE[verdict]}`}
      description={`${refused.length === 1 ? "This one was" : "These were"} refused and stay as they are.`}
      footer={
        <>
          <span className="mr-auto flex items-center text-sm text-ink-2">
            <UndoOffer after={close} />
          </span>
          <Button ref={close} variant="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <ul aria-label="Refused" className="flex flex-col gap-2">
        {refused.map(({ row, why }) => (
          <li key={row.id}>
            <Link href={requestHref(filter, row.id)} className="font-medium text-accent hover:underline">
              {row.title}
            </Link>
            <span className="block text-sm text-ink-2">{why}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

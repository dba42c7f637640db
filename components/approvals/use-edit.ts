"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fieldErrorsOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Json } from "@/server/approvals/schema";
import type { StepUpInput } from "@/server/approvals/step-up-schema";
import { parseStrictJson } from "@/server/kernel/strict-json";
import type { Card } from "./card-type";
import { sayLast } from "./last-words";
import { isRecord } from "./prepare-edit";
import { changesOf, NO_CONDITIONS, toObligations } from "./prepare-obligations";
import { sayDecided, usePatchVoted } from "./use-undo";

const MAX_DEPTH = 64;
const PAUSE_MS = 350;
/** What is longer does not fit an address: it is checked when it is sent. */
const MAX_CHECKED = 3_000;

/** A value once it has not changed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

type Read = { readonly args: Json; readonly fault: null } | { readonly args: null; readonly fault: string };

function readText(text: string): Read {
  const parsed = parseStrictJson(text, MAX_DEPTH);
  if (!parsed.ok)
    return { args: null, fault: `${parsed.error.path === "" ? "This is no JSON" : parsed.error.path}: ${parsed.error.message}.` };
  return isRecord(parsed.value) ? { args: parsed.value, fault: null } : { args: null, fault: "Arguments are an object: { … }." };
}

const written = (args: Json) => JSON.stringify(args, null, 2);

/** Editing the arguments of the request that is on screen, at the revision that is on screen. The text is what is sent. */
export function useEdit(card: Card, onDecided: () => void) {
  const trpc = useTRPC();
  const patchLists = usePatchVoted();
  const { id: approvalId, revision } = card;
  const [text, setText] = useState(() => written(card.action.args));
  const [args, setArgs] = useState<Json>(card.action.args);
  const [reason, setReason] = useState("");
  const [conditions, setConditions] = useState(NO_CONDITIONS);
  const [startedAt] = useState(revision);
  const read = readText(text);
  const changes = changesOf(card.action.args, args);
  const settled = useSettled(text);
  const canCheck = settled === text && read.fault === null && changes.length > 0 && text.length <= MAX_CHECKED;
  const check = useQuery(
    trpc.gate.checkEdit.queryOptions(
      { approvalId, args: text, revision: startedAt },
      { enabled: canCheck, retry: false, placeholderData: keepPreviousData },
    ),
  );
  const save = useMutation(
    trpc.gate.editAndApprove.mutationOptions({
      onMutate: () => ({ sentAtMs: Date.now() }),
      onSuccess: (answer, _, { sentAtMs }) => {
        const { voteId, ...rest } = answer;
        patchLists([answer], false);
        if (voteId === null) sayLast(`Edited: ${card.title}. It goes to other people now.`);
        else {
          const about = `${card.title}; the edited arguments stay`;
          sayDecided({ words: `Edited and approved: ${card.title}.`, about, answers: [{ ...rest, voteId }], sentAtMs });
        }
        onDecided();
      },
    }),
  );
  const ask = useMutation(trpc.gate.askEditStepUp.mutationOptions());
  const [isConfirming, setIsConfirming] = useState(false);
  const obligations = [...toObligations(conditions)];
  const edit = { approvalId, args: text, revision: startedAt, obligations };
  const send = (stepUp?: StepUpInput) => save.mutateAsync({ ...edit, reason: reason.trim(), stepUp });
  const refusal = check.error ?? save.error;
  const isCurrent = settled === text && (check.isError || save.isError);
  const faults = Object.fromEntries(isCurrent ? fieldErrorsOf(refusal).map(({ path, message }) => [path, message]) : []);
  return {
    text,
    args,
    jsonFault: read.fault,
    changes,
    reason,
    setReason,
    conditions,
    setConditions,
    faults,
    check: {
      isRunning: settled !== text || check.isFetching,
      forecast: canCheck && check.isSuccess ? check.data : null,
      refusal: canCheck ? check.error : null,
    },
    isChecked: text.length <= MAX_CHECKED,
    error: save.error?.message ?? null,
    isPending: save.isPending,
    type: (next: string) => {
      setText(next);
      const parsed = readText(next);
      if (parsed.fault === null) setArgs(parsed.args);
    },
    fill: (next: Json) => {
      setArgs(next);
      setText(written(next));
    },
    obligations,
    /** What confirming the edited call takes, and approving with that; null where nothing has to be confirmed now. */
    stepUp: isConfirming ? { ask: () => ask.mutateAsync(edit), send, onClose: () => setIsConfirming(false) } : null,
    /** High risk is confirmed first, if the editor has a vote in it. */
    save: () => {
      if (save.isPending) return;
      if (card.stepUp !== null && !(canCheck && check.isSuccess && !check.data.countsMyVote)) return setIsConfirming(true);
      void send().catch(() => undefined); // the refusal is shown in its place
    },
  };
}

export type EditDesk = ReturnType<typeof useEdit>;

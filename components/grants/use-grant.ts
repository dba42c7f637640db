"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Card } from "@/components/approvals/card-type";
import { sayDecided, usePatchVoted } from "@/components/approvals/use-undo";
import { fieldErrorsOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { cleanLine } from "@/server/kernel/untrusted";
import { type Draft, draftFaults, type Faults, localMoment, microUsdOf, rowsOf, scopeOf } from "./prepare-grant";

const DAY_MS = 86_400_000;

const argsOf = (card: Card): Readonly<Record<string, unknown>> => {
  const { args } = card.action;
  return typeof args === "object" && args !== null && !Array.isArray(args) ? (args as Readonly<Record<string, unknown>>) : {};
};

function draftOf(card: Card): Draft {
  const rows = rowsOf(argsOf(card));
  return {
    kind: rows.length > 0 ? "shape" : "tool",
    rows,
    resource: card.action.resource,
    isAnyResource: false,
    isThisRun: false,
    endsAt: localMoment(Date.now() + DAY_MS),
    maxUses: "10",
    budget: "",
    reason: "",
  };
}

/** Filling in a grant and approving with it, at the revision that is on screen. */
export function useGrant(card: Card, onDecided: () => void) {
  const trpc = useTRPC();
  const patchLists = usePatchVoted();
  const [draft, setDraft] = useState(() => draftOf(card));
  const [isChecked, setIsChecked] = useState(false);
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onMutate: () => ({ sentAtMs: Date.now() }),
      onSuccess: (answer, _, { sentAtMs }) => {
        patchLists([answer], false);
        const words = `You approved “${cleanLine(card.title, 80)}” and allowed the next ones like it.`;
        sayDecided({ words, about: card.title, answers: [answer], sentAtMs });
        onDecided();
      },
    }),
  );
  const faults = isChecked ? draftFaults(draft, Date.now()) : {};
  const refused: Faults = Object.fromEntries(
    fieldErrorsOf(decide.error).flatMap(({ path, message }) => (path.startsWith("grant.") ? [[path.slice("grant.".length), message]] : [])),
  );
  const scope = scopeOf(draft);
  const budgetMicroUsd = microUsdOf(draft.budget);
  const maxUses = /^[1-9]\d{0,4}$/.test(draft.maxUses.trim()) ? Number(draft.maxUses) : null;
  const save = () => {
    setIsChecked(true);
    if (scope === null || Object.keys(draftFaults(draft, Date.now())).length > 0 || decide.isPending) return;
    const endsAt = new Date(draft.endsAt).toISOString();
    const grant = { scope, isThisRun: draft.isThisRun, endsAt, maxUses, budgetMicroUsd, reason: draft.reason.trim() };
    decide.mutate({ id: card.id, verdict: "approve", reason: "", revision: card.revision, grant });
  };
  return {
    draft,
    change: (part: Partial<Draft>) => {
      decide.reset();
      setDraft((before) => ({ ...before, ...part }));
    },
    faults: { ...refused, ...faults },
    /** What was refused as a whole. */
    error: decide.error !== null && Object.keys(refused).length === 0 ? decide.error.message : null,
    isPending: decide.isPending,
    save,
    preview: {
      input: scope === null ? null : { actionId: card.actionId, scope, isThisRun: draft.isThisRun },
      maxUses,
      budgetMicroUsd,
    },
  };
}

export type GrantDesk = ReturnType<typeof useGrant>;

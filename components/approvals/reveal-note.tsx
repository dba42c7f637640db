"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import type { ActionForPeople } from "@/server/actions/schema";
import type { Revealed } from "./card-type";
import { hiddenWords } from "./prepare-reveal";

/** What an auditor had shown of this action, until they leave the page; each time it goes on the record. */
export function useReveal(actionId: string) {
  const trpc = useTRPC();
  const { mutate, data, variables, isPending, error } = useMutation(trpc.actions.reveal.mutationOptions());
  // The same place on screen may show another action by now.
  const isAboutThis = variables?.id === actionId;
  const revealed: Revealed | null = isAboutThis ? (data ?? null) : null;
  return { revealed, run: () => mutate({ id: actionId }), isPending: isAboutThis && isPending, error: isAboutThis ? error : null };
}

type Props = {
  readonly action: Pick<ActionForPeople, "hiddenBecause"> & { readonly canReveal: boolean };
  /** The line that names the call, where it hid something. */
  readonly title: string;
  readonly reveal: ReturnType<typeof useReveal>;
};

/** Says that something is hidden and why, and lets an auditor see it on the record. */
export function RevealNote({ action, title, reveal: { revealed, run, isPending, error } }: Props) {
  if (action.hiddenBecause === null) return null;
  if (revealed !== null) {
    return (
      <p role="status" className="mt-1.5 text-sm text-ink-2">
        Shown to you until you leave this page. It is on record that you looked.
        {revealed.summary !== title && <span className="block wrap-anywhere">In full: {revealed.summary}</span>}
      </p>
    );
  }
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      <p className="text-pretty">{hiddenWords(action.hiddenBecause)}</p>
      {action.canReveal && (
        <>
          <Button size="sm" onClick={run} isPending={isPending}>
            Reveal
          </Button>
          <span className="text-xs text-ink-3">It goes on the record that you looked.</span>
        </>
      )}
      {error !== null && (
        <p role="alert" className="w-full text-danger">
          {error.message}
        </p>
      )}
    </div>
  );
}

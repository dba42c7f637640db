"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { ConfirmDialog, type Question } from "@/components/trpc/confirm-dialog";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Whether one person may do alone what otherwise takes two, and for administrators the switch. */
export function SingleOperator({ isOn, canManage }: { readonly isOn: boolean; readonly canManage: boolean }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const set = useMutation(useTRPC().identity.setSingleOperator.mutationOptions());
  const turn = async (next: boolean) => {
    await set.mutateAsync({ isOn: next });
    toast(next ? "Single-operator mode is on. Every page says so." : "Single-operator mode is off.");
  };
  const ask = () =>
    setQuestion({
      title: "Turn single-operator mode on?",
      consequence:
        "People may then approve what they asked for, own or wrote the rule for, one approval counts for several, and one person restores a stopped agent. Every page shows that it is on, and each use is put on a list for someone else to review. It is on the record that you turned it on.",
      verb: "Turn on",
      act: () => turn(true),
    });
  const askOff = () =>
    setQuestion({
      title: "Turn single-operator mode off?",
      consequence: "From now on it takes two again. What one person did alone stays on the list until someone has reviewed it.",
      verb: "Turn off",
      act: () => turn(false),
    });
  return (
    <section aria-label="Single-operator mode" className="border-t border-line px-4 py-5 md:px-6">
      <h2 className="mb-1 text-lg font-semibold tracking-tight">Single-operator mode</h2>
      <p className="max-w-[65ch] text-sm text-pretty text-ink-2">
        {isOn ? "It is on: one person may do alone what otherwise takes two. " : "It is off: what takes two people takes two people. "}
        It is meant for an installation with one operator, where nobody else is there to agree. It passes over separation of duties, so
        leave it off wherever a second person can be asked.
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-4">
        {canManage && (
          <Button variant={isOn ? "default" : "danger"} onClick={isOn ? askOff : ask}>
            {isOn ? "Turn off" : "Turn on"}
          </Button>
        )}
        <Link href="/queue/reviews" className="link text-sm">
          What one person did alone
        </Link>
      </div>
      {question && <ConfirmDialog question={question} onClose={() => setQuestion(null)} />}
    </section>
  );
}

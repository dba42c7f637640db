"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { AgentView, RestoreView } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";

/** "Mei Lin asked to restore it 4 min ago; a second person must agree." */
export const RestoreSentence = ({ restore }: { readonly restore: RestoreView }) => (
  <>
    {restore.by.name} asked to restore it <Time at={restore.askedAt} format="relative" />; a second person must agree.
  </>
);

type Props = { readonly agent: AgentView; readonly restore: RestoreView };

/** Who wants a stopped agent to work again and why, and the means for a second person to agree, or for either to take it back. */
export function RestoreAsked({ agent, restore }: Props) {
  const trpc = useTRPC();
  const name = cleanLine(agent.name, 60);
  const seen = { name: agent.name, id: restore.id };
  const confirm = useMutation(trpc.gate.restore.confirm.mutationOptions({ onSuccess: () => toast(`${name} works again.`) }));
  const withdraw = useMutation(trpc.gate.restore.withdraw.mutationOptions({ onSuccess: () => toast(`${name} stays stopped.`) }));
  const { confirmRestore, withdrawRestore } = agent.can;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line pt-3 pl-6.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">
          <RestoreSentence restore={restore} />
        </p>
        <p className="text-ink-2 wrap-anywhere">Reason: {restore.reason}</p>
        <p className="text-ink-2">
          {withdrawRestore && !confirmRestore && "You asked, so another operator or the agent's owner agrees. "}
          {withdrawRestore || "Another operator or the agent's owner agrees. "}
          Without an answer it lapses <Time at={restore.lapsesAt} format="relative" />.
        </p>
        <FormError>{confirm.error?.message ?? withdraw.error?.message}</FormError>
      </div>
      <div className="flex flex-wrap gap-2">
        {withdrawRestore && (
          <Button onClick={() => withdraw.mutate(seen)} isPending={withdraw.isPending} disabled={confirm.isPending}>
            {confirmRestore ? "Keep it stopped" : "Withdraw"}
          </Button>
        )}
        {confirmRestore && (
          <Button variant="primary" onClick={() => confirm.mutate(seen)} isPending={confirm.isPending} disabled={withdraw.isPending}>
            Restore
          </Button>
        )}
      </div>
    </div>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { AgentView } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";

const WORDS = {
  live: {
    title: (name: string) => `Make ${name} live?`,
    description: "Policy then judges it as a live agent. A live agent does not become a draft again: kill it to stop it.",
    submit: "Make live",
    variant: "primary",
    done: "is live.",
  },
  retired: {
    title: (name: string) => `Retire ${name} for good?`,
    description: "No call of it is allowed any more, and it cannot come back. Its record stays. To stop it for a while, kill it instead.",
    submit: "Retire",
    variant: "danger",
    done: "is retired.",
  },
} as const;

type Props = { readonly agent: AgentView; readonly to: keyof typeof WORDS; readonly onClose: () => void };

/** Confirms a step that leads only one way. */
export function StateDialog({ agent, to, onClose }: Props) {
  const trpc = useTRPC();
  const words = WORDS[to];
  const name = cleanLine(agent.name, 60);
  const onSuccess = () => {
    toast(`${name} ${words.done}`);
    onClose();
  };
  const update = useMutation(trpc.fleet.updateAgent.mutationOptions({ onSuccess }));
  const run = () => update.mutate({ name: agent.name, agent: { state: to, revision: agent.revision } });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title(name)}
      description={words.description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={words.variant} isPending={update.isPending} onClick={run}>
            {words.submit}
          </Button>
        </>
      }
    >
      <p role="alert" className="text-sm text-danger">
        {update.error?.message}
      </p>
    </Dialog>
  );
}

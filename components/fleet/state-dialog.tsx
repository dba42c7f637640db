"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/use-trpc";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import type { AgentView } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { retirementWords } from "./prepare-retirement";

const WORDS = {
  live: {
    title: (name: string) => `Make ${name} live?`,
    description: "Policy then judges it as a live agent. A live agent does not become a draft again: kill it to stop it.",
    submit: "Make live",
    isDanger: false,
    done: "is live.",
  },
  retired: {
    title: (name: string) => `Retire ${name} for good?`,
    description: "No call of it is allowed any more, and it cannot come back. Its record stays. To stop it for a while, kill it instead.",
    submit: "Retire",
    isDanger: true,
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
  const goLive = useMutation(trpc.fleet.updateAgent.mutationOptions({ onSuccess }));
  const retire = useMutation(trpc.gate.retire.mutationOptions({ onSuccess }));
  const ends = useQuery(trpc.gate.retirement.queryOptions({ name: agent.name }, { enabled: to === "retired" }));
  const { isPending, error } = to === "live" ? goLive : retire;
  const run = () => {
    if (to === "live") goLive.mutate({ name: agent.name, agent: { state: to, revision: agent.revision } });
    else retire.mutate({ name: agent.name, revision: agent.revision });
  };
  return (
    <FormDialog
      title={words.title(name)}
      description={words.description}
      verb={words.submit}
      isDanger={words.isDanger}
      isPending={isPending}
      error={error?.message}
      onClose={onClose}
      onSubmit={run}
    >
      {to === "retired" && (
        <p role="status" className="text-sm">
          {ends.isError && "What waits for it could not be counted. All of it ends."}
          {ends.isPending && "Counting what waits for it…"}
          {ends.data && retirementWords(ends.data)}
        </p>
      )}
    </FormDialog>
  );
}

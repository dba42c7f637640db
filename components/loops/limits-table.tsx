"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { ShownLimit } from "@/server/loops/schema";
import { limitWords } from "./prepare-loops";

type Props = { readonly limits: readonly ShownLimit[]; readonly mayEdit: boolean; readonly onEdit: (limit: ShownLimit) => void };

/** Who falls under which limit: everyone first, then the agents with one of their own. */
export function LimitsTable({ limits, mayEdit, onEdit }: Props) {
  const trpc = useTRPC();
  const drop = useMutation(trpc.loops.dropLimit.mutationOptions({ onError: (error) => toast.error(error.message) }));
  const remove = (agent: string, revision: number) =>
    drop.mutate({ agent, revision }, { onSuccess: () => toast(`${agent} falls under everyone's limit again.`) });
  return (
    <Table caption="Limits">
      <thead>
        <tr>
          <Th>Who</Th>
          <Th>At most, in one run</Th>
          <Th isNumeric isLabelHidden>
            Change
          </Th>
        </tr>
      </thead>
      <tbody>
        {limits.map((limit) => (
          <Tr key={limit.agent}>
            <Td className="font-medium">
              {limit.agent === null ? (
                <>
                  Everyone else
                  {limit.isDefault && <span className="ml-2 text-xs font-normal text-ink-3">as Reeve begins</span>}
                </>
              ) : (
                <Link className="link wrap-anywhere" href={`/agents/${encodeURIComponent(limit.agent)}`}>
                  {limit.agent}
                </Link>
              )}
            </Td>
            <Td className={limit.isOn ? undefined : "text-warn"}>{limitWords(limit)}</Td>
            <Td isNumeric>
              {mayEdit && (
                <Button
                  size="sm"
                  variant="quiet"
                  aria-label={`Change the limit of ${limit.agent ?? "everyone"}`}
                  onClick={() => onEdit(limit)}
                >
                  Change
                </Button>
              )}
              {mayEdit && limit.agent !== null && (
                <Button
                  size="sm"
                  variant="quiet"
                  className="-mr-2"
                  aria-label={`Remove the limit of ${limit.agent}`}
                  disabled={drop.isPending}
                  onClick={() => remove(limit.agent ?? "", limit.revision)}
                >
                  Remove
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

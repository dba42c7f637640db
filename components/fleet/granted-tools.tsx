"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { Select } from "@/components/ui/select";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { AgentView } from "@/server/fleet/schema";
import { toolHref } from "./fleet-address";
import { PageSection } from "./page-section";
import { SideEffectWord } from "./side-effect";

/** What the agent may call, and the means to grant and revoke. */
export function GrantedTools({ agent }: { readonly agent: AgentView }) {
  const trpc = useTRPC();
  const setGrant = useMutation(trpc.fleet.setGrant.mutationOptions({ onError: (error) => toast.error(error.message) }));
  const change = (tool: string, isGranted: boolean) =>
    setGrant.mutate(
      { agent: agent.name, tool, isGranted },
      { onSuccess: () => toast(isGranted ? `${tool} granted.` : `${tool} revoked.`) },
    );
  return (
    <PageSection
      title="Granted tools"
      count={agent.tools.length}
      action={agent.can.edit && <GrantTool agent={agent} isPending={setGrant.isPending} onGrant={(tool) => change(tool, true)} />}
    >
      {agent.tools.length === 0 ? (
        <p className="px-4 pb-2 text-ink-2 md:px-6">None. Policy sees every call of this agent as one that it was not granted.</p>
      ) : (
        <Table caption="Granted tools">
          <thead>
            <tr>
              <Th>Tool</Th>
              <Th>What it leaves behind</Th>
              <Th className="max-lg:hidden">Does</Th>
              <Th className="max-md:hidden">Granted</Th>
              <Th isNumeric isLabelHidden>
                Revoke
              </Th>
            </tr>
          </thead>
          <tbody>
            {agent.tools.map((tool) => (
              <Tr key={tool.name}>
                <Td>
                  <Link href={toolHref(tool.name)} className="hover:underline">
                    <Mono>{tool.name}</Mono>
                  </Link>{" "}
                  <span className="text-xs text-ink-3">{tool.isArchived ? "archived" : `v${tool.version}`}</span>
                </Td>
                <Td>
                  <SideEffectWord sideEffect={tool.sideEffect} />
                </Td>
                <Td className="text-ink-2 max-lg:hidden">{tool.description}</Td>
                <Td className="text-ink-2 max-md:hidden">
                  <Time at={tool.grantedAt} format="relative" />
                </Td>
                <Td isNumeric>
                  {agent.can.edit && (
                    <Button
                      size="sm"
                      variant="quiet"
                      className="-mr-2"
                      aria-label={`Revoke ${tool.name}`}
                      disabled={setGrant.isPending}
                      onClick={() => change(tool.name, false)}
                    >
                      Revoke
                    </Button>
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </PageSection>
  );
}

type GrantProps = { readonly agent: AgentView; readonly isPending: boolean; readonly onGrant: (tool: string) => void };

function GrantTool({ agent, isPending, onGrant }: GrantProps) {
  const trpc = useTRPC();
  const tools = useQuery(trpc.fleet.tools.queryOptions());
  const [chosen, setChosen] = useState("");
  const granted = new Set(agent.tools.map((tool) => tool.name));
  const open = (tools.data ?? []).filter((tool) => tool.archivedAt === null && !granted.has(tool.name));
  if (open.length === 0) return null;
  const value = open.some((tool) => tool.name === chosen) ? chosen : "";
  return (
    <span className="flex items-center gap-2">
      <Select variant="filter" aria-label="Tool to grant" value={value} onChange={(event) => setChosen(event.target.value)}>
        <option value="">Choose a tool</option>
        {open.map((tool) => (
          <option key={tool.name}>{tool.name}</option>
        ))}
      </Select>
      <Button size="sm" disabled={value === ""} isPending={isPending} onClick={() => onGrant(value)}>
        Grant
      </Button>
    </span>
  );
}

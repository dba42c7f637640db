import Link from "next/link";
import { Td, Tr } from "@/components/ui/table";
import type { AgentRow } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { AgentStateMark } from "./agent-state";
import { agentHref } from "./fleet-address";
import { LastAsked, type LastAskedTimes } from "./last-asked";
import { RestoreSentence } from "./restore-asked";
import { RiskTier } from "./risk-tier";

type Props = { readonly agent: AgentRow; readonly lastAsked: LastAskedTimes; readonly isSelected: boolean };

const UNKNOWN = <span className="text-ink-3">unknown</span>;

/** One registered agent; on a phone the other columns fold under its name. */
export function RegisteredRow({ agent, lastAsked, isSelected }: Props) {
  return (
    <Tr isSelected={isSelected} className="relative">
      <Td className={agent.restore === null ? "max-md:py-2" : "py-2"}>
        <RowLink name={agent.name} isSelected={isSelected} />
        {agent.restore !== null && (
          <span className="mt-0.5 block text-xs text-ink-2">
            <RestoreSentence restore={agent.restore} />
          </span>
        )}
        <span className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-2 md:hidden">
          <AgentStateMark state={agent.state} />
          <RiskTier tier={agent.riskTier} />
          <span>{agent.team?.name ?? "No team"}</span>
        </span>
      </Td>
      <Td className="max-md:hidden">
        <AgentStateMark state={agent.state} />
      </Td>
      <Td className="max-md:hidden">{agent.owner?.name ?? <span className="text-ink-3">nobody</span>}</Td>
      <Td className="text-ink-2 max-md:hidden">{agent.team?.name ?? <span className="text-ink-3">none</span>}</Td>
      <Td className="text-ink-2 max-md:hidden">
        <RiskTier tier={agent.riskTier} />
      </Td>
      <Td className="text-ink-2 max-lg:hidden">{agent.environment === "unknown" ? UNKNOWN : agent.environment}</Td>
      <Td isNumeric className="max-lg:hidden">
        {agent.toolNames.length}
      </Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        <LastAsked times={lastAsked} name={agent.name} />
      </Td>
    </Tr>
  );
}

/** The whole row leads to the agent. */
export const RowLink = ({ name, isSelected }: { readonly name: string; readonly isSelected: boolean }) => (
  <Link
    href={agentHref(name)}
    className="font-medium wrap-anywhere after:absolute after:inset-0"
    aria-current={isSelected ? "true" : undefined}
  >
    {cleanLine(name, 128) || "(a name without visible characters)"}
  </Link>
);

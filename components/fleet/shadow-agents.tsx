import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AgentRow } from "@/server/fleet/schema";
import { RowLink } from "./agents-row";
import { LastAsked, type LastAskedTimes } from "./last-asked";

type Props = {
  readonly agents: readonly AgentRow[];
  readonly lastAsked: LastAskedTimes;
  readonly selected: string | null;
  readonly mayRegister: boolean;
  readonly onRegister: (agent: AgentRow) => void;
};

/** Agents that called and that nobody registered: nobody answers for them yet. */
export function ShadowAgents({ agents, lastAsked, selected, mayRegister, onRegister }: Props) {
  if (agents.length === 0) return null;
  return (
    <section aria-labelledby="shadow-agents" className="pb-6">
      <h2 id="shadow-agents" className="px-4 pt-3 text-sm md:px-6">
        <span className="font-medium text-warn">Shadow</span> <span className="text-ink-3">{agents.length}</span>
        <span className="ml-3 text-ink-2">They asked the gate, and nobody has registered them.</span>
      </h2>
      <Table caption="Shadow agents" className="mt-1">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th className="max-md:hidden">First seen</Th>
            <Th>Last asked</Th>
            <Th isNumeric isLabelHidden>
              Register
            </Th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <Tr key={agent.id} isSelected={agent.name === selected} className="relative">
              <Td>
                <RowLink name={agent.name} isSelected={agent.name === selected} />
              </Td>
              <Td className="text-ink-2 max-md:hidden">
                <Time at={agent.firstSeenAt} format="relative" />
              </Td>
              <Td className="text-ink-2">
                <LastAsked times={lastAsked} name={agent.name} />
              </Td>
              <Td isNumeric>
                {mayRegister && (
                  <Button size="sm" className="relative z-10" aria-label={`Register ${agent.name}`} onClick={() => onRegister(agent)}>
                    Register
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

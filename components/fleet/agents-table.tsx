import { Table, Th } from "@/components/ui/table";
import type { AgentRow } from "@/server/fleet/schema";
import { RegisteredRow } from "./agents-row";
import type { LastAskedTimes } from "./last-asked";

type Props = { readonly agents: readonly AgentRow[]; readonly lastAsked: LastAskedTimes; readonly selected: string | null };

/** The registered agents by name. */
export function AgentsTable({ agents, lastAsked, selected }: Props) {
  if (agents.length === 0) return null;
  return (
    <Table caption="Registered agents">
      <thead className="max-md:sr-only">
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">State</Th>
          <Th className="max-md:hidden">Owner</Th>
          <Th className="max-md:hidden">Team</Th>
          <Th className="max-md:hidden">Risk</Th>
          <Th className="max-lg:hidden">Environment</Th>
          <Th isNumeric className="max-lg:hidden">
            Tools
          </Th>
          <Th isNumeric className="max-md:hidden">
            Last asked
          </Th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <RegisteredRow key={agent.id} agent={agent} lastAsked={lastAsked} isSelected={agent.name === selected} />
        ))}
      </tbody>
    </Table>
  );
}

import Link from "next/link";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ToolRow } from "@/server/fleet/schema";
import { toolHref } from "./fleet-address";
import { SideEffectWord } from "./side-effect";

type Props = { readonly tools: readonly ToolRow[]; readonly selected: string | null };

/** The tools by name. */
export function ToolsTable({ tools, selected }: Props) {
  return (
    <Table caption="Tools">
      <thead className="max-md:sr-only">
        <tr>
          <Th>Name</Th>
          <Th>What it leaves behind</Th>
          <Th className="max-lg:hidden">Does</Th>
          <Th className="max-md:hidden">Version</Th>
          <Th isNumeric className="max-md:hidden">
            Agents
          </Th>
        </tr>
      </thead>
      <tbody>
        {tools.map((tool) => (
          <Tr key={tool.id} isSelected={tool.name === selected} className="relative">
            <Td>
              <Link
                href={toolHref(tool.name)}
                className="after:absolute after:inset-0"
                aria-current={tool.name === selected ? "true" : undefined}
              >
                <Mono>{tool.name}</Mono>
              </Link>
              {tool.archivedAt !== null && <span className="ml-2 text-xs text-ink-3">archived</span>}
            </Td>
            <Td>
              <SideEffectWord sideEffect={tool.sideEffect} />
            </Td>
            <Td className="text-ink-2 max-lg:hidden">{tool.description}</Td>
            <Td className="max-md:hidden">{tool.version}</Td>
            <Td isNumeric className="max-md:hidden">
              {tool.agentCount}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

import { formatMicroUsd } from "@/components/ui/format-money";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { lastingWords, named, tokenWords } from "@/server/traces/core/words";
import { BoxMarks } from "./graph-box";
import { loopWords, turnWords } from "./graph-drawn";
import type { Graph, GraphEdge, GraphNode } from "./graph-schema";
import { KindMark } from "./marks";

type Props = { readonly graph: Graph; readonly open: number; readonly onOpen: (place: number) => void };

/** As many rows as are shown at once; nobody reads further down, and the rest is found by filtering the steps. */
const MOST_ROWS = 500;

/** All that the picture shows, and what it leaves out, in words. */
export function GraphTable({ graph, open, onOpen }: Props) {
  const { nodes, edges, loops } = graph;
  const rounds = new Map(loops.flatMap((loop) => loop.nodes.map((place) => [place, loop.rounds] as const)));
  const leads = Map.groupBy(edges, ({ from }) => from);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {loops.length > 0 && (
        <section aria-labelledby="graph-loops" className="border-b border-line px-4 py-3 md:px-6">
          <h2 id="graph-loops" className="text-sm font-semibold">
            Loops
          </h2>
          <ul className="mt-1 flex flex-col gap-0.5 text-sm text-ink-2">
            {loops.slice(0, MOST_ROWS).map((loop) => (
              <li key={`${loop.kind} ${loop.nodes.join(" ")}`} className="wrap-anywhere">
                {loopWords(nodes, loop)}, {loop.rounds.toLocaleString("en-GB")} ×
              </li>
            ))}
          </ul>
        </section>
      )}
      <Table caption="Kinds of steps, in the order in which each first ran">
        <thead>
          <tr>
            <Th>Kind of steps</Th>
            <Th className="max-md:hidden">Agent</Th>
            <Th className="max-lg:hidden">Led to</Th>
            <Th isNumeric>Steps</Th>
            <Th isNumeric className="max-md:hidden">
              Time
            </Th>
            <Th isNumeric className="max-lg:hidden">
              Tokens
            </Th>
            <Th isNumeric className="max-md:hidden">
              Cost
            </Th>
          </tr>
        </thead>
        <tbody>
          {nodes.slice(0, MOST_ROWS).map((node, place) => (
            <Tr key={node.key} isSelected={place === open}>
              <Td className="max-w-72">
                <button
                  type="button"
                  aria-pressed={place === open}
                  onClick={() => onOpen(place)}
                  className="flex w-full min-w-0 items-center gap-1.5 text-left hover:underline"
                >
                  <KindMark kind={node.kind} />
                  <span className="truncate">{named(node.name)}</span>
                </button>
                <BoxMarks node={{ ...node, place, rounds: rounds.get(place) ?? null, hasMarks: false }} />
              </Td>
              <Td className="max-w-44 truncate text-ink-2 max-md:hidden">{node.agent === null ? "not named" : named(node.agent)}</Td>
              <Td className="max-w-80 text-xs text-ink-2 max-lg:hidden">
                <Leads nodes={nodes} edges={leads.get(place) ?? []} />
              </Td>
              <Td isNumeric>{node.steps.toLocaleString("en-GB")}</Td>
              <Td isNumeric className="max-md:hidden">
                {lastingWords(node.durationUs)}
              </Td>
              <Td isNumeric className="text-ink-2 max-lg:hidden">
                {node.tokens === null ? "none" : tokenWords(node.tokens)}
              </Td>
              <Td isNumeric className="max-md:hidden">
                {costWords(node)}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {nodes.length > MOST_ROWS && (
        <p className="px-4 py-3 text-sm text-ink-2 md:px-6">
          {(nodes.length - MOST_ROWS).toLocaleString("en-GB")} more kinds of steps are not listed: the timeline has every step.
        </p>
      )}
    </div>
  );
}

const costWords = ({ costMicroUsd, counted }: GraphNode): string =>
  costMicroUsd !== null ? formatMicroUsd(String(costMicroUsd)) : counted === 0 ? "none" : "unknown";

const MOST_LEADS = 4;

function Leads({ nodes, edges }: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] }) {
  if (edges.length === 0) return "nothing after it";
  const shown = edges.toSorted((a, b) => b.count - a.count).slice(0, MOST_LEADS);
  return (
    <ul>
      {shown.map((edge) => (
        <li key={edge.key} className="truncate">
          {turnWords(edge)} {named(nodes[edge.to]?.name ?? "")}, {edge.count.toLocaleString("en-GB")} ×
        </li>
      ))}
      {edges.length > MOST_LEADS && <li>and {edges.length - MOST_LEADS} others</li>}
    </ul>
  );
}

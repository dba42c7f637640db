import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ErrorState } from "@/components/ui/error-state";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { decisive, STATE_WORDS } from "@/server/maturity/core/card-words";
import { formatCondition, formatRows, formatValue } from "@/server/maturity/core/figure-words";
import { DIMENSIONS } from "@/server/maturity/core/rubric";
import type { CellRow, GroupCriterion, GroupRow } from "@/server/maturity/fleet-schema";
import { criterionHref } from "./maturity-address";
import { StateWords } from "./state-words";

type GroupCriteriaTableProps = { readonly group: GroupRow; readonly cell: CellRow };

/** Criterion by criterion what a cell of the heat map is made of: the group's own rows, or the organisation's state. */
export function GroupCriteriaTable({ group, cell: { dimension, own } }: GroupCriteriaTableProps) {
  const query = useQuery(useTRPC().maturity.teamCriteria.queryOptions({ scope: group.scope, dimension }));
  const rows = query.data?.rows ?? [];
  return (
    <div id="criteria" className="scroll-mt-16">
      <Section
        title={`${group.name}, ${DIMENSIONS[dimension]}`}
        note={`${own} of ${rows.length} criteria are counted of its own agents; the others are the organisation's.`}
      >
        {query.isPending ? (
          <SkeletonRows rows={6} label="The criteria are loading" />
        ) : query.isError ? (
          <ErrorState title="The criteria could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
            {sentenceOf(query.error)}
          </ErrorState>
        ) : (
          <Table caption={`Criteria of ${DIMENSIONS[dimension]} for ${group.name}`} isInset>
            <thead>
              <tr>
                <Th>State</Th>
                <Th className="max-md:hidden">Id</Th>
                <Th className="w-full">Criterion</Th>
                <Th isNumeric>Measured</Th>
                <Th isNumeric className="max-md:hidden">
                  n
                </Th>
                <Th className="max-md:hidden">Organisation</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.id} row={row} />
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </div>
  );
}

const SCOPES: Readonly<Record<GroupCriterion["scope"], string>> = {
  own: "counted of its own agents",
  none: "none of its agents is concerned",
  whole: "of the whole organisation",
};

function Line({ row: { id, text, level, isCore, state, scope, held, n, lack, whole } }: { readonly row: GroupCriterion }) {
  const one = scope === "own" ? decisive(held) : null;
  const value = one === null ? null : formatValue(one);
  return (
    <Tr>
      <Td className="py-2 align-top">
        <StateWords state={state} isCore={isCore} />
      </Td>
      <Td className="py-2 align-top whitespace-nowrap text-ink-3 max-md:hidden">
        {id}
        <span className="block text-xs">Level {level}</span>
      </Td>
      <Td className="min-w-40 py-2 align-top">
        <Link href={criterionHref(id)} className="rounded-sm font-medium text-pretty hover:underline">
          {text}
        </Link>
        <span className="block text-xs text-ink-3">
          {SCOPES[scope]}
          {lack !== null && `; ${lack} more rows are needed`}
        </span>
      </Td>
      <Td isNumeric className="py-2 align-top">
        {value ?? "–"}
        {one !== null && (
          <span className="block text-xs text-ink-3">
            {formatRows(one) ?? ""} {formatCondition(one)}
          </span>
        )}
      </Td>
      <Td isNumeric className="py-2 align-top text-ink-2 max-md:hidden">
        {n ?? "–"}
      </Td>
      <Td className="py-2 align-top whitespace-nowrap text-ink-2 max-md:hidden">{STATE_WORDS[whole]}</Td>
    </Tr>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { centsTogether, formatCents, moneyOfCents } from "@/components/spend/prepare-spend";
import { SpendTabs } from "@/components/spend/spend-tabs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { monthWords } from "@/server/statements/core/months";
import { teamWords } from "@/server/statements/core/words";
import type { StatementSummary, Statements } from "@/server/statements/schema";
import { StateMark } from "./state-mark";

/** What each team is charged with, month by month, and whether its owner has acknowledged it. */
export function StatementsPage() {
  const query = useQuery(useTRPC().statements.list.queryOptions());
  return (
    <>
      <PageHeader
        title="Statements"
        state={query.data ? stateOf(query.data) : "What each team is charged with, month by month"}
        actions={<ButtonLink href="/spend/statements/invoices">Invoices</ButtonLink>}
      />
      <SpendTabs current="statements" />
      {query.data ? (
        <Months statements={query.data} />
      ) : query.isError ? (
        <ErrorState title="The statements could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      ) : (
        <div role="status" aria-label="The statements are loading" className="px-4 md:px-6">
          <Skeleton className="h-64" />
        </div>
      )}
    </>
  );
}

function stateOf({ teams, months }: Statements): string {
  const all = teams.flatMap(({ statements }) => statements).filter((one) => one !== null);
  const [waiting, disputed] = (["to_acknowledge", "disputed"] as const).map((state) => all.filter((one) => one.state === state).length);
  if (months.length === 0) return "No month is closed yet";
  if (waiting === 0 && disputed === 0) return "Every statement is acknowledged";
  const parts = [waiting ? `${waiting} to acknowledge` : "", disputed ? `${disputed} disputed` : ""].filter(Boolean);
  return `${parts.join(", ")}. A month is closed for every team once it is over and its last calls are counted.`;
}

const sumOf = (cents: readonly bigint[]): bigint => cents.reduce((sum, one) => sum + one, 0n);

function Months({ statements }: { readonly statements: Statements }) {
  const { months, teams, openMonth } = statements;
  const open = centsTogether(teams.map(({ openMicroUsd }) => openMicroUsd));
  if (teams.length === 0) {
    return (
      <EmptyState title="Statements will be here">
        Once a month is over, each team gets a statement of what its agents spent. Nothing has been counted yet.
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" tabIndex={0} aria-label="Statements by team and month">
      <Table caption="Statements by team and month">
        <thead>
          <tr>
            <Th>Team</Th>
            <Th isNumeric>{monthWords(openMonth)}</Th>
            {months.map((month) => (
              <Th key={month} isNumeric>
                {monthWords(month)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {teams.map(({ team, statements: own }, at) => (
            <Tr key={team ?? ""}>
              <th scope="row" className="border-b border-line py-2 pr-2 pl-(--edge) text-left font-medium whitespace-nowrap">
                {team === null ? <span className="text-ink-2">{teamWords(null)}</span> : teamWords(team)}
              </th>
              <Td isNumeric>
                <span className="block">{moneyOfCents(open[at] ?? 0n)}</span>
                <span className="block text-xs text-ink-3">Open, so far</span>
              </Td>
              {own.map((one, i) => (
                <Td key={months[i]} isNumeric>
                  {one === null ? <span className="text-ink-3">none</span> : <Cell statement={one} />}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
        <tfoot>
          <Tr className="font-semibold hover:bg-transparent">
            <Th scope="row" className="h-9! text-sm! font-semibold! text-ink!">
              All teams
            </Th>
            <Td isNumeric>{moneyOfCents(sumOf(open))}</Td>
            {months.map((month, i) => (
              <Td key={month} isNumeric>
                {moneyOfCents(sumOf(teams.flatMap(({ statements: own }) => centsTogether([own[i]?.totalMicroUsd ?? "0"]))))}
              </Td>
            ))}
          </Tr>
        </tfoot>
      </Table>
    </section>
  );
}

const Cell = ({ statement }: { readonly statement: StatementSummary }) => (
  <Link href={`/spend/statements/${statement.id}`} className="group inline-block py-1 text-right">
    <span className="sr-only">
      {teamWords(statement.team)}, {monthWords(statement.month)}:{" "}
    </span>
    <span className="link block">{formatCents(statement.totalMicroUsd)}</span>
    <StateMark state={statement.state} />
  </Link>
);

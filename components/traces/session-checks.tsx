"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { usdWords } from "@/server/kernel/money";
import type { Verdict } from "@/server/traces/core/session-check";
import { counted, lastingWords, tokenWords } from "@/server/traces/core/words";
import type { CheckedSession } from "@/server/traces/session-checks";
import { tracesQuery } from "./trace-address";

const REFRESH_MS = 60_000;

const VERDICTS = {
  agrees: { words: "They agree", className: "text-ink-2" },
  behind: { words: "Still coming in", className: "text-ink-3" },
  differs: { words: "They differ", className: "font-medium text-danger" },
  no_steps: { words: "No steps came", className: "font-medium text-danger" },
} as const satisfies Record<Verdict, { readonly words: string; readonly className: string }>;

/** What Claude Code counts itself, held against what was counted of its steps; nothing where no session told any. */
export function SessionChecks({ days }: { readonly days: number }) {
  const { data } = useQuery(useTRPC().traces.sessionChecks.queryOptions({ days }, { refetchInterval: REFRESH_MS }));
  if (data === undefined || data.length === 0) return null;
  const odd = data.filter(({ verdict }) => verdict === "differs" || verdict === "no_steps").length;
  return (
    <section aria-labelledby="session-checks" className="pt-8">
      <h2 id="session-checks" className="px-4 text-sm font-semibold md:px-6">
        What Claude Code counts itself
      </h2>
      <p className="max-w-prose px-4 pb-2 text-sm text-pretty text-ink-2 md:px-6">
        Its metrics, held against the steps that Reeve counted: a check, never added to them. {counted(data.length, "session")} in the last{" "}
        {days} days; {odd === 0 ? "none differs" : `${odd.toLocaleString("en-GB")} ${odd === 1 ? "differs" : "differ"}`}.
      </p>
      <Table caption="Sessions of Claude Code and what they counted">
        <thead>
          <tr>
            <Th>Session</Th>
            <Th isNumeric className="max-md:hidden">
              Lines
            </Th>
            <Th isNumeric className="max-lg:hidden">
              Commits
            </Th>
            <Th isNumeric className="max-lg:hidden">
              Pull requests
            </Th>
            <Th isNumeric className="max-lg:hidden">
              Active
            </Th>
            <Th isNumeric className="max-md:hidden">
              Tokens, told and counted
            </Th>
            <Th isNumeric className="max-md:hidden">
              Cost, by metrics and by events
            </Th>
            <Th>Check</Th>
            <Th isNumeric className="max-md:hidden">
              Last told
            </Th>
          </tr>
        </thead>
        <tbody>
          {data.map((session) => (
            <SessionRow key={session.session} session={session} />
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function SessionRow({ session }: { readonly session: CheckedSession }) {
  const { words, className } = VERDICTS[session.verdict];
  const { toldTokens, toldMicroUsd } = session;
  const tokens = toldTokens === null ? "not told" : `${tokenWords(toldTokens)} / ${tokenWords(session.countedTokens)}`;
  const cost =
    toldMicroUsd === null
      ? "not told"
      : `${usd(toldMicroUsd)} / ${session.reportedMicroUsd === 0 ? "none" : usd(session.reportedMicroUsd)}`;
  return (
    <Tr>
      <Td className="py-2">
        <Mono isShort>{session.session}</Mono>
        <span className="block text-xs text-ink-3">
          {session.firstAt === null ? (
            "no run"
          ) : (
            <Link
              className="link underline underline-offset-2"
              href={`/traces${tracesQuery({ agent: "claude-code", from: session.firstAt })}`}
            >
              {counted(session.runs, "run")}
            </Link>
          )}
        </span>
        <span className="block text-xs text-ink-2 md:hidden">{tokens} tokens</span>
      </Td>
      <Td isNumeric className="max-md:hidden">
        {session.linesAdded === 0 && session.linesRemoved === 0 ? (
          <span className="text-ink-3">none</span>
        ) : (
          `+${session.linesAdded.toLocaleString("en-GB")} −${session.linesRemoved.toLocaleString("en-GB")}`
        )}
      </Td>
      <Td isNumeric className="max-lg:hidden">
        {session.commits.toLocaleString("en-GB")}
      </Td>
      <Td isNumeric className="max-lg:hidden">
        {session.pullRequests.toLocaleString("en-GB")}
      </Td>
      <Td isNumeric className="text-ink-2 max-lg:hidden">
        {lastingWords(session.activeSeconds * 1e6)}
      </Td>
      <Td isNumeric className="max-md:hidden">
        {tokens}
      </Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        {cost}
      </Td>
      <Td className={className}>{words}</Td>
      <Td isNumeric className="text-ink-2 max-md:hidden">
        <Time at={session.lastAt} format="relative" />
      </Td>
    </Tr>
  );
}

const usd = (micro: number): string => usdWords(String(Math.round(micro)));

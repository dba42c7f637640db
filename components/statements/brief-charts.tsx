"use client";

import dynamic from "next/dynamic";
import { MONEY_WORDS } from "@/components/spend/prepare-forecast";
import { centsTogether, formatCents, formatChange, moneyOfCents } from "@/components/spend/prepare-spend";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { Brief, BriefTeam } from "@/server/statements/brief-schema";
import { teamWords } from "@/server/statements/core/words";

const StackedBars = dynamic(() => import("@/components/charts/stacked-bars"), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

const SERIES = [{ key: "usd", label: "Spent", color: "var(--s1)" }];
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const MOST_TEAMS = 8;

/** What each day cost, and what each team spent against the month before. */
export function BriefCharts({ brief }: { readonly brief: Brief }) {
  const points = brief.days.map(({ day, microUsd }) => ({
    label: short.format(Date.parse(day)),
    name: short.format(Date.parse(day)),
    ...(microUsd === null ? {} : { usd: Number(microUsd) / 1e6 }),
  }));
  return (
    <div className="grid gap-x-10 md:grid-cols-2 print:grid-cols-2 print:gap-x-6">
      <Section title="Each day" note="US dollars. Today as far as it has come.">
        <div className="h-56 print:h-44">
          <StackedBars label="What each day cost" points={points} series={SERIES} words={MONEY_WORDS} />
        </div>
        {/* A table is as high as its rows, whatever hides it: what is around it hides them. */}
        <div className="sr-only">
          <table>
            <caption>What each day cost</caption>
            <tbody>
              {brief.days.map(({ day, microUsd }) => (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  <td>{microUsd === null ? "not on record" : formatCents(microUsd)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <Section title="By team" note="This month so far; the thin line is the same days of the month before.">
        <Teams teams={brief.teams} />
      </Section>
    </div>
  );
}

function Teams({ teams: all }: { readonly teams: readonly BriefTeam[] }) {
  const cents = centsTogether(all.map(({ microUsd }) => microUsd));
  const teams = all.slice(0, MOST_TEAMS);
  const most = Math.max(1, ...teams.flatMap(({ microUsd, beforeMicroUsd }) => [Number(microUsd), Number(beforeMicroUsd ?? 0)]));
  const share = (micro: string) => `${(Math.max(0, Number(micro)) / most) * 100}%`;
  if (teams.length === 0) return <p className="text-sm text-ink-2">No call of a model in this month.</p>;
  return (
    <ul className="grid gap-3">
      {teams.map(({ team, microUsd, beforeMicroUsd }, i) => {
        const change = formatChange(microUsd, beforeMicroUsd);
        return (
          <li key={team ?? ""} className="grid gap-1 text-sm">
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate">{teamWords(team)}</span>
              <span className="whitespace-nowrap">
                {moneyOfCents(cents[i] ?? 0n)} {change !== null && <span className="text-ink-3">{change}</span>}
              </span>
            </span>
            <span aria-hidden className="grid gap-0.5">
              <span className="block h-2.5 rounded-xs bg-(--s1)" style={{ width: share(microUsd) }} />
              {beforeMicroUsd !== null && <span className="block h-0.5 bg-ink-3" style={{ width: share(beforeMicroUsd) }} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

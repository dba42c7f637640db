import Link from "next/link";
import { Time } from "@/components/ui/time";
import { prepareMove, prepareWhy } from "@/server/maturity/core/card-words";
import { formatChange, formatScore } from "@/server/maturity/core/figure-words";
import { LEVELS } from "@/server/maturity/core/rubric";
import type { Scorecard, SnapshotRow, Standing } from "@/server/maturity/schema";
import { Ladder } from "./ladder";
import { criterionHref } from "./maturity-address";
import { prepareTrend } from "./prepare-maturity";
import { MaturityRadar } from "./radar";

type HeroProps = { readonly card: Scorecard; readonly standing: Standing; readonly past: readonly SnapshotRow[] };

/** Where the organisation stands, why, and what lifts it. */
export function Hero({ card, standing, past }: HeroProps) {
  const { level, score, rubricVersion, at, criteria, path, rows } = standing;
  const { change } = prepareTrend(past, "ALL");
  const first = past[0];
  return (
    <div className="grid gap-x-10 gap-y-8 border-t border-line px-4 pt-5 pb-8 md:px-6 xl:grid-cols-[minmax(0,42rem)_minmax(0,27rem)] xl:justify-between">
      <div className="min-w-0">
        <p className="text-2xl font-semibold tracking-tight">
          Level {level} <span className="font-normal text-ink-2">{LEVELS[level]}</span>
        </p>
        <p className="mt-1 text-sm text-pretty text-ink-3">
          score {formatScore(score)} of 5
          {change !== null && first !== undefined && (
            <>
              , {formatChange(change)} since <Time at={first.at} precision="day" />
            </>
          )}{" "}
          · rubric {rubricVersion}, {criteria.length} criteria · checked <Time at={at} format="relative" />
        </p>
        <Ladder level={level} targets={card.targets.filter(({ subject, scope }) => subject === "ALL" && scope === "")} />
        <h2 className="text-lg font-semibold tracking-tight">
          {path.to === null ? `Why Level ${level}` : `Why Level ${level}, and the shortest path to Level ${path.to}`}
        </h2>
        <p className="mt-2 max-w-[72ch] text-base text-pretty text-ink-2">{prepareWhy(standing)}</p>
        <Path standing={standing} />
      </div>
      <MaturityRadar rows={rows} />
    </div>
  );
}

function Path({ standing }: { readonly standing: Standing }) {
  const byId = new Map(standing.criteria.map((one) => [one.id, one]));
  return (
    <ol className="mt-3">
      {standing.path.steps.map(({ id, isCore, effort }, i) => {
        const row = byId.get(id);
        if (row === undefined) return null;
        return (
          <li key={id} className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] gap-x-1 border-t border-line py-2.5 text-sm">
            <span aria-hidden className="font-medium text-ink-3">
              {i + 1}
            </span>
            <span className="font-medium text-pretty">{row.text}</span>
            <span className="pl-3 font-medium whitespace-nowrap">{prepareMove(row)}</span>
            <p className="col-span-2 col-start-2 text-pretty text-ink-2">
              <Link href={criterionHref(id)} className="link underline underline-offset-2">
                {id}
              </Link>
              {isCore && ", core"}, effort {effort}. {row.missing ?? `${row.action}.`}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

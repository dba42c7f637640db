import { Time } from "@/components/ui/time";
import { prepareState } from "@/server/maturity/core/card-words";
import { formatScore } from "@/server/maturity/core/figure-words";
import { LEVELS } from "@/server/maturity/core/rubric";
import type { HomeMaturity as Maturity } from "@/server/overview/home-schema";
import { HomePart } from "./home-part";

/** The level, what stands before the next one, and what fell in the last week. */
export function HomeMaturity({ maturity }: { readonly maturity: Maturity | null }) {
  if (maturity === null)
    return (
      <HomePart title="Maturity" href="/maturity" className="md:col-start-2 md:row-start-1">
        <p className="text-base text-pretty text-ink-2">The first evaluation runs within minutes of the start.</p>
      </HomePart>
    );
  const { level, score, falls, organisation, at, rubricVersion } = maturity;
  return (
    <HomePart title="Maturity" href="/maturity" className="md:col-start-2 md:row-start-1">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-2xl font-semibold tracking-tight">
          Level {level} <span className="font-normal text-ink-2">{LEVELS[level]}</span>
        </span>
        <span className="text-base text-ink-3">{formatScore(score)} of 5</span>
      </p>
      <span aria-hidden className="my-3 grid grid-cols-5 gap-1">
        {Object.keys(LEVELS).map((one) => (
          <span key={one} className={`h-1.5 rounded-sm ${Number(one) <= level ? "bg-ink" : "bg-line"}`} />
        ))}
      </span>
      <p className="text-base text-pretty">
        {prepareState(maturity, organisation)}{" "}
        {falls.map(({ name, from, to }) => (
          <span key={name} className="font-medium text-danger">
            {name} fell from Level {from} to {to}.{" "}
          </span>
        ))}
      </p>
      <p className="mt-1 text-sm text-ink-3">
        Rubric {rubricVersion}, checked <Time at={at} format="relative" />
      </p>
    </HomePart>
  );
}

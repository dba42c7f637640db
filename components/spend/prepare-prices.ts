import { microToUsd } from "@/server/pricing/core/money-words";
import type { Rate } from "@/server/pricing/core/rates";
import type { GapView, PriceView, VersionView } from "@/server/pricing/schema";

const counts = new Intl.NumberFormat("en-GB");

/** A unit price in words: "$2.50", with what it is above a length of input: "$5.00 above 272,000". Null where there is none. */
export function rateWords(rate: Rate | undefined): { readonly price: string; readonly tiers: readonly string[] } | null {
  if (rate === undefined) return null;
  const tiers = (rate.tiers ?? []).map(({ above, rate: dearer }) => `$${microToUsd(dearer)} above ${counts.format(above)}`);
  return { price: `$${microToUsd(rate.base)}`, tiers };
}

const clock = (second: number) =>
  `${String(Math.floor(second / 3_600)).padStart(2, "0")}:${String(Math.floor((second % 3_600) / 60)).padStart(2, "0")}`;
const dayWords = (at: string) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(Date.parse(at));

/** When a price holds: "since 1 Nov 2026", "1 Nov 2026 to 1 Jan 2027", "01:00 to 04:00 UTC"; "always" where nothing limits it. */
export function heldWords({ startsAt, endsAt, hours }: Pick<PriceView, "startsAt" | "endsAt" | "hours">): string {
  const days =
    startsAt === null
      ? endsAt === null
        ? null
        : `until ${dayWords(endsAt)}`
      : endsAt === null
        ? `since ${dayWords(startsAt)}`
        : `${dayWords(startsAt)} to ${dayWords(endsAt)}`;
  const daily = hours === null ? null : `${clock(hours.from)} to ${clock(hours.to)} UTC`;
  return [days, daily].filter((part) => part !== null).join(", ") || "always";
}

/** What a gap between agreed prices means: on which days, and how calls are counted then. */
export function gapWords({ model, serviceTier, from, to, countedBy }: GapView): string {
  const tier = serviceTier === "standard" ? "" : `, tier ${serviceTier}`;
  const days = to === null ? `from ${dayWords(from)} on` : `from ${dayWords(from)} to ${dayWords(to)}`;
  const then = countedBy === "list" ? "the list price counts" : "its calls have no price and stand under Unpriced";
  return `${model}${tier}: ${days} no contract holds, so ${then}.`;
}

const CAUSE_WORDS = { catalogue: "List prices taken in", contract: "Price of a contract", alias: "Name of a deployment" } as const;

/** What made a version of the table. */
export function versionWords({ cause, added, removed, catalogue }: VersionView): string {
  if (cause === "catalogue")
    return `${CAUSE_WORDS.catalogue}: ${catalogue}, ${counts.format(added)} new, ${counts.format(removed)} replaced`;
  return `${CAUSE_WORDS[cause]} ${added > 0 ? "set" : "taken out"}`;
}

/** How far a repricing is, from 0 to 1. */
export function progressOf({ state, stepsInAll, stepsSeen }: NonNullable<VersionView["repricing"]>): number {
  if (state === "done" || state === "joined") return 1;
  const all = Number(stepsInAll);
  return all === 0 ? 0 : Math.min(0.99, Number(stepsSeen) / all);
}

import { organisation } from "@/server/identity/service";
import { against, daysOf, type Range, rangeFrom, rangeOf } from "./core/days";
import type { Labels } from "./core/explore";
import { type Filter, findMoments, listDimensions, type Moments } from "./explore-store";
import { zoneOfDays } from "./fold-store";
import type { ExploreInput } from "./schema";

const DAY_MS = 86_400_000;

export const localDay = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);

/** The days that are asked for, and those to hold against them. */
function rangeAsked({ span, from, to, vsFrom, vsTo }: ExploreInput, today: string): Range {
  const range = from === undefined || to === undefined ? rangeOf(span, today) : rangeFrom(from, to);
  return vsFrom === undefined || vsTo === undefined ? range : against(range, vsFrom, vsTo);
}

/** What a look at spend is at: which moments, and which dimensions of cost. */
export type Scope = {
  readonly timeZone: string;
  readonly days: readonly string[];
  readonly moments: Moments;
  readonly filter: Filter;
  readonly dimensions: ReadonlyMap<number, Labels>;
  readonly ids: readonly number[];
  /** Whether anything was on record by then: else the days before are unknown, not zero. */
  readonly hasBefore: boolean;
  /** Whether days of this zone are summed up. */
  readonly isDaily: boolean;
};

/** From which moment until which the days are that are asked for. */
export async function momentsOf(input: ExploreInput, now: Date): Promise<{ readonly from: Date; readonly to: Date }> {
  const { timeZone } = await organisation();
  const range = rangeAsked(input, localDay(now, timeZone));
  const { starts, until } = await findMoments(range, daysOf(range), timeZone, now);
  return { from: starts[0] ?? until, to: until };
}

/** Finds out what is asked for, as of a moment. */
export async function scopeOf(input: ExploreInput, now: Date): Promise<Scope> {
  const { timeZone } = await organisation();
  const { agent, team, taskClass, model, provider, environment, person, costCentre } = input;
  const filter = { agent, team, taskClass, model, provider, environment, person, costCentre };
  const range = rangeAsked(input, localDay(now, timeZone));
  const days = daysOf(range);
  const [moments, dimensions, zone] = await Promise.all([findMoments(range, days, timeZone, now), listDimensions(filter), zoneOfDays()]);
  const { recordedSince, beforeFrom, beforeTo } = moments;
  const hasBefore = recordedSince !== null && recordedSince.getTime() < beforeFrom.getTime() + DAY_MS && beforeTo > beforeFrom;
  return { timeZone, days, moments, filter, dimensions, ids: [...dimensions.keys()], hasBefore, isDaily: zone === timeZone };
}

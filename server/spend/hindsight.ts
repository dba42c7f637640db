import { organisation } from "@/server/identity/service";
import { daysOf } from "./core/days";
import { forecast } from "./core/forecast";
import { sumAllDays } from "./forecast-store";
import { localDay } from "./scope";

const DAY_MS = 86_400_000;
/** What is older says little of what comes. */
const PAST_DAYS = 98;

/** A closed month: what was told of it on its first day, by what was known then, and what came. */
type ToldMonth = { readonly month: string; readonly toldMicroUsd: number; readonly cameMicroUsd: number };

const after = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const firstOf = (day: string): string => `${day.slice(0, 7)}-01`;
const between = (from: string, until: string): readonly string[] => daysOf({ from, until, beforeFrom: from, beforeUntil: from });

/** The last closed months of the organisation's zone, each as it would have been forecast; a month that cannot be is left out. */
export async function monthsInHindsight(at: Date, count: number): Promise<readonly ToldMonth[]> {
  const { timeZone } = await organisation();
  const firsts = [firstOf(localDay(at, timeZone))];
  while (firsts.length <= count) firsts.push(firstOf(after(firsts.at(-1) ?? "", -1)));
  const sums = new Map<string, number>();
  for (const { day, microUsd } of await sumAllDays(after(firsts.at(-1) ?? "", -PAST_DAYS), timeZone))
    sums.set(day, (sums.get(day) ?? 0) + microUsd);
  const [recorded = "9999"] = [...sums.keys()].sort();
  return firsts.slice(1).flatMap((first, i): ToldMonth[] => {
    const days = between(first, firsts[i] ?? first);
    const past = between(after(first, -PAST_DAYS), first).map((day) => sums.get(day) ?? null);
    const told = recorded < first ? forecast(past, days.length) : null;
    const cameMicroUsd = days.reduce((sum, day) => sum + (sums.get(day) ?? 0), 0);
    if (told === null || cameMicroUsd === 0) return [];
    return [{ month: first.slice(0, 7), toldMicroUsd: told.days.at(-1)?.sum ?? 0, cameMicroUsd }];
  });
}

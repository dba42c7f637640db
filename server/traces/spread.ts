import { waitingPlaces } from "@/server/actions/asked";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { FRAMES, type Spread, type SpreadInput } from "./spread-schema";
import { countAmong, countByBar } from "./spread-store";

const DAY_MS = 86_400_000;

/** A day that has just begun is drawn as wide as this. */
const FEWEST_BARS = 36;

/** How the runs of the last days that fit a filter spread over them, and what became of them. */
export async function readSpread(actor: Actor, { frame, ...filter }: SpreadInput): Promise<Result<Spread>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you this.");
  const { days, barMs } = FRAMES[frame];
  const nowMs = clock.now().getTime();
  const from = new Date((Math.floor(nowMs / DAY_MS) - days + 1) * DAY_MS);
  const length = Math.max(FEWEST_BARS, Math.floor((nowMs - from.getTime()) / barMs) + 1);
  const [all, failed, ungoverned, waiting] = await Promise.all([
    countByBar(filter, from, barMs),
    filter.status === undefined || filter.status === "error" ? countByBar({ ...filter, status: "error" }, from, barMs) : [],
    countByBar({ ...filter, ungoverned: true }, from, barMs),
    waitingPlaces().then((places) => (places.length === 0 ? 0 : countAmong(filter, from, places))),
  ]);
  // What says that it began in a moment to come stands in the last bar.
  const barsOf = (counts: typeof all): number[] => {
    const bars = new Array<number>(length).fill(0);
    for (const { bar, count } of counts) bars[Math.min(bar, length - 1)] = (bars[Math.min(bar, length - 1)] ?? 0) + count;
    return bars;
  };
  const sum = (counts: typeof all): number => counts.reduce((total, { count }) => total + count, 0);
  return ok({
    from: from.toISOString(),
    barMs,
    runs: barsOf(all),
    failed: barsOf(failed),
    total: { runs: sum(all), failed: sum(failed), ungoverned: sum(ungoverned), waiting },
  });
}

import { shadowAgents } from "@/server/fleet/places";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { narrow } from "./narrowing";
import { FRAMES, type Spread, type SpreadInput } from "./spread-schema";
import { type Bar, type Counted, countFound, type Facet, sumHours } from "./spread-store";
import type { Filter } from "./trace-list-store";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A day that has just begun is drawn as wide as this. */
const FEWEST_BARS = 36;

/** What a filter asks as long as it asks for one thing that is counted by the hour; null for all others. */
function facetOf(filter: Filter): { readonly facet: Facet; readonly of: readonly string[] } | null {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined && value !== false);
  if (asked.length === 0) return { facet: "all", of: [""] };
  if (asked.length > 1) return null;
  const { agent, agents, team, taskClass, tool, model, outcome, authority, ungoverned } = filter;
  if (ungoverned === true) return { facet: "ungoverned", of: [""] };
  const facets = { agent, team, task: taskClass, tool, model, outcome, authority } as const;
  for (const facet of ["agent", "team", "task", "tool", "model", "outcome", "authority"] as const) {
    const value = facets[facet];
    if (value !== undefined) return { facet, of: [value] };
  }
  return agents === undefined ? null : { facet: "agent", of: agents };
}

/** Counted by the hour where that is, and else by looking through the runs, the newest first. */
async function count(filter: Filter, from: Date, barMs: number): Promise<Counted> {
  const facet = barMs % HOUR_MS === 0 ? facetOf(filter) : null;
  if (facet === null) return countFound(filter, from, barMs);
  return { bars: await sumHours(facet.facet, facet.of, filter, from, barMs), reached: null };
}

/** How the runs of the last days that fit a filter spread over them, and what became of them. */
export async function readSpread(actor: Actor, { frame, ...asked }: SpreadInput): Promise<Result<Spread>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you this.");
  const { days, barMs } = FRAMES[frame];
  const nowMs = clock.now().getTime();
  const from = new Date((Math.floor(nowMs / DAY_MS) - days + 1) * DAY_MS);
  const length = Math.max(FEWEST_BARS, Math.floor((nowMs - from.getTime()) / barMs) + 1);
  const filter = await narrow(actor, asked);
  const [{ bars, reached }, shadow] = await Promise.all([
    filter === null ? { bars: [], reached: null } : count(filter, from, barMs),
    filter === null || filter.agents !== undefined ? null : countShadow(filter, from, barMs),
  ]);
  const sum = (counts: readonly Bar[], what: keyof Bar) => counts.reduce((total, bar) => total + bar[what], 0);
  // What says that it began in a moment to come stands in the last bar.
  const barsOf = (what: "runs" | "unfinished"): number[] => {
    const counts = new Array<number>(length).fill(0);
    for (const one of bars) counts[Math.min(one.bar, length - 1)] = (counts[Math.min(one.bar, length - 1)] ?? 0) + one[what];
    return counts;
  };
  return ok({
    from: from.toISOString(),
    barMs,
    runs: barsOf("runs"),
    unfinished: barsOf("unfinished"),
    countedFrom: reached === null ? null : new Date(reached.at).toISOString(),
    total: {
      runs: sum(bars, "runs"),
      unfinished: sum(bars, "unfinished"),
      ungoverned: sum(bars, "ungoverned"),
      waiting: sum(bars, "waiting"),
      shadow: shadow === null ? null : sum(shadow, "runs"),
    },
  });
}

/** How many of them are of agents that nobody registered; null where words are looked for, since each search is one too many. */
async function countShadow(filter: Filter, from: Date, barMs: number): Promise<readonly Bar[] | null> {
  if (filter.words !== undefined || filter.idPrefix !== undefined) return null;
  const agents = await shadowAgents();
  if (agents.length === 0) return [];
  const { bars, reached } = await count({ ...filter, agents }, from, barMs);
  return reached === null ? bars : null;
}

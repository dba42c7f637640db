import { z } from "zod";
import { ListTracesInput, TraceId } from "./schema";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** The spans of time that a list of runs is laid out over: how many days, today included, and how long a bar is. */
export const FRAMES = {
  today: { days: 1, barMs: 10 * MINUTE_MS },
  week: { days: 7, barMs: 60 * MINUTE_MS },
  month: { days: 30, barMs: 360 * MINUTE_MS },
  quarter: { days: 90, barMs: DAY_MS },
} as const;
export type Frame = keyof typeof FRAMES;

export const SpreadInput = ListTracesInput.omit({ from: true, to: true, order: true, cursor: true, limit: true }).extend({
  frame: z.enum(["today", "week", "month", "quarter"]),
});
export type SpreadInput = z.infer<typeof SpreadInput>;

/** How runs spread over time, bar by bar, and what became of them. */
export type Spread = {
  /** When the first bar begins: a midnight of UTC. */
  readonly from: string;
  readonly barMs: number;
  readonly runs: readonly number[];
  /** Those of them that did not come to their end. */
  readonly unfinished: readonly number[];
  /** Back to where runs were looked through for words or for several things at once; null where that is all of them. */
  readonly countedFrom: string | null;
  readonly total: {
    readonly runs: number;
    readonly unfinished: number;
    readonly ungoverned: number;
    readonly waiting: number;
    /** Of agents that nobody registered; null where that was not asked. */
    readonly shadow: number | null;
  };
};

export const StandingsInput = z.object({ traceIds: z.array(TraceId).max(200) });

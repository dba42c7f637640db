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

export const SpreadInput = ListTracesInput.omit({ text: true, from: true, to: true, order: true, cursor: true, limit: true }).extend({
  frame: z.enum(["today", "week", "month", "quarter"]),
});
export type SpreadInput = z.infer<typeof SpreadInput>;

/** How runs spread over time, bar by bar, and what became of them. */
export type Spread = {
  /** When the first bar begins: a midnight of UTC. */
  readonly from: string;
  readonly barMs: number;
  readonly runs: readonly number[];
  readonly failed: readonly number[];
  readonly total: { readonly runs: number; readonly failed: number; readonly ungoverned: number; readonly waiting: number };
};

export const StandingsInput = z.object({ traceIds: z.array(TraceId).max(200) });

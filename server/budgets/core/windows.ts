import { DateTime } from "luxon";
import type { Window } from "./terms";

const HOUR_MS = 3_600_000;

/** A window at a moment. `key` names it among the windows of its budget; `to` is not included. */
export type WindowAt = { readonly key: string; readonly from: Date; readonly to: Date };

/** The one window of a budget that rolls. */
export const ROLLING = "rolling";

/**
 * The window that a moment falls into; null for budgets of single runs, whose windows are the runs. Days, weeks (from
 * Monday) and months begin at midnight of the zone, whose clocks may change within them. A rolling window holds so many
 * whole hours, the running one included, and moves on at the full hour.
 */
export function windowAt(window: Window, now: Date, zone: string): WindowAt | null {
  switch (window.kind) {
    case "run":
      return null;
    case "rolling": {
      const to = (Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS;
      return { key: ROLLING, from: new Date(to - window.hours * HOUR_MS), to: new Date(to) };
    }
    case "calendar": {
      const start = DateTime.fromJSDate(now, { zone }).startOf(window.unit);
      const from = start.toJSDate();
      const to = start
        .plus({ [window.unit]: 1 })
        .startOf(window.unit)
        .toJSDate();
      return { key: from.toISOString(), from, to };
    }
  }
}

/** The moments at which the slices of a window begin: hours in one of up to two days, days of the zone in others. */
export function slicesOf({ from, to }: Pick<WindowAt, "from" | "to">, now: Date, zone: string): Date[] {
  const isShort = to.getTime() - from.getTime() <= 50 * HOUR_MS;
  const until = Math.min(to.getTime(), now.getTime());
  const starts: Date[] = [];
  let at = DateTime.fromJSDate(from, { zone });
  while (at.toMillis() < until || starts.length === 0) {
    starts.push(at.toJSDate());
    at = isShort ? at.plus({ hours: 1 }) : at.plus({ days: 1 }).startOf("day");
  }
  return starts;
}

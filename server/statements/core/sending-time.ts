import { DateTime } from "luxon";

const HOUR = 8;

/** The next time that a brief is due: eight in the morning, on a Monday or on the first day of a month, in the reader's zone. */
export function nextSending(every: "weekly" | "monthly", timeZone: string, now: Date): Date {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const first = every === "weekly" ? local.startOf("week") : local.startOf("month");
  const at = (steps: number) => first.plus(every === "weekly" ? { weeks: steps } : { months: steps }).set({ hour: HOUR });
  const next = at(0) > local ? at(0) : at(1);
  return next.toJSDate();
}

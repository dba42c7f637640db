import { log } from "@/server/platform/log";
import { addOpenTime, compiledCalendar, openTimeBetween } from "@/server/schedules/service";

/** Time as a calendar counts it: only open hours pass. */
export type OpenTime = {
  readonly zone: string;
  readonly add: (from: Date, ms: number) => Date;
  readonly between: (from: Date, to: Date) => number;
};

/**
 * Open time of a request's calendar; without one that of the organisation's default calendar, which is always open until
 * another is made the default. On a calendar that as good as never opens every minute counts: a deadline comes too early
 * rather than never.
 */
export async function openTimeOf(calendarId: string | null): Promise<OpenTime> {
  const calendar = await compiledCalendar(calendarId);
  return {
    zone: calendar.zone,
    add: (from, ms) => {
      const added = addOpenTime(calendar, from, ms);
      if (added.ok) return added.value;
      log.warn({ calendarId }, "a calendar is not open for as long as a deadline needs: every minute counts instead");
      return new Date(from.getTime() + ms);
    },
    between: (from, to) => openTimeBetween(calendar, from, to),
  };
}

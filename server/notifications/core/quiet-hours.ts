/** Minutes since midnight in a zone; `from` after `to` goes over midnight. */
export type QuietHours = { readonly from: number; readonly to: number; readonly timeZone: string };

const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;

/** The minute of the day at this moment in the zone. */
function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return read("hour") * 60 + read("minute");
}

const isWithin = (minute: number, { from, to }: QuietHours): boolean =>
  from <= to ? minute >= from && minute < to : minute >= from || minute < to;

/** When the quiet time that `now` lies in ends, or null outside of it. Right across a change of the clock, too. */
export function quietUntil(quiet: QuietHours, now: Date): Date | null {
  if (quiet.from === quiet.to || !isWithin(minuteOfDay(now, quiet.timeZone), quiet)) return null;
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const ahead = (quiet.to - minuteOfDay(now, quiet.timeZone) + DAY_MINUTES) % DAY_MINUTES;
  // The clocks may be set meanwhile: what the guess is off by on the wall is taken back, once. It is always ahead.
  const guess = minute + ahead * MINUTE_MS;
  const off = ((minuteOfDay(new Date(guess), quiet.timeZone) - quiet.to + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  return new Date(Math.max(guess - off * MINUTE_MS, now.getTime() + MINUTE_MS));
}

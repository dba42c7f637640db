const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long, in the one or two units that matter: "40 s", "12 min", "1 h 10 min", "3 d". */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  if (size < MINUTE) return `${Math.floor(size / SECOND)} s`;
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`;
  if (size < DAY) {
    const minutes = Math.floor((size % HOUR) / MINUTE);
    return minutes === 0 ? `${Math.floor(size / HOUR)} h` : `${Math.floor(size / HOUR)} h ${minutes} min`;
  }
  return `${Math.floor(size / DAY)} d`;
}

/** "4 min ago", "in 12 min", "just now". */
export function formatRelative(atMs: number, nowMs: number): string {
  const delta = atMs - nowMs;
  if (Math.abs(delta) < 5 * SECOND) return "just now";
  return delta < 0 ? `${formatDuration(delta)} ago` : `in ${formatDuration(delta)}`;
}

export type Precision = "day" | "minute" | "second" | "millisecond";

const FIELDS: Record<Precision, Intl.DateTimeFormatOptions> = {
  day: {},
  minute: { hour: "2-digit", minute: "2-digit" },
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  millisecond: { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 },
};

/** "20 Nov 2026, 16:31:14 GMT+1": a moment in a zone, which is named unless only the day is asked. */
export function formatAbsolute(atMs: number, precision: Precision = "minute", timeZone?: string, isZoneHidden = false): string {
  const zone: Intl.DateTimeFormatOptions = precision === "day" || isZoneHidden ? {} : { timeZoneName: "short" };
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hourCycle: "h23",
    ...FIELDS[precision],
    ...zone,
    timeZone,
  });
  return format.format(atMs);
}

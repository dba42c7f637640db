const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string | undefined, fields: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${Object.keys(fields).join()}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...fields });
  formats.set(key, known);
  return known;
}

const DAY = { weekday: "short", day: "numeric", month: "short" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;

/** "Mon 23 Nov, 08:00": a moment on the clocks of a zone; without one, of the reader's. */
export const formatMoment = (atMs: number, timeZone?: string): string =>
  `${formatIn(timeZone, DAY).format(atMs).replace(",", "")}, ${formatIn(timeZone, CLOCK).format(atMs)}`;

/** The moment in the reader's zone, or null where its clocks show the same. */
export function readersMoment(atMs: number, timeZone: string): string | null {
  const [here, there] = [formatMoment(atMs), formatMoment(atMs, timeZone)];
  if (here === there) return null;
  const isSameDay = here.slice(0, -7) === there.slice(0, -7);
  return isSameDay ? here.slice(-5) : here;
}

/** "Mon 23 Nov" of a date. */
export const formatDate = (date: string): string =>
  formatIn("UTC", DAY)
    .format(Date.parse(`${date}T00:00:00Z`))
    .replace(",", "");

/** "Mon 23 Nov 2026" of a date. */
export const formatFullDate = (date: string): string => `${formatDate(date)} ${date.slice(0, 4)}`;

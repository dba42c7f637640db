const DAY_MS = 86_400_000;

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const after = (day: string, days: number): string => dayAt(Date.parse(day) + days * DAY_MS);
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
const monthBefore = (first: string): string => monthOf(after(first, -1));

/** Days to look at, and those to hold against them: calendar days, `until` and `beforeUntil` not included. */
export type Range = {
  readonly from: string;
  readonly until: string;
  readonly beforeFrom: string;
  readonly beforeUntil: string;
  /** Whether someone chose the days to hold against: these are then whole, however many. */
  readonly isChosen?: boolean;
};

const ofLength = (until: string, days: number): Range => {
  const from = after(until, -days);
  return { from, until, beforeFrom: after(from, -days), beforeUntil: from };
};

/** A span as of a day. A month is held against the one before it, any other span against as many days before. */
export function rangeOf(span: "month" | "last-month" | "7d" | "30d" | "90d", today: string): Range {
  const first = monthOf(today);
  switch (span) {
    case "month":
      return { from: first, until: after(today, 1), beforeFrom: monthBefore(first), beforeUntil: first };
    case "last-month": {
      const from = monthBefore(first);
      return { from, until: first, beforeFrom: monthBefore(from), beforeUntil: from };
    }
    case "7d":
      return ofLength(after(today, 1), 7);
    case "30d":
      return ofLength(after(today, 1), 30);
    case "90d":
      return ofLength(after(today, 1), 90);
  }
}

/** Some days, both included, against as many before. */
export const rangeFrom = (from: string, to: string): Range =>
  ofLength(after(to, 1), Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);

/** The same days against others that someone chose, both included. */
export const against = (range: Range, from: string, to: string): Range => ({
  ...range,
  beforeFrom: from,
  beforeUntil: after(to, 1),
  isChosen: true,
});

/** The days of a range, oldest first. */
export function daysOf({ from, until }: Range): string[] {
  const first = Date.parse(from);
  return Array.from({ length: Math.round((Date.parse(until) - first) / DAY_MS) }, (_, i) => dayAt(first + i * DAY_MS));
}

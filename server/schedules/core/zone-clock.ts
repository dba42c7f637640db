import { IANAZone } from "luxon";
import { invariant } from "@/server/kernel/result";
import { DAY_MS, type LocalMs, MINUTE_MS } from "./week";

/** The clocks on the walls of a zone. */
export type ZoneClock = {
  /**
   * The earliest moment at which the wall clock shows this time or a later one. So a time that a change of the clocks
   * leaves out is the moment of the change, a time that comes twice is its first coming, and later times are never
   * earlier moments.
   */
  readonly toInstant: (local: LocalMs) => number;
  /** What the wall clock shows at a moment. */
  readonly toLocal: (instantMs: number) => LocalMs;
};

/** From this moment until that of the next span, the zone is this far from UTC. */
type Span = { readonly fromMs: number; readonly offsetMs: number };

/** No zone is further from UTC than this, and the year around a time is looked through with it to spare. */
const MARGIN_MS = 3 * DAY_MS;

const clocks = new Map<string, ZoneClock>();

/** The clock of an IANA zone. Asking the platform for offsets is dear, so that each zone is asked once a year. */
export function zoneClock(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const iana = IANAZone.create(zone);
  invariant(iana.isValid, `${zone} is a time zone`);
  const offsetAt = (ms: number): number => Math.round(iana.offset(ms) * MINUTE_MS);
  const years = new Map<number, readonly Span[]>();
  const spansAround = (ms: number): readonly Span[] => {
    const year = new Date(ms).getUTCFullYear();
    const spans = years.get(year) ?? spansOf(offsetAt, Date.UTC(year, 0, 1) - MARGIN_MS, Date.UTC(year + 1, 0, 1) + MARGIN_MS);
    years.set(year, spans);
    return spans;
  };
  const clock = {
    toInstant: (local: LocalMs) => earliest(spansAround(local), local),
    toLocal: (ms: number) => ms + offsetIn(spansAround(ms), ms),
  };
  clocks.set(zone, clock);
  return clock;
}

function spansOf(offsetAt: (ms: number) => number, fromMs: number, untilMs: number): Span[] {
  const spans: Span[] = [{ fromMs, offsetMs: offsetAt(fromMs) }];
  for (let day = fromMs + DAY_MS; day <= untilMs; day += DAY_MS) {
    const offsetMs = offsetAt(day);
    if (offsetMs !== spans.at(-1)?.offsetMs) spans.push({ fromMs: changeBetween(offsetAt, day - DAY_MS, day), offsetMs });
  }
  return spans;
}

/** The moment within a day at which the offset changes, to the millisecond. */
function changeBetween(offsetAt: (ms: number) => number, beforeMs: number, afterMs: number): number {
  const before = offsetAt(beforeMs);
  let [low, high] = [beforeMs, afterMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetIn(spans: readonly Span[], ms: number): number {
  let offsetMs = 0;
  for (const [index, span] of spans.entries()) if (index === 0 || span.fromMs <= ms) offsetMs = span.offsetMs;
  return offsetMs;
}

function earliest(spans: readonly Span[], local: LocalMs): number {
  for (const [index, { fromMs, offsetMs }] of spans.entries()) {
    const next = spans[index + 1];
    if (next === undefined || local < next.fromMs + offsetMs) return Math.max(fromMs, local - offsetMs);
  }
  return local;
}

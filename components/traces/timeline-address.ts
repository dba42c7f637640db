import { createParser, parseAsBoolean, parseAsString } from "nuqs";
import { momentAt, placeOf, type Scale, type View, viewOf, WHOLE } from "./timeline-scale";

/** A stretch of a trace in microseconds since its start. */
export type Range = { readonly fromUs: number; readonly toUs: number };

const parseAsRange = createParser<Range>({
  parse: (text) => {
    const [, from, to] = /^(\d{1,16})-(\d{1,16})$/.exec(text) ?? [];
    const range = { fromUs: Number(from), toUs: Number(to) };
    return range.toUs > range.fromUs ? range : null;
  },
  serialize: ({ fromUs, toUs }) => `${Math.max(0, Math.floor(fromUs))}-${Math.ceil(toUs)}`,
  eq: (a, b) => a.fromUs === b.fromUs && a.toUs === b.toUs,
});

/** What of the timeline stands in the address: what is looked for, the time that is shown, whether the critical path is. */
export const TIMELINE_PARAMS = {
  find: parseAsString.withDefault(""),
  range: parseAsRange,
  path: parseAsBoolean.withDefault(true),
};

/** The window that an address asks for. */
export const viewOfRange = (scale: Scale, range: Range | null): View =>
  range === null ? WHOLE : viewOf(placeOf(scale, range.fromUs), placeOf(scale, range.toUs));

/** The stretch of time in a window; null when it is all of it. */
export function rangeOfView(scale: Scale, { from, to }: View): Range | null {
  if (from <= 0 && to >= 1) return null;
  const range = { fromUs: Math.floor(momentAt(scale, from)), toUs: Math.ceil(momentAt(scale, to)) };
  return range.toUs > range.fromUs ? range : { fromUs: range.fromUs, toUs: range.fromUs + 1 };
}

import { DAY_MS, dateOf, localDay } from "@/server/schedules/core/week";
import { zoneClock } from "@/server/schedules/core/zone-clock";
import type { OnCallInput, OnCallPerson, OnCallShift } from "@/server/schedules/schema";
import { formatMoment } from "./format-moment";
import { DAY_NAMES, weekWords } from "./prepare-calendar";

/** One shift as a stretch of the timeline, in hundredths of its width. */
export type Bar = {
  readonly key: string;
  readonly left: number;
  readonly width: number;
  /** Null in a gap. */
  readonly person: string | null;
  /** Of eight, the same one for a person everywhere on the page; null in a gap. */
  readonly series: number | null;
  readonly isOverride: boolean;
  /** The whole of it in words, for a pointer that rests on it. */
  readonly words: string;
};

export type TimelineRow = { readonly label: string; readonly note: string | null; readonly bars: readonly Bar[] };
export type TimelineDay = { readonly date: string; readonly left: number; readonly width: number };

type Schedule = {
  readonly zone: string;
  readonly layers: OnCallInput["layers"];
  readonly people: readonly OnCallPerson[];
  readonly window: { readonly firstDate: string; readonly from: string; readonly until: string };
  readonly shifts: readonly OnCallShift[];
  readonly shiftsByLayer: readonly (readonly OnCallShift[])[];
};

const SERIES = 8;

/** The timeline of a schedule: a row a layer, and below them who is on duty in the end. */
export function prepareTimeline(schedule: Schedule): { readonly days: readonly TimelineDay[]; readonly rows: readonly TimelineRow[] } {
  const { window, zone, people } = schedule;
  const [fromMs, untilMs] = [Date.parse(window.from), Date.parse(window.until)];
  const place = (ms: number) => ((ms - fromMs) / (untilMs - fromMs)) * 100;
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const seriesOf = new Map(
    schedule.layers
      .flatMap((layer) => layer.people)
      .concat(people.map(({ id }) => id))
      .filter((id, index, all) => all.indexOf(id) === index)
      .map((id, index) => [id, (index % SERIES) + 1]),
  );
  const toBar = (shift: OnCallShift): Bar => {
    const [start, end] = [Date.parse(shift.from), Date.parse(shift.until)];
    const person = shift.personId === null ? null : (names.get(shift.personId) ?? shift.personId);
    return {
      key: shift.from,
      left: place(start),
      width: place(end) - place(start),
      person,
      series: shift.personId === null ? null : (seriesOf.get(shift.personId) ?? null),
      isOverride: shift.overrideId !== null,
      words: `${person ?? "Nobody"}, ${formatMoment(start, zone)} to ${formatMoment(end, zone)}`,
    };
  };
  const { toInstant } = zoneClock(zone);
  const days: TimelineDay[] = [];
  for (let day = localDay(window.firstDate); toInstant(day) < untilMs; day += DAY_MS)
    days.push({ date: dateOf(day), left: place(toInstant(day)), width: place(toInstant(day + DAY_MS)) - place(toInstant(day)) });
  const rows = schedule.layers.map((layer, index) => ({
    label: layer.name,
    note: rotationWords(layer),
    bars: (schedule.shiftsByLayer[index] ?? []).filter((shift) => shift.personId !== null).map(toBar),
  }));
  return { days, rows: [...rows, { label: "On duty", note: null, bars: schedule.shifts.map(toBar) }] };
}

/** "Weekly, Mon 09:00", "Daily at 09:00, only Mon–Fri 08:00–18:00". */
export function rotationWords({ rotation, handover, restriction }: OnCallInput["layers"][number]): string {
  const turn = rotation === "weekly" ? `Weekly, ${DAY_NAMES[handover.weekday].slice(0, 3)} ${handover.time}` : `Daily at ${handover.time}`;
  return restriction === null ? turn : `${turn}, only ${weekWords(restriction)}`;
}

/** By what someone is on duty, in words. */
export function byWords({ layer, overrideId }: OnCallShift, layers: OnCallInput["layers"]): string {
  if (overrideId !== null) return "Override";
  return layer === null ? "" : (layers[layer]?.name ?? "");
}

/** A moment as the field for a date and a time wants it, in the reader's zone. */
export function toFieldTime(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Back again; what is no time is null. */
export function fromFieldTime(text: string): string | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

import { type CompiledCalendar, compileCalendar, isOpen, openSpans } from "./calendar";
import { DAY_MS, dayOf, type LocalMs, localDay, MINUTE_MS, minutesOf, WEEKDAYS, type Weekday, type WeekHours, weekdayOf } from "./week";
import { type ZoneClock, zoneClock } from "./zone-clock";

/** One rotation: people take turns, each until the next hand-over. */
export type Layer = {
  readonly name: string;
  /** In the order of their turns. */
  readonly people: readonly string[];
  readonly rotation: "daily" | "weekly";
  /** When one hands over to the next; the weekday counts for weekly rotations alone. */
  readonly handover: { readonly weekday: Weekday; readonly time: string };
  /** The first turn begins at the hand-over time of this date. */
  readonly startsOn: string;
  /** The hours in which the layer is on duty at all; null for always. */
  readonly restriction: WeekHours | null;
};

/** One person in place of the rotation, from one moment up to another. */
export type Override = { readonly id: string; readonly personId: string; readonly fromMs: number; readonly untilMs: number };

export type OnCallSchedule = {
  readonly zone: string;
  /** Highest first: the first layer that has somebody wins. */
  readonly layers: readonly Layer[];
  /** Newest first: of two that overlap, the newer one holds. */
  readonly overrides: readonly Override[];
  /** People who have left: their turns pass to whoever comes next. */
  readonly inactive: ReadonlySet<string>;
};

/** Who is on duty, and by what. Nobody has neither layer nor override. */
export type Duty = { readonly personId: string | null; readonly layer: number | null; readonly overrideId: string | null };
export type Shift = Duty & { readonly fromMs: number; readonly toMs: number };

const NOBODY: Duty = { personId: null, layer: null, overrideId: null };

type ReadyLayer = Layer & {
  readonly index: number;
  readonly startDay: LocalMs;
  readonly handoverMs: number;
  readonly hours: CompiledCalendar | null;
};

/** A schedule made ready to be asked. */
export type ReadyOnCall = {
  readonly clock: ZoneClock;
  readonly layers: readonly ReadyLayer[];
  readonly overrides: readonly Override[];
  readonly inactive: ReadonlySet<string>;
};

const NO_HOLIDAYS: ReadonlySet<string> = new Set();

export function prepareOnCall({ zone, layers, overrides, inactive }: OnCallSchedule): ReadyOnCall {
  const ready = layers.map((layer, index) => ({
    ...layer,
    index,
    startDay: localDay(layer.startsOn),
    handoverMs: minutesOf(layer.handover.time) * MINUTE_MS,
    hours: layer.restriction && compileCalendar({ zone, hours: layer.restriction, dates: [] }, () => NO_HOLIDAYS),
  }));
  return withPeople({ clock: zoneClock(zone), layers: ready }, overrides, inactive);
}

/** A schedule that is ready, with these overrides and leavers in place of its own. */
export const withPeople = (
  ready: Pick<ReadyOnCall, "clock" | "layers">,
  overrides: readonly Override[],
  inactive: ReadonlySet<string>,
): ReadyOnCall => ({ ...ready, overrides: overrides.filter(({ personId }) => !inactive.has(personId)), inactive });

/** Who is on duty at a moment, if anybody: an override before the layers, a higher layer before a lower one. */
export function dutyAt(schedule: ReadyOnCall, ms: number): Duty {
  const override = schedule.overrides.find(({ fromMs, untilMs }) => fromMs <= ms && ms < untilMs);
  if (override !== undefined) return { personId: override.personId, layer: null, overrideId: override.id };
  for (const layer of schedule.layers) {
    const personId = personOfLayer(schedule, layer, ms);
    if (personId !== null) return { personId, layer: layer.index, overrideId: null };
  }
  return NOBODY;
}

/** The person on duty at a moment, or null in a gap. */
export const onCallAt = (schedule: ReadyOnCall, ms: number): string | null => dutyAt(schedule, ms).personId;

function personOfLayer({ clock, inactive }: ReadyOnCall, layer: ReadyLayer, ms: number): string | null {
  const turn = turnAt(clock, layer, ms);
  if (turn === null || (layer.hours !== null && !isOpen(layer.hours, new Date(ms)))) return null;
  const { people } = layer;
  for (let next = 0; next < people.length; next += 1) {
    const personId = people[(turn + next) % people.length];
    if (personId !== undefined && !inactive.has(personId)) return personId;
  }
  return null;
}

/** How many hand-overs there were since the first turn; null before it. */
function turnAt(clock: ZoneClock, layer: ReadyLayer, ms: number): number | null {
  // The last day whose hand-over time has come. The wall clock may have gone back over midnight, hence the day after.
  let day = dayOf(clock.toLocal(ms)) + DAY_MS;
  while (clock.toInstant(day + layer.handoverMs) > ms) day -= DAY_MS;
  if (day < layer.startDay) return null;
  if (layer.rotation === "daily") return (day - layer.startDay) / DAY_MS;
  const first = firstHandover(layer);
  return day < first ? 0 : Math.floor((day - first) / (7 * DAY_MS)) + 1;
}

/** The day of the first hand-over of a weekly rotation: the first such weekday after it began. */
function firstHandover({ startDay, handover }: ReadyLayer): LocalMs {
  const days = WEEKDAYS.indexOf(handover.weekday) - WEEKDAYS.indexOf(weekdayOf(startDay));
  return startDay + (days > 0 ? days : days + 7) * DAY_MS;
}

/** Who is on duty through a span of time: shifts that follow one another without gap or overlap. */
export function shifts(schedule: ReadyOnCall, fromMs: number, toMs: number): Shift[] {
  const edges = [...schedule.overrides.flatMap((each) => [each.fromMs, each.untilMs])];
  for (const layer of schedule.layers) edges.push(...edgesOf(schedule.clock, layer, fromMs, toMs));
  return tile(edges, fromMs, toMs, (ms) => dutyAt(schedule, ms));
}

/** The same of one layer by itself, as if there were neither others nor overrides. */
export function layerShifts(schedule: ReadyOnCall, index: number, fromMs: number, toMs: number): Shift[] {
  const layer = schedule.layers[index];
  if (layer === undefined) return [];
  return tile(edgesOf(schedule.clock, layer, fromMs, toMs), fromMs, toMs, (ms) => {
    const personId = personOfLayer(schedule, layer, ms);
    return personId === null ? NOBODY : { personId, layer: index, overrideId: null };
  });
}

/** The moments of a span at which another one of the layer may begin. */
function edgesOf(clock: ZoneClock, layer: ReadyLayer, fromMs: number, toMs: number): number[] {
  const edges: number[] = [];
  const isHandover = (day: LocalMs) => day === layer.startDay || layer.rotation === "daily" || weekdayOf(day) === layer.handover.weekday;
  const lastDay = dayOf(clock.toLocal(toMs)) + DAY_MS;
  for (let day = dayOf(clock.toLocal(fromMs)) - DAY_MS; day <= lastDay; day += DAY_MS)
    if (isHandover(day)) edges.push(clock.toInstant(day + layer.handoverMs));
  if (layer.hours !== null) for (const span of openSpans(layer.hours, new Date(fromMs), new Date(toMs))) edges.push(span.fromMs, span.toMs);
  return edges;
}

function tile(edges: readonly number[], fromMs: number, toMs: number, dutyOf: (ms: number) => Duty): Shift[] {
  const inside = [...new Set(edges)].filter((edge) => edge > fromMs && edge < toMs).sort((a, b) => a - b);
  const tiles: Shift[] = [];
  for (const [index, start] of [fromMs, ...inside].entries()) {
    const toEdge = inside[index] ?? toMs;
    const duty = dutyOf(start);
    const last = tiles.at(-1);
    if (last !== undefined && isSame(last, duty)) tiles[tiles.length - 1] = { ...last, toMs: toEdge };
    else tiles.push({ ...duty, fromMs: start, toMs: toEdge });
  }
  return tiles;
}

const isSame = (a: Duty, b: Duty): boolean => a.personId === b.personId && a.layer === b.layer && a.overrideId === b.overrideId;

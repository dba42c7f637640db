import { z } from "zod";
import { type DayHours, hasHours, WEEKDAYS, type WeekHours } from "./core/week";

const id = z.string().min(1).max(64);
const name = z.string().trim().min(1, "Give a name.").max(80, "At most 80 characters.");
const revision = z.int().min(1);

const isTimeZone = (zone: string): boolean => {
  try {
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};
const zone = z.string().refine(isTimeZone, "Choose a time zone, e.g. Europe/Berlin.");

const date = z.iso.date("Give a date.");
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Give a time like 09:30.");
const endOfHours = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, "Give a time like 17:30; 24:00 is the end of the day.");

const byStart = (a: DayHours, b: DayHours): number => a.from.localeCompare(b.from);
const doOverlap = (a: DayHours, b: DayHours): boolean => a.from < b.to && b.from < a.to;

/** The hours of one day, in order and apart. Over midnight they go on as the next day's, from 00:00. */
const DayHoursSchema = z
  .array(z.object({ from: timeOfDay, to: endOfHours }))
  .max(6, "At most six opening times a day.")
  .superRefine((hours, context) => {
    for (const [index, each] of hours.entries()) {
      const isBackwards = each.to <= each.from;
      if (isBackwards)
        context.addIssue({
          code: "custom",
          path: [index, "to"],
          message: "This is not after the start. Hours over midnight go on as the next day's, from 00:00.",
        });
      else if (hours.slice(0, index).some((before) => doOverlap(before, each)))
        context.addIssue({ code: "custom", path: [index, "from"], message: "This overlaps other hours of the day." });
    }
  })
  .transform((hours) => [...hours].sort(byStart));

export const WeekHoursSchema = z.object(
  Object.fromEntries(WEEKDAYS.map((day) => [day, DayHoursSchema])) as Record<(typeof WEEKDAYS)[number], typeof DayHoursSchema>,
);

export const OwnDatesSchema = z
  .array(z.object({ date, label: z.string().trim().max(80, "At most 80 characters."), hours: DayHoursSchema }))
  .max(200, "At most 200 days.")
  .superRefine((dates, context) => {
    for (const [index, each] of dates.entries())
      if (dates.findIndex((other) => other.date === each.date) < index)
        context.addIssue({ code: "custom", path: [index, "date"], message: "This date is in the list already." });
  })
  .transform((dates) => [...dates].sort((a, b) => a.date.localeCompare(b.date)));

/** Where holidays are taken from: a country, perhaps one of its regions. */
export const HolidayPlaceSchema = z.object({ country: z.string().regex(/^[A-Z]{2}$/), region: z.string().min(1).max(12).nullable() });
export type HolidayPlace = z.output<typeof HolidayPlaceSchema>;

export const CalendarInput = z.object({
  name,
  zone,
  hours: WeekHoursSchema.refine(
    (week: WeekHours) => hasHours(week),
    "No weekday has hours, so time would never pass on this calendar. Give at least one weekday opening hours.",
  ),
  holidays: HolidayPlaceSchema.nullable(),
  dates: OwnDatesSchema,
});
export type CalendarInput = z.output<typeof CalendarInput>;

export const CalendarIdInput = z.object({ id });
export const EditCalendarInput = z.object({ id, revision, calendar: CalendarInput });
export const ArchiveInput = z.object({ id, isArchived: z.boolean() });

/** The calendar that is always open. It stands in every installation, and is the default until another is made so. */
export const ALWAYS_ID = "cal_00000000000000000000000000";

export type Calendar = CalendarInput & {
  readonly id: string;
  readonly isDefault: boolean;
  readonly isBuiltIn: boolean;
  readonly revision: number;
  readonly archivedAt: string | null;
};

/** Open or closed at the moment of asking, and until when; null when that does not change within a year. */
export type OpenNow = { readonly isOpen: boolean; readonly until: string | null };

export type Holiday = { readonly date: string; readonly name: string };
export type HolidayCountry = { readonly code: string; readonly name: string; readonly regions: readonly { code: string; name: string }[] };

// On call

const person = z.string().regex(/^per_[0-9a-z]{26}$/, "Choose a person.");

const LayerSchema = z.object({
  name,
  people: z.array(person).min(1, "Choose at least one person.").max(50, "At most 50 people."),
  rotation: z.enum(["daily", "weekly"]),
  handover: z.object({ weekday: z.enum(WEEKDAYS), time: timeOfDay }),
  startsOn: date,
  restriction: WeekHoursSchema.refine(
    (week: WeekHours) => hasHours(week),
    "No weekday has hours, so this layer would never be on duty. Give at least one weekday hours, or let it be on duty always.",
  ).nullable(),
});

export const LayersSchema = z.array(LayerSchema).min(1, "Add at least one layer.").max(6, "At most six layers.");
export const OnCallInput = z.object({ name, zone, layers: LayersSchema });
export type OnCallInput = z.output<typeof OnCallInput>;

export const EditOnCallInput = z.object({ id, revision, onCall: OnCallInput });
export const WEEKS = [2, 4] as const;
export const ReadOnCallInput = z.object({
  id,
  from: date.nullable().default(null),
  weeks: z.union([z.literal(2), z.literal(4)]).default(2),
});
export type ReadOnCallInput = z.input<typeof ReadOnCallInput>;

const MAX_OVERRIDE_MS = 92 * 86_400_000;
export const AddOverrideInput = z
  .object({
    onCallId: id,
    /** Who takes over; null for oneself. */
    personId: person.nullable(),
    from: z.iso.datetime({ offset: true, error: "Give a date and a time." }),
    until: z.iso.datetime({ offset: true, error: "Give a date and a time." }),
  })
  .refine(({ from, until }) => Date.parse(until) > Date.parse(from), { path: ["until"], message: "The end must come after the start." })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) <= MAX_OVERRIDE_MS, {
    path: ["until"],
    message: "At most 92 days at once.",
  });
export type AddOverrideInput = z.output<typeof AddOverrideInput>;
export const RemoveOverrideInput = z.object({ onCallId: id, overrideId: id });

export type OnCallShift = {
  readonly from: string;
  readonly until: string;
  /** Nobody in a gap. */
  readonly personId: string | null;
  /** The layer that the person is on duty by, from 0; null for an override and in a gap. */
  readonly layer: number | null;
  readonly overrideId: string | null;
};

export type OnCallPerson = { readonly id: string; readonly name: string; readonly isActive: boolean };

export type OnCallOverride = {
  readonly id: string;
  readonly personId: string;
  readonly from: string;
  readonly until: string;
  readonly createdById: string | null;
  readonly canRemove: boolean;
};

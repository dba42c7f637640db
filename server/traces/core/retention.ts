/** What is kept apart, each for its own time. */
export const STREAMS = ["steps", "payloads", "events", "metrics"] as const;
export type Stream = (typeof STREAMS)[number];
export type Days = Readonly<Record<Stream, number>>;

/** The tables of each stream, one partition a day, and by which moment. What was taken out of payloads goes with them. */
export const TABLES = {
  steps: [{ table: "step", at: "started_at" }],
  payloads: [
    { table: "step_payload", at: "started_at" },
    { table: "step_redaction", at: "started_at" },
  ],
  events: [{ table: "step_event", at: "at" }],
  metrics: [{ table: "metric_sample", at: "at" }],
} as const satisfies Record<Stream, readonly { readonly table: string; readonly at: string }[]>;

/** Before anyone changed it: all for more than six months. */
export const SHIPPED_DAYS: Days = { steps: 400, payloads: 200, events: 200, metrics: 200 };

/** No six months have more days. */
export const SIX_MONTHS_DAYS = 184;
/**
 * What happened, and who decided it, is the log that the EU AI Act has kept for six months (articles 19 and 26(6)), so no less is
 * offered. Payloads and metrics may hold personal data, of which other law may want less: there the keeper decides, down to a month.
 */
export const LEAST_DAYS: Days = { steps: SIX_MONTHS_DAYS, payloads: 30, events: SIX_MONTHS_DAYS, metrics: 30 };
export const MOST_DAYS = 3_650;

const DAY_MS = 86_400_000;

/** A day (UTC) as `2026-11-22`. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/** The first day that is kept; what is before it goes. */
export const firstDayKept = (now: Date, days: number): string => dayOf(new Date(now.getTime() - days * DAY_MS));

/** When the worker may delete a day: at the first midnight (UTC) at which it is past its retention. */
export const goesAt = (day: string, days: number): string => new Date(Date.parse(day) + (days + 1) * DAY_MS).toISOString();

/** What is wrong with days that someone wants, by stream. */
export function faultsOf(days: Days): readonly { readonly stream: Stream; readonly message: string }[] {
  const faults = STREAMS.flatMap((stream) => {
    if (days[stream] < LEAST_DAYS[stream]) return [{ stream, message: `At least ${LEAST_DAYS[stream]} days.` }];
    return days[stream] > MOST_DAYS ? [{ stream, message: `At most ${MOST_DAYS} days.` }] : [];
  });
  const beyond = (["payloads", "events"] as const).filter((stream) => days[stream] > days.steps);
  return [...faults, ...beyond.map((stream) => ({ stream, message: "No longer than the steps that they belong to." }))];
}

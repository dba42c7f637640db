import { type ReadOnCallInput, WEEKS } from "@/server/schedules/schema";

export const calendarHref = (id: string): string => `/settings/calendars/${encodeURIComponent(id)}`;
export const onCallHref = (id: string): string => `/settings/on-call/${encodeURIComponent(id)}`;

/** The window of an on-call page as its address says it; what it says wrongly counts as not said. */
export type OnCallWindow = { readonly from: string | null; readonly weeks: 2 | 4 };

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

export function readWindow(params: { readonly from?: unknown; readonly weeks?: unknown }): OnCallWindow {
  return {
    from: typeof params.from === "string" && isDate(params.from) ? params.from : null,
    weeks: WEEKS.find((weeks) => String(weeks) === params.weeks) ?? 2,
  };
}

/** The query of an on-call page, the same on the server and in the browser. */
export const onCallQuery = (id: string, { from, weeks }: OnCallWindow): ReadOnCallInput => ({ id, from, weeks });

/** The address of another window of the same schedule. */
export function windowHref(id: string, { from, weeks }: OnCallWindow): string {
  const params = new URLSearchParams();
  if (from !== null) params.set("from", from);
  if (weeks !== 2) params.set("weeks", String(weeks));
  return params.size === 0 ? onCallHref(id) : `${onCallHref(id)}?${params}`;
}

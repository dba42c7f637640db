"use client";

import { useMemo } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { useNow } from "@/components/ui/use-now";
import { CalendarInput, type Holiday } from "@/server/schedules/schema";
import { formatDate } from "./format-moment";
import { Moment } from "./moment";
import { previewCalendar } from "./prepare-calendar";

export type CalendarPreviewProps = {
  readonly rules: Pick<CalendarInput, "zone" | "hours" | "dates">;
  readonly holidays: readonly Holiday[];
};

const Rules = CalendarInput.pick({ zone: true, hours: true, dates: true });

/** What the calendar says from now on, as it stands in the form, saved or not. */
export function CalendarPreview({ rules, holidays }: CalendarPreviewProps) {
  const nowMs = useNow(60_000);
  const preview = useMemo(() => {
    const valid = Rules.safeParse(rules);
    return nowMs === null || !valid.success ? null : previewCalendar(valid.data, holidays, nowMs);
  }, [rules, holidays, nowMs]);
  if (nowMs === null) return <Skeleton className="h-24 w-full" />;
  if (preview === null) return <p className="text-sm text-ink-3">The preview comes back once the hours make sense.</p>;
  const { isOpen, changesAtMs, fourHoursEndMs, days } = preview;
  return (
    <div className="grid gap-3 text-sm">
      <p role="status">
        <span className="text-lg font-semibold">{isOpen ? "Open now" : "Closed now"}</span>
        <br />
        {changesAtMs === null ? (
          isOpen ? (
            "It stays open."
          ) : (
            "It does not open again."
          )
        ) : (
          <>
            {isOpen ? "Closes " : "Next opening "}
            <Moment at={changesAtMs} zone={rules.zone} />
          </>
        )}
      </p>
      {fourHoursEndMs !== null && (
        <p className="text-ink-2">
          Four open hours from now end <Moment at={fourHoursEndMs} zone={rules.zone} />.
        </p>
      )}
      <table className="w-full border-collapse text-sm">
        <caption className="pb-1 text-left text-xs text-ink-3">The coming days, in {rules.zone}</caption>
        <tbody>
          {days.map(({ date, hours, note }) => (
            <tr key={date} className="border-t border-line align-top">
              <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
                {formatDate(date)}
              </th>
              <td className="py-1">
                <span className={hours === "closed" ? "text-ink-3" : undefined}>{hours}</span>
                {note && <span className="block text-xs text-ink-3">{note}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

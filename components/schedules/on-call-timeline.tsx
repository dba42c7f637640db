"use client";

import clsx from "clsx";
import { useNow } from "@/components/ui/use-now";
import { formatDate } from "./format-moment";
import type { Bar, TimelineDay, TimelineRow } from "./prepare-on-call";

export type OnCallTimelineProps = {
  readonly days: readonly TimelineDay[];
  readonly rows: readonly TimelineRow[];
  readonly window: { readonly from: string; readonly until: string };
};

const stretch = ({ left, width }: { readonly left: number; readonly width: number }) => ({ left: `${left}%`, width: `${width}%` });

/** Who is on duty when, by layer and in the end. The list of shifts below it says the same in words. */
export function OnCallTimeline({ days, rows, window }: OnCallTimelineProps) {
  const nowMs = useNow(60_000);
  const [fromMs, untilMs] = [Date.parse(window.from), Date.parse(window.until)];
  const now = nowMs !== null && nowMs >= fromMs && nowMs < untilMs ? ((nowMs - fromMs) / (untilMs - fromMs)) * 100 : null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, by keyboard too
    <section aria-label="Timeline" tabIndex={0} className="overflow-x-auto">
      <div className={clsx("relative pr-4 md:pr-6", days.length > 14 ? "min-w-[64rem]" : "min-w-[52rem]")}>
        <div className="flex border-b border-line text-2xs text-ink-3">
          <span className="sticky left-0 z-10 w-32 shrink-0 bg-paper md:w-48" />
          <div className="relative h-6 flex-1">
            {days.map((day) => (
              <span key={day.date} style={stretch(day)} className="absolute inset-y-0 truncate border-l border-line px-1 leading-6">
                {days.length > 14 ? day.date.slice(8) : formatDate(day.date)}
              </span>
            ))}
          </div>
        </div>
        {rows.map((row, index) => {
          const isLast = index === rows.length - 1;
          return (
            <div key={row.label} className={clsx("flex border-b border-line", isLast && "bg-sunken")}>
              <div className={clsx("sticky left-0 z-10 w-32 shrink-0 py-2 pr-2 pl-4 md:w-48 md:pl-6", isLast ? "bg-sunken" : "bg-paper")}>
                <span className={clsx("block text-sm wrap-anywhere", isLast && "font-semibold")}>{row.label}</span>
                {row.note && <span className="block text-2xs text-pretty text-ink-3">{row.note}</span>}
              </div>
              <div className="relative min-h-12 flex-1">
                {days.map((day) => (
                  <span key={day.date} aria-hidden style={{ left: `${day.left}%` }} className="absolute inset-y-0 border-l border-line" />
                ))}
                {row.bars.map((bar) => (
                  <Shift key={bar.key} bar={bar} isStrong={isLast} />
                ))}
                {now !== null && <span aria-hidden style={{ left: `${now}%` }} className="absolute inset-y-0 w-0.5 bg-accent" />}
              </div>
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Shift({ bar, isStrong }: { readonly bar: Bar; readonly isStrong: boolean }) {
  const isGap = bar.person === null;
  return (
    <span
      title={bar.words}
      style={{ ...stretch(bar), borderLeftColor: bar.series === null ? undefined : `var(--s${bar.series})` }}
      className={clsx(
        "@container absolute inset-y-1.5 flex items-center overflow-hidden rounded-sm border pl-1 text-xs",
        isGap ? "border-dashed border-warn bg-warn-weak text-warn" : "border-l-4 border-line-strong bg-surface",
        isStrong && !isGap && "font-medium",
      )}
    >
      <span className="hidden truncate @min-[5.5rem]:inline">{bar.person ?? "Nobody"}</span>
      <span className="truncate @min-[5.5rem]:hidden">{bar.initials}</span>
      {bar.isOverride && <span className="ml-1 hidden font-normal text-ink-3 @min-[9rem]:inline">override</span>}
    </span>
  );
}

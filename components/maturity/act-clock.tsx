import { formatDay } from "@/components/attainment/prepare-attainment";
import { useNow } from "@/components/ui/use-now";
import type { Frameworks } from "@/server/maturity/frameworks";
import { clockWords } from "./prepare-frameworks";

const HOUR_MS = 3_600_000;

/** From when which part of the Act applies, and that nobody should rely on it unread. */
export function ActClock({ clock: { dates, note, source } }: Pick<Frameworks, "clock">) {
  const now = useNow(HOUR_MS);
  const today = now === null ? null : new Date(now).toISOString().slice(0, 10);
  return (
    <section aria-labelledby="act-clock" className="mb-6 border-y border-line py-4">
      <h2 id="act-clock" className="text-lg font-semibold tracking-tight">
        From when the Act applies
      </h2>
      <ol className="mt-2 max-w-[90ch] text-sm">
        {dates.map(({ from, what }) => (
          <li key={from} className="grid gap-x-4 border-t border-line py-1.5 first:border-t-0 sm:grid-cols-[8rem_7rem_minmax(0,1fr)]">
            <span className="font-medium whitespace-nowrap">{formatDay(from, true)}</span>
            <span className="whitespace-nowrap text-ink-2">{today !== null && clockWords(from, today)}</span>
            <span className="text-pretty">{what}</span>
          </li>
        ))}
      </ol>
      <p className="mt-2 max-w-[90ch] text-sm text-pretty text-warn">{note}</p>
      <p className="mt-1 max-w-[90ch] text-xs text-ink-3">{source}</p>
    </section>
  );
}

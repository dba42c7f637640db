import { formatCount } from "@/components/ui/format-count";
import type { Outcome } from "@/server/overview/core/outcomes";
import type { ChartDay } from "./prepare-overview";

export type DaysTableProps = {
  readonly points: readonly ChartDay[];
  readonly series: readonly { readonly key: Outcome; readonly label: string }[];
};

/** What the chart draws, in figures; newest day first. */
export function DaysTable({ points, series }: DaysTableProps) {
  const cell = "px-2 py-1.5 text-right";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="mt-2 max-h-80 overflow-auto" tabIndex={0} aria-label="Actions a day by outcome">
      <table className="w-full text-sm">
        <caption className="sr-only">Actions a day by outcome</caption>
        <thead>
          <tr className="border-b border-line-strong text-xs text-ink-3">
            <th scope="col" className="py-1.5 pr-2 text-left align-bottom font-normal">
              Day
            </th>
            {series.map(({ key, label }) => (
              <th key={key} scope="col" className={`${cell} align-bottom font-normal`}>
                {label}
              </th>
            ))}
            <th scope="col" className={`${cell} align-bottom font-normal`}>
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map((point) => (
            <tr key={point.day} className="border-b border-line">
              <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
                <time dateTime={point.day}>{point.label}</time>
              </th>
              {series.map(({ key }) => (
                <td key={key} className={cell}>
                  <Figure count={point[key]} />
                </td>
              ))}
              <td className={`${cell} font-medium`}>
                <Figure count={point.total ?? undefined} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Figure = ({ count }: { readonly count: number | undefined }) =>
  count === undefined ? (
    <>
      <span aria-hidden>–</span>
      <span className="sr-only">not on record</span>
    </>
  ) : (
    formatCount(count)
  );

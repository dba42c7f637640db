import type { Csv } from "@/components/ui/csv";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import { dayName } from "./prepare-forecast";
import { formatCents, UNATTRIBUTED_LABEL } from "./prepare-spend";

type Row = {
  readonly day: string;
  readonly spent: string | null;
  readonly ahead: string | null;
  readonly low: string | null;
  readonly high: string | null;
};

function rowsOf({ days, spentMicroUsd, ahead }: MonthForecast): readonly Row[] {
  const to = new Map(ahead?.days.map((day) => [day.day, day]));
  return days.map((day, i) => ({
    day,
    spent: spentMicroUsd[i] ?? null,
    ahead: to.get(day)?.microUsd ?? null,
    low: to.get(day)?.lowMicroUsd ?? null,
    high: to.get(day)?.highMicroUsd ?? null,
  }));
}

const usd = (micro: string | null): number | null => (micro === null ? null : Number(micro) / 1e6);

/** The figures behind the charts, and by part what is to come. */
export const forecastCsv = (month: MonthForecast): Csv => {
  const groups = month.ahead?.groups ?? [];
  const first = month.ahead?.days[0]?.day ?? "9";
  return {
    head: [
      "Day",
      "Spent (USD)",
      "To come (USD)",
      "p10 (USD)",
      "p90 (USD)",
      ...groups.map(({ key }) => `To come, ${key ?? UNATTRIBUTED_LABEL} (USD)`),
    ],
    rows: rowsOf(month).map(({ day, spent, ahead, low, high }) => {
      const at = month.days.indexOf(day) - month.days.indexOf(first);
      return [day, usd(spent), usd(ahead), usd(low), usd(high), ...groups.map(({ perDayMicroUsd }) => usd(perDayMicroUsd[at] ?? null))];
    }),
  };
};

const HEAD = "border-b border-line-strong px-2 py-1.5 text-xs font-normal text-ink-3 first:pl-0";
const COLUMNS = ["Spent", "To come", "p10", "p90"] as const;

/** The month day by day: what was spent, and what is to come with its band. */
export function ForecastTable({ month }: { readonly month: MonthForecast }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">The forecast by day</caption>
      <thead>
        <tr>
          <th scope="col" className={`${HEAD} text-left`}>
            Day
          </th>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className={`${HEAD} text-right`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(month)
          .toReversed()
          .map(({ day, spent, ahead, low, high }) => (
            <tr key={day} className="border-b border-line">
              <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
                {dayName(day)}
              </th>
              <td className="px-2 py-1.5 text-right whitespace-nowrap">
                {spent === null ? day <= month.today ? <span className="text-ink-3">not on record</span> : "" : formatCents(spent)}
              </td>
              {[ahead, low, high].map((value, i) => (
                <td key={COLUMNS[i + 1]} className="px-2 py-1.5 text-right whitespace-nowrap text-ink-2">
                  {value === null ? "" : formatCents(value)}
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

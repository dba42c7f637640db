import type { BarSeries } from "@/components/charts/bar-point";
import { Swatch } from "@/components/charts/swatch";

/** Which colour stands for what, in the order of their size. */
export const SeriesLegend = ({ series }: { readonly series: readonly BarSeries[] }) => (
  <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-2">
    {series.map(({ key, label, ...fill }) => (
      <li key={key} className="flex min-w-0 items-center gap-2">
        <Swatch {...fill} />
        <span className="truncate">{label}</span>
      </li>
    ))}
  </ul>
);

import { formatCount } from "@/components/ui/format-count";
import type { HomeAttainment as Attainment } from "@/server/overview/home-schema";
import { HomePart } from "./home-part";
import { formatShare } from "./prepare-overview";

const [WIDTH, HEIGHT] = [150, 40];

/** Whether people decide in time, and what waits for them now. */
export function HomeAttainment({ attainment, days }: { readonly attainment: Attainment; readonly days: number }) {
  const { inTime, measured, shares, waiting, pastDue, dueWithinHour } = attainment;
  return (
    <HomePart title="Decided within SLA" href={`/queue/attainment?days=${days}`} className="md:col-start-1 md:row-start-3">
      <div className="flex items-end justify-between gap-4">
        <div className="min-w-0">
          <p className="text-2xl font-semibold tracking-tight">{formatShare(inTime, measured)}</p>
          <p className="text-base text-pretty text-ink-2">
            {measured === 0 ? `Nothing was due in ${days} days. ` : `${formatCount(inTime)} of ${formatCount(measured)} in ${days} days. `}
            {waiting === 0 ? "Nothing is open." : `${formatCount(waiting)} open`}
            {waiting > 0 && pastDue > 0 && (
              <>
                , <span className="font-medium text-danger">{formatCount(pastDue)} past due</span>
              </>
            )}
            {waiting > 0 && dueWithinHour > 0 && `, ${formatCount(dueWithinHour)} due within the hour`}
            {waiting > 0 && "."}
          </p>
        </div>
        <ShareLine shares={shares.map(({ share }) => share)} />
      </div>
    </HomePart>
  );
}

/** The share by five days, from half of it to all. */
function ShareLine({ shares }: { readonly shares: readonly number[] }) {
  if (shares.length < 2) return null;
  const low = Math.min(0.5, ...shares);
  const place = (share: number, i: number): readonly [number, number] => [
    4 + (i / (shares.length - 1)) * (WIDTH - 8),
    4 + (1 - (share - low) / (1 - low)) * (HEIGHT - 8),
  ];
  const points = shares.map(place);
  const [x, y] = points.at(-1) ?? [0, 0];
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="shrink-0">
      <polyline
        points={points.map((point) => point.map((one) => one.toFixed(1)).join(",")).join(" ")}
        fill="none"
        stroke="var(--ink-2)"
        strokeWidth={1.5}
      />
      <circle cx={x} cy={y} r={3.5} fill="var(--ink)" />
    </svg>
  );
}

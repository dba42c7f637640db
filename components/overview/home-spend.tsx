import { formatDay } from "@/components/attainment/prepare-attainment";
import { formatCents, formatChange } from "@/components/spend/prepare-spend";
import { usdWords } from "@/server/kernel/money";
import type { HomeSpend as Spend } from "@/server/overview/home-schema";
import { HomePart } from "./home-part";
import { prepareMonth } from "./prepare-home";

const [WIDTH, HEIGHT] = [480, 132];

/** What the month has cost so far, where it is going, and whether its budget holds. */
export function HomeSpend({ spend }: { readonly spend: Spend }) {
  const { monthName, spentMicroUsd, beforeMicroUsd, budget, ahead } = spend;
  const change = formatChange(spentMicroUsd, beforeMicroUsd);
  const ends = ahead === null ? "" : `, ends near ${usdWords(ahead.totalMicroUsd)}`;
  const passes = budget?.passes ?? null;
  return (
    <HomePart title={`Spend, ${monthName}`} href="/spend/brief" className="md:row-span-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-2xl font-semibold tracking-tight">{formatCents(spentMicroUsd)}</span>
        <span className="text-base text-ink-3">{change === null ? "nothing to hold it against" : `${change} on the month before`}</span>
      </p>
      <MonthLine spend={spend} />
      <p className="text-base text-pretty">
        {budget === null ? (
          <span className="text-ink-2">No budget of the organisation{ends}</span>
        ) : budget.isPassed ? (
          <>
            <span className="font-medium text-danger">The budget of {usdWords(budget.limitMicroUsd)} is passed</span>
            {ends}
          </>
        ) : passes === null ? (
          <>
            The budget of {usdWords(budget.limitMicroUsd)} holds{ends}
          </>
        ) : (
          <>
            <span className="font-medium text-warn">
              Passes the budget of {usdWords(budget.limitMicroUsd)} on {formatDay(passes)}
            </span>
            {ends}
          </>
        )}
      </p>
    </HomePart>
  );
}

/** The month summed up day by day, on to what it is expected to come to. The sentences around it say the same. */
function MonthLine({ spend }: { readonly spend: Spend }) {
  const month = prepareMonth(spend);
  if (month === null) return null;
  const { sums, days, top, limit, end } = month;
  const placeX = (day: number) => 4 + (day / days) * (WIDTH - 8);
  const placeY = (usd: number) => HEIGHT - 20 - (usd / top) * (HEIGHT - 32);
  const line = sums.map((usd, i) => `${placeX(i + 1).toFixed(1)},${placeY(usd).toFixed(1)}`);
  const last = sums.at(-1) ?? 0;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="my-2 h-auto w-full max-w-xl">
      <line x1={4} x2={WIDTH - 4} y1={placeY(0)} y2={placeY(0)} stroke="var(--line-strong)" />
      {limit !== null && (
        <>
          <line x1={4} x2={WIDTH - 4} y1={placeY(limit)} y2={placeY(limit)} stroke="var(--warn)" strokeWidth={1.5} />
          <text x={4} y={placeY(limit) - 5} className="fill-warn text-xs">
            Budget
          </text>
        </>
      )}
      <polyline
        points={[`${placeX(0)},${placeY(0)}`, ...line].join(" ")}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={2}
        strokeLinejoin="round"
      />
      {end !== null && (
        <line
          x1={placeX(sums.length)}
          y1={placeY(last)}
          x2={placeX(days)}
          y2={placeY(end)}
          stroke="var(--ink)"
          strokeWidth={1.5}
          strokeDasharray="5 4"
        />
      )}
      <circle cx={placeX(sums.length)} cy={placeY(last)} r={4} fill="var(--ink)" />
      <text x={4} y={HEIGHT - 3} className="fill-ink-3 text-xs">
        {month.from}
      </text>
      <text x={WIDTH - 4} y={HEIGHT - 3} textAnchor="end" className="fill-ink-3 text-xs">
        {month.to}
      </text>
    </svg>
  );
}

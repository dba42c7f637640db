"use client";

import { PolarAngleAxis, PolarGrid, PolarRadiusAxis, Radar, RadarChart } from "recharts";
import { formatScore } from "@/server/maturity/core/figure-words";
import type { DimensionRow } from "@/server/maturity/schema";
import { prepareRadar } from "./prepare-maturity";

type CornerProps = {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly cx?: number | string;
  readonly index?: number;
  readonly payload?: { readonly value: string };
};

/** The score of each dimension against its target. The table below says the same in figures. */
export function MaturityRadar({ rows }: { readonly rows: readonly Pick<DimensionRow, "id" | "name" | "score" | "target">[] }) {
  const points = prepareRadar(rows);
  const hasTargets = points.some(({ target }) => target !== null);
  const label = `Score of each dimension: ${rows.map(({ name, score }) => `${name} ${formatScore(score)}`).join(", ")}`;
  const corner = ({ x = 0, y = 0, cx = 0, index = 0, payload }: CornerProps) => {
    const [left, middle] = [Number(x), Number(cx)];
    const anchor = Math.abs(left - middle) < 8 ? "middle" : left > middle ? "start" : "end";
    return (
      <text x={left} y={Number(y) - 4} textAnchor={anchor} className="text-2xs">
        <tspan x={left} className="fill-ink-2">
          {SHORT[payload?.value ?? ""] ?? payload?.value}
        </tspan>
        <tspan x={left} dy="1.3em" className="fill-ink font-medium">
          {points[index]?.words}
        </tspan>
      </text>
    );
  };
  return (
    <figure className="min-w-0">
      <div role="img" aria-label={label} className="mx-auto h-[340px] w-full max-w-[430px]">
        <RadarChart responsive className="size-full" data={points} outerRadius="66%" accessibilityLayer={false}>
          <PolarGrid stroke="var(--line)" />
          <PolarRadiusAxis domain={[1, 5]} tickCount={5} tick={false} axisLine={false} />
          <PolarAngleAxis dataKey="name" tick={corner} tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} />
          {hasTargets && (
            <Radar dataKey="target" stroke="var(--ink-3)" strokeDasharray="4 3" fill="none" strokeWidth={1.3} isAnimationActive={false} />
          )}
          <Radar
            dataKey="score"
            stroke="var(--s1)"
            strokeWidth={2}
            fill="var(--s1)"
            fillOpacity={0.16}
            dot={{ r: 2.8, fill: "var(--s1)", fillOpacity: 1, stroke: "none" }}
            isAnimationActive={false}
          />
        </RadarChart>
      </div>
      <figcaption className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 text-xs text-ink-3">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="w-4 border-t-2 border-(--s1)" />
          score now
        </span>
        {hasTargets && (
          <span className="inline-flex items-center gap-1.5">
            <span aria-hidden className="w-4 border-t border-dashed border-ink-3" />
            target
          </span>
        )}
        <span>centre is Level 1, rim Level 5</span>
      </figcaption>
    </figure>
  );
}

/** Names that would not fit at a corner. */
const SHORT: Readonly<Record<string, string>> = { "Developer experience": "Developer exp.", "Organizational enablement": "Organization" };

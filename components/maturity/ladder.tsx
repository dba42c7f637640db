import clsx from "clsx";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { LEVELS, type Level } from "@/server/maturity/core/rubric";
import type { Target } from "@/server/maturity/schema";

export type LadderProps = {
  readonly level: Level;
  /** The levels that the organisation as a whole aims at. */
  readonly targets: readonly Target[];
};

/** The five levels, where the organisation stands, and when it means to stand higher. */
export function Ladder({ level, targets }: LadderProps) {
  return (
    <ol aria-label="Levels" className="mt-4 mb-6 grid grid-cols-5 gap-1 text-xs text-ink-3 sm:text-sm">
      {(Object.entries(LEVELS) as [string, string][]).map(([key, name]) => {
        const own = Number(key);
        const target = targets.find((one) => one.level === own);
        return (
          <li key={key} aria-current={own === level ? "step" : undefined} className={clsx(own === level && "font-medium text-ink")}>
            <span aria-hidden className={clsx("mb-1.5 block h-1 rounded-sm", own <= level ? "bg-ink" : "bg-line")} />
            <span className="font-medium">{own}</span> <span className="max-sm:block">{name}</span>
            {own === level && <span className="block text-xs font-normal text-ink-3">now</span>}
            {target !== undefined && own > level && (
              <span className="block text-xs text-ink-3">{target.dueOn === null ? "target" : `target ${formatDay(target.dueOn)}`}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

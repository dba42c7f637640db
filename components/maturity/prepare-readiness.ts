import type { Csv } from "@/components/ui/csv";
import { decisive, STATE_WORDS, several, upper } from "@/server/maturity/core/card-words";
import { formatCondition, formatRows, formatValue } from "@/server/maturity/core/figure-words";
import type { State } from "@/server/maturity/core/state";
import type { Point, ReadinessRow, Tallied } from "@/server/maturity/fleet-schema";

/** The state of a point as criteria have it: what does not concern the agent is not applicable to it. */
export function shownState({ state, whole }: Pick<Point, "state" | "whole">): State {
  if (state === "whole") return whole;
  return state === "none" ? "not_applicable" : state;
}

/** What was found of it against what is asked; null where there is no figure. */
export function prepareFigure({ held, state }: Pick<Point, "held" | "state">): string | null {
  const one = decisive(held);
  const value = one === null || state === "none" ? null : formatValue(one);
  if (one === null || value === null) return null;
  const rows = formatRows(one);
  return `${value}${rows === null ? "" : `, ${rows}`}; ${formatCondition(one)} needed`;
}

/** How ready an agent is, in one sentence. */
export function prepareVerdict({ met, notMet, unknown, coresOpen }: Tallied): string {
  const all = met + notMet + unknown;
  if (notMet + unknown === 0) return `All ${all} points hold.`;
  const parts = [
    ...(notMet === 0 ? [] : [several(notMet, "does not hold", "do not hold")]),
    ...(unknown === 0 ? [] : [`${several(unknown, "cannot", "cannot")} be told yet`]),
  ];
  const cores = coresOpen === 0 ? "" : ` Of these, ${several(coresOpen, "is", "are")} core.`;
  return `${met} of ${all} points hold; ${parts.join(", ")}.${cores}`;
}

const HEAD = [
  "Agent",
  "State",
  "Team",
  "Risk tier",
  "Environment",
  "Points that hold",
  "Do not hold",
  "Too little data",
  "Core points open",
];

/** The fleet's readiness as the figures behind the table. */
export const prepareReadinessCsv = (agents: readonly ReadinessRow[]): Csv => ({
  head: HEAD,
  rows: agents.map(({ name, state, team, riskTier, environment, count }) => [
    name,
    state,
    team,
    riskTier,
    environment,
    count.met,
    count.notMet,
    count.unknown,
    count.coresOpen,
  ]),
});

/** Why a point stands where it stands: what is missing, what was found, or whose word it is. */
export function prepareWhyPoint(point: Point): string {
  if (point.state === "none") return "Nothing of this agent is asked here.";
  const of = point.state === "whole" ? "Of the whole organisation, not of this agent alone" : null;
  const figure = prepareFigure(point);
  const said = point.missing ?? (figure === null ? null : upper(figure));
  if (of === null) return said ?? STATE_WORDS[shownState(point)];
  return said === null ? `${of}.` : `${of}: ${said}`;
}

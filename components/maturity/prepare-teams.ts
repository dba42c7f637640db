import type { Csv } from "@/components/ui/csv";
import { formatScore } from "@/server/maturity/core/figure-words";
import { DIMENSIONS } from "@/server/maturity/core/rubric";
import type { CellRow, GroupRow, Groups } from "@/server/maturity/fleet-schema";

/** How far below its target a group is; null where there is none, or it is reached. */
export function belowTarget({ level, target }: Pick<CellRow, "level" | "target">): number | null {
  return target === null || level >= target.level ? null : target.level - level;
}

/** The words of a cell that its figures leave out. */
export function prepareCellWords({ level, target, own, met, tooFew }: CellRow): string {
  const aim = target === null ? "no target" : `target ${target.level}`;
  if (own === 0) return `level ${level}, ${aim}, nothing counted of its own`;
  const few = tooFew === 0 ? "" : `, ${tooFew} with too little data`;
  return `level ${level}, ${aim}, ${own} counted of its own: ${met} met${few}`;
}

/** How strongly a cell is tinted, from 0 to 1: its score says the same in figures. */
export const tintOf = ({ score }: Pick<CellRow, "score">): number => Math.min(1, Math.max(0, (score - 1) / 4));

const HEAD = ["Group", "Kind", "Agents", "Dimension", "Level", "Score", "Target", "Own criteria", "Met", "Too little data"];

/** The heat map as the figures behind it. */
export function prepareTeamsCsv({ teams, tiers, whole }: Groups): Csv {
  const lines = (kind: string, rows: readonly (Omit<GroupRow, "agents" | "scope"> & { readonly agents?: number })[]) =>
    rows.flatMap(({ name, agents = null, cells }) =>
      cells.map((cell) => [
        name,
        kind,
        agents,
        DIMENSIONS[cell.dimension],
        cell.level,
        Number(formatScore(cell.score)),
        cell.target?.level ?? null,
        cell.own,
        cell.met,
        cell.tooFew,
      ]),
    );
  return {
    head: HEAD,
    rows: [...(whole === null ? [] : lines("organisation", [whole])), ...lines("team", teams), ...lines("risk tier", tiers)],
  };
}

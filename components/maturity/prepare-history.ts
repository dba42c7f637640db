import type { Csv } from "@/components/ui/csv";
import { STATE_WORDS } from "@/server/maturity/core/card-words";
import { DIMENSION_IDS, DIMENSIONS, type Dimension } from "@/server/maturity/core/rubric";
import type { State } from "@/server/maturity/core/state";
import type { MoveRow, SnapshotRow } from "@/server/maturity/schema";
import type { ScorePoint } from "./score-line";

/** The score of a dimension on each day, or the overall one. */
export const prepareScores = (snapshots: readonly SnapshotRow[], of: Dimension | null): ScorePoint[] =>
  snapshots.flatMap(({ day, score, dimensions }): ScorePoint[] => {
    const own = of === null ? score : dimensions.find(({ id }) => id === of)?.score;
    return own === undefined ? [] : [{ day, score: own }];
  });

export type ToldMove = {
  readonly move: MoveRow;
  /** Levels that changed, in words: "FinOps from Level 2 to 1". */
  readonly levels: readonly string[];
  readonly criteria: MoveRow["criteria"];
};

const isOf = (id: string, of: Dimension | null): boolean => of === null || id.startsWith(`${of}-`);

/** What moved, of all dimensions or of one alone; a day on which nothing of it moved is left out. */
export const prepareMoves = (moves: readonly MoveRow[], of: Dimension | null): ToldMove[] =>
  moves
    .map((move) => ({
      move,
      levels: move.levels
        .filter(({ id }) => of === null || id === of)
        .map(({ id, from, to }) => `${id === "ALL" ? "The whole" : DIMENSIONS[id]} from Level ${from} to ${to}`),
      criteria: move.criteria.filter(({ id }) => isOf(id, of)),
    }))
    .filter(({ levels, criteria }) => of === null || levels.length > 0 || criteria.length > 0);

const words = (state: State | null): string => (state === null ? "not there" : STATE_WORDS[state].toLowerCase());

/** "met → not met"; of a criterion whose state stayed, that it is judged otherwise. */
export const changeWords = ({ from, to }: MoveRow["criteria"][number]): string =>
  from === to ? `${words(to)}, judged otherwise` : `${words(from)} → ${words(to)}`;

/** The score of every dimension on each day. */
export const prepareHistoryCsv = (snapshots: readonly SnapshotRow[]): Csv => ({
  head: ["Day", "Snapshot", "Rubric", "Measured", "Level", "Score", ...DIMENSION_IDS.map((id) => DIMENSIONS[id])],
  rows: snapshots.map(({ id, day, rubricVersion, isInvented, level, score, dimensions }) => [
    day,
    id,
    rubricVersion,
    isInvented ? "made up for the demo" : "yes",
    level,
    Number(score.toFixed(4)),
    ...DIMENSION_IDS.map((own) => {
      const found = dimensions.find((one) => one.id === own)?.score;
      return found === undefined ? null : Number(found.toFixed(4));
    }),
  ]),
});

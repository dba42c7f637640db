import type { Cell } from "./core/explore";
import { narrowToTool, type PlacedCell, type ToolCell } from "./core/tools";
import { type ExploreInput, UNATTRIBUTED } from "./schema";
import type { Scope } from "./scope";
import { countByTool, readFrom } from "./tool-store";

type Tools = { readonly cells: readonly ToolCell[]; readonly since: Date | null; readonly hasBefore: boolean };

/** What calls cost by the tools they came after, of as many runs as are read; of the days before only where all of these are. */
async function readTools({ moments, ids, hasBefore }: Scope): Promise<Tools> {
  const from = moments.starts[0] ?? moments.until;
  const since = await readFrom(from, moments.until);
  const own = countByTool(moments, since ?? from, moments.until, ids);
  const isWhole = hasBefore && since === null && (await readFrom(moments.beforeFrom, moments.beforeTo)) === null;
  const before = isWhole ? await countByTool(moments, moments.beforeFrom, moments.beforeTo, ids) : [];
  return { cells: [...(await own), ...before.map((cell) => ({ ...cell, day: null }))], since, hasBefore: isWhole };
}

/** Of tools, where they are asked for: by them, or of one of them alone. */
export const findTools = (scope: Scope, { by, tool }: ExploreInput): Promise<Tools> | null =>
  by === "tool" || tool !== undefined ? readTools(scope) : null;

/** What is looked at of all that was counted. */
export type Picked = {
  readonly cells: readonly Cell[];
  readonly byTool: readonly ToolCell[];
  readonly since: Date | null;
  /** Of one tool alone, of which neither classes of tokens nor corrections are known. */
  readonly isOfTool: boolean;
  /** Whether the total of the days before is known, and that of each part: of tools only where all of their runs were read. */
  readonly hasBefore: boolean;
  readonly haveBefore: boolean;
};

/** Narrows what was counted to a tool, where one is asked for. */
export function pickOf({ hasBefore }: Scope, counted: readonly PlacedCell[], tools: Tools | null, tool: string | undefined): Picked {
  if (tools === null) return { cells: counted, byTool: [], since: null, isOfTool: false, hasBefore, haveBefore: hasBefore };
  const { cells, since } = tools;
  const haveBefore = hasBefore && tools.hasBefore;
  if (tool === undefined) return { cells: counted, byTool: cells, since, isOfTool: false, hasBefore, haveBefore };
  const only = tool === UNATTRIBUTED ? null : tool;
  const byTool = cells.filter((cell) => cell.tool === only);
  return { cells: narrowToTool(counted, cells, only), byTool, since, isOfTool: true, hasBefore: haveBefore, haveBefore };
}

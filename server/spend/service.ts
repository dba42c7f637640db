import { TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { byModel, groupBy, moversOf, roundClasses, type Tally, tally, toMicro } from "./core/explore";
import { groupByTool, narrowToTool, type PlacedCell, type ToolCell } from "./core/tools";
import * as store from "./explore-store";
import { type ExploreInput, type Mover, type Spend, type Sums, UNATTRIBUTED } from "./schema";
import { localDay, type Scope, scopeOf } from "./scope";
import { countByTool, readFrom } from "./tool-store";

const MOVERS = 6;

const sumsOf = (sums: Tally): Sums => ({
  costMicroUsd: toMicro(sums.costPicoUsd),
  calls: sums.calls,
  inputTokens: sums.inputTokens.toString(),
  outputTokens: sums.outputTokens.toString(),
});

function toMover({ dimension, key, now, before, difference }: ReturnType<typeof moversOf>[number]): Mover {
  const tokensIn = ({ inputTokens, outputTokens }: Tally) => (inputTokens + outputTokens).toString();
  return {
    dimension,
    key,
    differenceMicroUsd: toMicro(difference),
    calls: { before: before.calls, now: now.calls },
    tokens: { before: tokensIn(before), now: tokensIn(now) },
    cost: { before: toMicro(before.costPicoUsd), now: toMicro(now.costPicoUsd) },
  };
}

function classesOf(row: store.ClassRow): Spend["classes"] {
  const sums = Object.fromEntries(TOKEN_CLASSES.map((of) => [of, BigInt(row[`${of}Cost`])])) as Record<TokenClass, bigint>;
  const rounded = roundClasses(sums);
  return TOKEN_CLASSES.map((of) => ({ tokenClass: of, costMicroUsd: rounded[of], tokens: row[`${of}Tokens`] }));
}

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

/** What calls of models cost over some days: the total and its change, by a dimension and by day, and all that is not known. */
export async function exploreSpend(actor: Actor, input: ExploreInput): Promise<Result<Spend>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const now = clock.now();
  const scope = await scopeOf(input, now);
  const { timeZone, days, moments, dimensions, ids, isDaily } = scope;
  const [rows, classes, corrections, unsettled, tools] = await Promise.all([
    store.countSpend(moments, isDaily),
    store.countClasses(moments, ids, isDaily),
    store.listCorrections(moments, ids),
    store.countUnsettled(),
    input.by === "tool" || input.tool !== undefined ? readTools(scope) : null,
  ]);
  const counted = rows.flatMap(({ inputTokens, outputTokens, costPicoUsd, ...row }): PlacedCell[] => {
    const labels = dimensions.get(row.dimensionId);
    if (labels === undefined) return [];
    return [{ ...row, labels, inputTokens: BigInt(inputTokens), outputTokens: BigInt(outputTokens), costPicoUsd: BigInt(costPicoUsd) }];
  });
  const only = input.tool === undefined ? undefined : input.tool === UNATTRIBUTED ? null : input.tool;
  const cells = only === undefined ? counted : narrowToTool(counted, tools?.cells ?? [], only);
  const ofTools = tools?.cells.filter(({ tool }) => only === undefined || tool === only) ?? [];
  // Of tools the days before are known only where all of their runs were read.
  const knowsBefore = scope.hasBefore && (tools === null || tools.hasBefore);
  const hasBefore = only === undefined ? scope.hasBefore : knowsBefore;
  const { recordedSince, beforeFrom, beforeTo } = moments;
  const priced = cells.filter(({ bucket }) => bucket === "priced");
  const total = tally(priced.filter(({ day }) => day !== null));
  const attributedTo = (name: "agent" | "team" | "taskClass") =>
    toMicro(tally(priced.filter(({ day, labels }) => day !== null && labels[name] !== null)).costPicoUsd);
  const missing = byModel(cells, "missing");
  return ok({
    asOf: now.toISOString(),
    timeZone,
    days,
    between: { from: (moments.starts[0] ?? moments.until).toISOString(), until: moments.until.toISOString() },
    recordedSince: recordedSince === null ? null : localDay(recordedSince, timeZone),
    total: sumsOf(total),
    before: hasBefore
      ? {
          ...sumsOf(tally(priced.filter(({ day }) => day === null))),
          from: localDay(beforeFrom, timeZone),
          to: localDay(new Date(beforeTo.getTime() - 1), timeZone),
        }
      : null,
    movers: hasBefore ? moversOf(cells, MOVERS).map(toMover) : [],
    toolsSince: tools?.since?.toISOString() ?? null,
    groups: (input.by === "tool" ? groupByTool(ofTools, cells, days.length) : groupBy(cells, input.by, days.length))
      .filter(({ now: own, before }) => own.calls !== 0 || (knowsBefore && before.calls !== 0))
      .map(({ key, now: own, before, costMicroUsd, perDayMicroUsd }) => ({
        ...sumsOf(own),
        key,
        costMicroUsd,
        perDayMicroUsd,
        beforeMicroUsd: knowsBefore ? toMicro(before.costPicoUsd) : null,
      })),
    attributed: { agent: attributedTo("agent"), team: attributedTo("team"), taskClass: attributedTo("taskClass") },
    classes: only === undefined ? classesOf(classes) : [],
    unpriced: byModel(cells, "unpriced").map(({ inputTokens, outputTokens, costPicoUsd: _, ...one }) => ({
      ...one,
      inputTokens: inputTokens.toString(),
      outputTokens: outputTokens.toString(),
    })),
    missing: { calls: missing.reduce((sum, { calls }) => sum + calls, 0), models: missing.flatMap(({ model }) => model ?? []) },
    failed: { calls: byModel(cells, "failed").reduce((sum, { calls }) => sum + calls, 0) },
    reportedMicroUsd: classes.reported === "0" || only !== undefined ? null : toMicro(BigInt(classes.reported)),
    corrections: (only === undefined ? corrections : []).map(({ cause, cost }) => ({ cause, costMicroUsd: toMicro(BigInt(cost)) })),
    unsettled,
  });
}

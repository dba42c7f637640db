import { TOKEN_CLASSES, type TokenClass } from "@/server/kernel/cost";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { byModel, groupBy, moversOf, roundClasses, type Tally, tally, toMicro } from "./core/explore";
import { groupByTool, type PlacedCell } from "./core/tools";
import * as store from "./explore-store";
import type { ExploreInput, Mover, Spend, Sums } from "./schema";
import { localDay, type Scope, scopeOf } from "./scope";
import { findTools, type Picked, pickOf } from "./tools";

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

const countedOf = (rows: Awaited<ReturnType<typeof store.countSpend>>, dimensions: Scope["dimensions"]): PlacedCell[] =>
  rows.flatMap(({ inputTokens, outputTokens, costPicoUsd, ...row }) => {
    const labels = dimensions.get(row.dimensionId);
    if (labels === undefined) return [];
    return [{ ...row, labels, inputTokens: BigInt(inputTokens), outputTokens: BigInt(outputTokens), costPicoUsd: BigInt(costPicoUsd) }];
  });

const groupsOf = ({ cells, byTool, haveBefore }: Picked, by: ExploreInput["by"], days: number): Spend["groups"] =>
  (by === "tool" ? groupByTool(byTool, cells, days) : groupBy(cells, by, days))
    .filter(({ now, before }) => now.calls !== 0 || (haveBefore && before.calls !== 0))
    .map(({ key, now, before, costMicroUsd, perDayMicroUsd }) => ({
      ...sumsOf(now),
      key,
      costMicroUsd,
      perDayMicroUsd,
      beforeMicroUsd: haveBefore ? toMicro(before.costPicoUsd) : null,
    }));

type Whole = { readonly classes: store.ClassRow; readonly corrections: Awaited<ReturnType<typeof store.listCorrections>> };

/** What is known of all that is asked for, and of no tool alone. */
const wholeOf = ({ classes, corrections }: Whole): Pick<Spend, "classes" | "reportedMicroUsd" | "corrections"> => ({
  classes: classesOf(classes),
  reportedMicroUsd: classes.reported === "0" ? null : toMicro(BigInt(classes.reported)),
  corrections: corrections.map(({ cause, cost }) => ({ cause, costMicroUsd: toMicro(BigInt(cost)) })),
});
const OF_NO_WHOLE = { classes: [], reportedMicroUsd: null, corrections: [] };

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
    findTools(scope, input),
  ]);
  const picked = pickOf(scope, countedOf(rows, dimensions), tools, input.tool);
  const { cells, hasBefore } = picked;
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
    toolsSince: picked.since?.toISOString() ?? null,
    groups: groupsOf(picked, input.by, days.length),
    attributed: { agent: attributedTo("agent"), team: attributedTo("team"), taskClass: attributedTo("taskClass") },
    unpriced: byModel(cells, "unpriced").map(({ inputTokens, outputTokens, costPicoUsd: _, ...one }) => ({
      ...one,
      inputTokens: inputTokens.toString(),
      outputTokens: outputTokens.toString(),
    })),
    missing: { calls: missing.reduce((sum, { calls }) => sum + calls, 0), models: missing.flatMap(({ model }) => model ?? []) },
    failed: { calls: byModel(cells, "failed").reduce((sum, { calls }) => sum + calls, 0) },
    ...(picked.isOfTool ? OF_NO_WHOLE : wholeOf({ classes, corrections })),
    unsettled,
  });
}

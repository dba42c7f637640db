import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { toMicro } from "./core/explore";
import { binsOf, breakRuns, groupRuns, isWasted, type RunCell, sumRuns } from "./core/runs";
import type { RunLine, RunList, RunListInput, Runs, Waste } from "./runs-schema";
import { countRetries, countRuns, listRuns, listWasted, type RetryRow, type Spread, spreadRuns } from "./runs-store";
import type { ExploreInput } from "./schema";
import { scopeOf } from "./scope";

const MOST_AGENTS = 2;

const sumOf = (rows: readonly { readonly costPicoUsd: bigint }[]): bigint => rows.reduce((sum, { costPicoUsd }) => sum + costPicoUsd, 0n);

/** The agents that an amount is most of, the dearest first. */
function mostOf(rows: readonly { readonly agent: string | null; readonly costPicoUsd: bigint }[]): readonly string[] {
  const byAgent = [...Map.groupBy(rows, ({ agent }) => agent)].map(([agent, own]) => ({ agent, cost: sumOf(own) }));
  byAgent.sort((a, b) => (a.cost === b.cost ? String(a.agent).localeCompare(String(b.agent)) : a.cost > b.cost ? -1 : 1));
  return byAgent.flatMap(({ agent, cost }) => (agent === null || cost === 0n ? [] : [agent])).slice(0, MOST_AGENTS);
}

function wasteOf(kind: Waste["kind"], rows: readonly Wasted[], dearest: readonly RunLine[], hasBefore: boolean): Waste {
  const now = rows.filter(({ isNow }) => isNow);
  return {
    kind,
    costMicroUsd: toMicro(sumOf(now)),
    beforeMicroUsd: hasBefore ? toMicro(sumOf(rows.filter(({ isNow }) => !isNow))) : null,
    runs: now.reduce((sum, { runs }) => sum + runs, 0),
    agents: mostOf(now),
    dearest,
  };
}

type Wasted = Pick<RunCell, "isNow" | "agent" | "runs" | "costPicoUsd">;

function wastesOf(cells: readonly RunCell[], retries: readonly RetryRow[], lines: readonly RunLine[], hasBefore: boolean): Waste[] {
  const wasted = cells.filter(isWasted);
  const tried = retries.map(({ cost, ...row }) => ({ ...row, costPicoUsd: BigInt(cost) }));
  const dearestTried = retries
    .filter(({ isNow }) => isNow)
    .flatMap(({ dearest }) => dearest)
    .sort((a, b) => Number(b.costMicroUsd) - Number(a.costMicroUsd))
    .slice(0, 3);
  const ended = (["refused", "stopped", "abandoned"] as const).map((kind) =>
    wasteOf(
      kind,
      wasted.filter(({ outcome }) => outcome === kind),
      lines.filter(({ outcome }) => outcome === kind),
      hasBefore,
    ),
  );
  return [wasteOf("retries", tried, dearestTried, hasBefore), ...ended].sort((a, b) => Number(b.costMicroUsd) - Number(a.costMicroUsd));
}

function spreadOf({ runs, median, p90, p99, counts, outliers }: Spread): Runs["spread"] {
  if (median === null || p90 === null || p99 === null) return null;
  return { runs, medianMicroUsd: median, p90MicroUsd: p90, p99MicroUsd: p99, bins: binsOf(counts), outliers };
}

/** What runs cost over some days: how many succeeded and at what price, how far apart they lie, and what bought nothing. */
export async function exploreRuns(actor: PersonActor, input: ExploreInput): Promise<Result<Runs>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const now = clock.now();
  const { moments, filter, ids, hasBefore } = await scopeOf(input, now);
  const asked = { moments, filter, tool: input.tool, dimensionIds: ids, now };
  const [cells, spread, lines, retries] = await Promise.all([
    countRuns(asked, input.by),
    spreadRuns(asked),
    listWasted(asked),
    countRetries(asked),
  ]);
  return ok({
    between: { from: (moments.starts[0] ?? moments.until).toISOString(), until: moments.until.toISOString() },
    total: sumRuns(cells.filter(({ isNow }) => isNow)),
    before: hasBefore ? sumRuns(cells.filter(({ isNow }) => !isNow)) : null,
    tasks: groupRuns(cells, "taskClass", hasBefore),
    agents: groupRuns(cells, "agent", hasBefore),
    groups: breakRuns(cells, input.by, hasBefore),
    spread: spreadOf(spread),
    wastes: wastesOf(cells, retries, lines, hasBefore),
  });
}

/** The runs themselves, of what the page is narrowed to. What one cost is of all its calls, whatever of them is asked for. */
export async function listExplored(actor: PersonActor, { of, order, limit }: RunListInput): Promise<Result<RunList>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const now = clock.now();
  const { moments, filter, ids } = await scopeOf(of, now);
  // The days before are not asked for.
  const own = { ...moments, beforeFrom: moments.until, beforeTo: moments.until };
  return ok(await listRuns({ moments: own, filter, tool: of.tool, dimensionIds: ids, now }, order, limit));
}

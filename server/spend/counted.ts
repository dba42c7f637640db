import { organisation } from "@/server/identity/service";
import { ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { roundTogether } from "./core/round";
import type { GroupName, SpendAnswer, SpendQuery } from "./counted-schema";
import * as store from "./counted-store";
import { MAX_DAYS } from "./schema";

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const MICRO = 1_000_000n;

/** Some hours, of all agents or of one. */
export type CountedRange = store.Scope;

const faulty = (path: "from" | "to", message: string) =>
  refuse("invalid_request", `The request is not valid: ${path} ${message}.`, { errors: [{ path, message }] });

const isDay = (bound: string | undefined) => bound === undefined || bound.length === 10;

type Bounds = { readonly from?: string | undefined; readonly to?: string | undefined };

/** What is wrong with two moments, as they were asked for; null when nothing is. */
function faultOf(asked: Bounds, from: Date, to: Date): Refused | null {
  if (!isDay(asked.from) && from.getTime() % HOUR_MS !== 0) return faulty("from", "is not a whole hour");
  if (!isDay(asked.to) && to.getTime() % HOUR_MS !== 0) return faulty("to", "is not a whole hour");
  if (to <= from) return asked.to === undefined ? faulty("from", "is after the end of today") : faulty("to", "is not after from");
  const isTooLong = to.getTime() - from.getTime() > (MAX_DAYS + 1) * DAY_MS;
  return isTooLong ? faulty("to", `is more than ${MAX_DAYS} days after from`) : null;
}

/**
 * The hours that a caller asks for, of those it may see: the month so far where it does not say. A day means its
 * midnight in the zone of the organisation; a moment must be a whole hour, since cost is counted by the hour.
 */
export async function rangeFor(actor: Actor, asked: Bounds): Promise<Result<CountedRange>> {
  if (!access.readCounted(actor))
    return refuse("forbidden", "You may not read spend: that takes a person, or a key with the scope spend:read.");
  const { timeZone } = await organisation();
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(clock.now());
  const tomorrow = new Date(Date.parse(today) + DAY_MS).toISOString().slice(0, 10);
  const [from, to] = await store.momentsOf([asked.from ?? `${today.slice(0, 7)}-01`, asked.to ?? tomorrow], timeZone);
  if (from === undefined || to === undefined) throw new Error("two bounds made no two moments");
  return faultOf(asked, from, to) ?? ok({ from, to, timeZone, agent: actor.kind === "key" ? actor.agentName : null });
}

const keyOf = (row: store.Keyed, by: readonly GroupName[]) => Object.fromEntries(by.map((name) => [name, row[name] ?? null]));

/**
 * What calls of models cost over some hours, by the dimensions asked for. The groups add up to the total; what has no
 * price is told apart, never as zero. A key that is bound to an agent is told of that agent alone.
 */
export async function countSpend(actor: Actor, query: SpendQuery): Promise<Result<SpendAnswer>> {
  const range = await rangeFor(actor, query);
  if (!range.ok) return range;
  const by = query.groupBy;
  const [rows, runs] = await Promise.all([store.countBy(range.value, by), by.length === 0 ? [] : store.countRuns(range.value, by)]);
  const runsOf = new Map(runs.map((row) => [JSON.stringify(keyOf(row, by)), row.runs]));
  const priced = rows
    .filter(({ bucket }) => bucket === "priced")
    .map((row) => ({ ...row, cost: BigInt(row.costPicoUsd), key: keyOf(row, by) }));
  priced.sort((a, b) => (a.cost === b.cost ? JSON.stringify(a.key).localeCompare(JSON.stringify(b.key)) : a.cost > b.cost ? -1 : 1));
  const costs = roundTogether(
    priced.map(({ cost }) => cost),
    MICRO,
  );
  const unknown = rows.filter(({ bucket }) => bucket === "unpriced" || bucket === "missing");
  const sum = (of: "inputTokens" | "outputTokens") => unknown.reduce((all, row) => all + Number(row[of]), 0);
  return ok({
    from: range.value.from.toISOString(),
    to: range.value.to.toISOString(),
    totalMicroUsd: costs.reduce((all, one) => all + one, 0n).toString(),
    unpriced: {
      steps: unknown.reduce((all, { calls }) => all + calls, 0),
      inputTokens: sum("inputTokens"),
      outputTokens: sum("outputTokens"),
    },
    groups:
      by.length === 0
        ? []
        : priced.map(({ key, inputTokens, outputTokens }, i) => ({
            key,
            costMicroUsd: String(costs[i] ?? 0n),
            inputTokens: Number(inputTokens),
            outputTokens: Number(outputTokens),
            runs: runsOf.get(JSON.stringify(key)) ?? 0,
          })),
    asOf: clock.now().toISOString(),
  });
}

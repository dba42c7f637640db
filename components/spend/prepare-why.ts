import type { Runs } from "@/server/spend/runs-schema";
import type { Mover, Spend } from "@/server/spend/schema";
import { formatCents, nameWords } from "./prepare-spend";

/** What moved a cost, in parts that add up to its change; `unit` says what its volume is counted in. Micro-USD. */
export type Parts = {
  readonly unit: "runs" | "calls";
  readonly volume: { readonly micro: bigint; readonly factor: number };
  readonly size: { readonly micro: bigint; readonly factor: number };
  readonly price: { readonly micro: bigint; readonly factor: number };
};

type Counts = { readonly before: number; readonly now: number };

/** The runs of an agent or of a task class, now and before; null where a call of a model is not one of theirs alone. */
function runsOf({ dimension, key }: Mover, runs: Pick<Runs, "agents" | "tasks"> | null): Counts | null {
  if (runs === null || dimension === "model") return null;
  const found = (dimension === "agent" ? runs.agents : runs.tasks).find((one) => one.key === key);
  const [now, before] = [found?.runs ?? 0, found?.before?.runs ?? 0];
  return now > 0 && before > 0 ? { now, before } : null;
}

/**
 * A change of cost in parts: more runs, more tokens in a run, another price for a token. Cost is their product, so each gets
 * its share of the logarithm of the change: no part is left over, and the order makes no difference. Null where there is
 * nothing to hold against.
 */
export function partsOf(mover: Mover, runs: Pick<Runs, "agents" | "tasks"> | null): Parts | null {
  const own = runsOf(mover, runs);
  const { tokens, cost } = mover;
  const count = own ?? mover.calls;
  const all = [count.before, count.now, Number(tokens.before), Number(tokens.now), Number(cost.before), Number(cost.now)];
  if (all.some((one) => !(one > 0))) return null;
  const [countBefore, countNow, tokensBefore, tokensNow, costBefore, costNow] = all as [number, number, number, number, number, number];
  const volume = countNow / countBefore;
  const size = tokensNow / countNow / (tokensBefore / countBefore);
  const price = costNow / tokensNow / (costBefore / tokensBefore);
  const weight = costNow === costBefore ? costNow : (costNow - costBefore) / Math.log(costNow / costBefore);
  const [volumeMicro, sizeMicro] = [volume, size].map((factor) => BigInt(Math.round(weight * Math.log(factor)))) as [bigint, bigint];
  const priceMicro = BigInt(mover.differenceMicroUsd) - volumeMicro - sizeMicro;
  return {
    unit: own === null ? "calls" : "runs",
    volume: { micro: volumeMicro, factor: volume },
    size: { micro: sizeMicro, factor: size },
    price: { micro: priceMicro, factor: price },
  };
}

const digits = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1, minimumFractionDigits: 1 });
/** How often, or which share where it is less than a tenth: "1.7 times", "2.1 %". */
const times = (factor: number) => (factor < 0.1 ? `${digits.format(factor * 100)} %` : `${digits.format(factor)} times`);
const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
const isApart = (factor: number): boolean => factor >= 1.05 || factor <= 0.95;
/** An amount with its sign: "+$3,932.00". */
export const signedCents = (micro: bigint): string => `${micro > 0n ? "+" : ""}${formatCents(micro.toString())}`;

const OF_WORDS = { agent: "", model: "The model ", taskClass: "The task " } as const;

/** How much of the change is of one agent, model or task class. */
function leadOf(mover: Mover, change: bigint): string {
  const own = BigInt(mover.differenceMicroUsd);
  const who = mover.key === null ? "What is unattributed" : `${OF_WORDS[mover.dimension]}${nameWords(mover.key)}`;
  const word = change > 0n ? "rise" : "fall";
  if (own > 0n !== change > 0n) return `${who} went the other way, by ${formatCents(size(own).toString())}.`;
  if (size(own) >= size(change)) return `${who} explains the ${word} of ${formatCents(size(change).toString())}.`;
  return `${who} explains ${formatCents(size(own).toString())} of the ${formatCents(size(change).toString())} ${word}.`;
}

/** What each part of a change did, the largest first; and that prices did not, where they did not. */
function partsInWords({ unit, volume, size: tokens, price }: Parts): string {
  const one = unit === "runs" ? "run" : "call";
  const said = [
    {
      ...volume,
      words: unit === "runs" ? `there were ${times(volume.factor)} as many runs` : `models were called ${times(volume.factor)} as often`,
    },
    { ...tokens, words: `each ${one} takes ${times(tokens.factor)}${tokens.factor < 0.1 ? " of" : ""} the tokens` },
    { ...price, words: `a token costs ${times(price.factor)} as much` },
  ]
    .filter(({ factor }) => isApart(factor))
    .sort((a, b) => Number(size(b.micro) - size(a.micro)));
  const words = said.map(({ words, micro }) => `${words} (${signedCents(micro)})`).join(", ");
  const rest = isApart(price.factor) ? "" : " What a token costs hardly changed.";
  return words === "" ? "" : `${words.charAt(0).toUpperCase()}${words.slice(1)}.${rest}`;
}

/** What all others did beside the first. */
function othersInWords(mover: Mover, change: bigint): string {
  const left = change - BigInt(mover.differenceMicroUsd);
  if (size(left) < 10_000n) return "";
  return `All else is ${left > 0n ? "up" : "down"} ${formatCents(size(left).toString())}.`;
}

function restOf(mover: Mover, runs: Pick<Runs, "agents" | "tasks"> | null): string {
  if (mover.calls.before === 0) return "It cost nothing in the days before.";
  if (mover.calls.now === 0) return "It cost nothing in these days.";
  const parts = partsOf(mover, runs);
  return parts === null ? "" : partsInWords(parts);
}

export type Cause = { readonly lead: string; readonly rest: string };
type Told = Pick<Spend, "total" | "before" | "movers">;

/** What moved the total, in a sentence; null where nothing can be held against it, or nothing stands out. */
export function prepareCause({ total, before, movers }: Told, runs: Pick<Runs, "agents" | "tasks"> | null): Cause | null {
  const [first] = movers;
  if (before === null || before.calls === 0 || first === undefined) return null;
  const change = BigInt(total.costMicroUsd) - BigInt(before.costMicroUsd);
  if (size(change) < 10_000n) return null;
  return { lead: leadOf(first, change), rest: [restOf(first, runs), othersInWords(first, change)].filter((part) => part !== "").join(" ") };
}

import { figure } from "@/server/traces/core/skeleton";
import { FLAGS, type Skeleton } from "@/server/traces/schema";
import type { SkeletonStep } from "./read-skeleton";
import type { StepDetail } from "./step-content";

export type StepCost = StepDetail["about"]["cost"];

const isCounted = ({ flags }: Skeleton, index: number): boolean => (figure(flags, index) & FLAGS.counted) !== 0;

/** The nearest step above it that is counted; -1 when there is none. */
function countedAbove(skeleton: Skeleton, index: number): number {
  for (let at = figure(skeleton.parent, index, -1); at >= 0; at = figure(skeleton.parent, at, -1)) if (isCounted(skeleton, at)) return at;
  return -1;
}

/** How many steps below it are counted: in the order of the tree they follow it. */
function countedBelow(skeleton: Skeleton, index: number): number {
  const depth = figure(skeleton.depth, index);
  let count = 0;
  for (let at = index + 1; at < skeleton.parent.length && figure(skeleton.depth, at) > depth; at += 1)
    if (isCounted(skeleton, at)) count += 1;
  return count;
}

/** A step beside it that tells of the same call and is counted; -1 when there is none. */
function twinOf(skeleton: Skeleton, { index, parent, model, inputTokens, outputTokens }: SkeletonStep): number {
  for (let at = 0; at < skeleton.parent.length; at += 1) {
    if (at === index || figure(skeleton.parent, at, -1) !== parent || !isCounted(skeleton, at)) continue;
    const isOfModel = model === null || skeleton.words[figure(skeleton.model, at, -1)] === model;
    const tellsAlike =
      figure(skeleton.inputTokens, at, -1) === (inputTokens ?? -1) && figure(skeleton.outputTokens, at, -1) === (outputTokens ?? -1);
    if (isOfModel && tellsAlike) return at;
  }
  return -1;
}

const place = (index: number): string => `step ${(index + 1).toLocaleString("en-GB")}`;

/** Why a step has no cost of its own in the sum. */
function elsewhereWords(skeleton: Skeleton, step: SkeletonStep): string {
  if (step.status === "running") return "It is counted once it has ended.";
  const below = countedBelow(skeleton, step.index);
  if (below > 0)
    return `Its calls are counted themselves: ${below === 1 ? "one step" : `${below.toLocaleString("en-GB")} steps`} below it.`;
  const twin = twinOf(skeleton, step);
  if (twin >= 0) return `Another instrumentation tells of the same call: it is counted once, as ${place(twin)}.`;
  const above = countedAbove(skeleton, step.index);
  return above >= 0 ? `It is counted with ${place(above)}, which tells of all its calls.` : "It is counted once its trace is quiet.";
}

const WITHOUT_PRICE = {
  unpriced: "The price table has no price for this model at this tier.",
  missing: "A model was called, and nobody told how many tokens it took.",
  failed: "It failed and told no usage; providers seldom bill that.",
} as const;

/** To within so much, two figures are the same. */
const ALIKE_MICRO_USD = 1;

/** Sets what the sender reports beside what was counted: why the two differ, or that they agree. Null when there is nothing to say. */
export function costReason(skeleton: Skeleton, step: SkeletonStep, cost: StepCost): string | null {
  const { bucket, countedMicroUsd: counted, reportedMicroUsd: reported, priceVersion } = cost;
  if (bucket === null) {
    const elsewhere = elsewhereWords(skeleton, step);
    return reported === null ? elsewhere : `${elsewhere} What its sender reports is not added.`;
  }
  if (bucket !== "priced") return WITHOUT_PRICE[bucket];
  const by = priceVersion === null ? "the price table" : `version ${priceVersion} of the price table`;
  if (counted === null || reported === null) return `By ${by}. Its sender reports no cost.`;
  const difference = Number(counted) - Number(reported);
  if (Math.abs(difference) <= ALIKE_MICRO_USD) return `By ${by}; its sender reports the same.`;
  const percent = Number(reported) === 0 ? null : Math.round((Math.abs(difference) / Number(reported)) * 100);
  const much = percent === null || percent === 0 ? "" : `${percent.toLocaleString("en-GB")} % `;
  return `By ${by}, ${much}${difference > 0 ? "more" : "less"} than its sender reports: its sender prices by other rates.`;
}

import type { ValuePoint, ValuePointsProps } from "@/components/charts/value-points";
import { formatCount } from "@/components/ui/format-count";
import { type Advice, advise, type Candidate } from "@/server/advice/core/advise";
import { FEWEST_RUNS, type Missing, type Sample } from "@/server/advice/core/compare";
import { type Estimate, meanOf, shareOf } from "@/server/advice/core/intervals";
import { whatIf } from "@/server/advice/core/what-if";
import type { DecisionView, ModelView, TaskView } from "@/server/advice/schema";
import { listWords } from "@/server/kernel/list-words";
import { usdWords } from "@/server/kernel/money";

const MINUS = "−";
const tenths = (value: number) => (Math.abs(value) < 0.05 ? "0.0" : Math.abs(value).toFixed(1));
const signed = (value: number) => (Math.abs(value) < 0.05 ? "0.0" : `${value < 0 ? MINUS : "+"}${tenths(value)}`);

/** A share in percent: "84.6 %". */
export const percent = (share: number): string => `${tenths(share * 100)} %`;
/** A share with its interval: "84.6 % (83.7 to 85.5)". */
export const shareWords = ({ value, low, high }: Estimate): string => `${percent(value)} (${tenths(low * 100)} to ${tenths(high * 100)})`;
/** A difference of shares: "−0.7 points (−2.9 to +1.5)". */
export const pointsWords = ({ value, low, high }: Estimate): string =>
  `${signed(value * 100)} points (${signed(low * 100)} to ${signed(high * 100)})`;
/** What one run costs: to a hundredth of a cent where it is that small. */
export function perRun(microUsd: number): string {
  const usd = microUsd / 1e6;
  if (usd > 0 && usd < 0.0001) return "< $0.0001";
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}
export const costWords = ({ value, low, high }: Estimate): string =>
  Number.isFinite(high) ? `${perRun(value)} (${perRun(low)} to ${perRun(high)})` : perRun(value);
export const usd = (microUsd: number): string => usdWords(BigInt(Math.round(microUsd)));
export const pointsOf = (points: number): string => (points === 1 ? "1 point" : `${points} points`);
const runsOf = (runs: number): string => (runs === 1 ? "1 run" : `${formatCount(runs)} runs`);

/** Milliseconds as people say them: "3.4 s", "2 min". */
export function tookWords(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

export type Task = { readonly task: TaskView; readonly advice: Advice; readonly decision: DecisionView | null };

const RANK = { switch: 0, wait: 1, keep: 2, alone: 3 } as const;

/** Task classes with what to do about each: what is proposed first, then what waits, what can be drawn before what cannot, and the most used first. */
export function prepareTasks(tasks: readonly TaskView[]): readonly Task[] {
  const all = tasks.flatMap((task): Task[] => {
    const advice = advise(task.models, task.margin.points / 100);
    return advice === null ? [] : [{ task, advice, decision: decisionOn(task, advice) }];
  });
  return all.toSorted((a, b) => RANK[a.advice.verdict.kind] - RANK[b.advice.verdict.kind] || Number(hasChart(b)) - Number(hasChart(a)));
}

const isDrawn = ({ cost, outcome }: Sample): boolean => cost.of > 0 && outcome.of > 0;
/** Whether there are two points to look at. */
const hasChart = ({ task }: Task): boolean => task.models.filter(isDrawn).length > 1;

/** The last word on what is proposed: it stands until something else is proposed. */
const decisionOn = ({ decisions }: TaskView, { current, verdict }: Advice): DecisionView | null =>
  decisions.find(({ from, to }) => verdict.kind === "switch" && from === current.model && to === verdict.to) ?? null;

const moreRuns = ({ candidate, current }: Missing, name: string, now: string): string =>
  listWords(
    [
      ...(candidate > 0 ? [`${formatCount(candidate)} more of ${name}`] : []),
      ...(current > 0 ? [`${formatCount(current)} more of ${now}`] : []),
    ],
    "and",
  );

const waitWords = (missing: Missing | null): string => {
  const more = missing === null ? 0 : missing.candidate + missing.current;
  return more === 0 ? "Wait for evidence" : `Wait for evidence: ${formatCount(more)} more ${more === 1 ? "run" : "runs"}`;
};

/** What to do, in a few words. */
export function verdictWords({ advice: { verdict, current }, decision }: Task): string {
  switch (verdict.kind) {
    case "switch":
      return `Switch to ${verdict.to}${decision === null ? "" : ` ${decision.verdict}`}`;
    case "wait":
      return waitWords(verdict.missing);
    case "keep":
      return `Keep ${current.model}`;
    case "alone":
      return `Only ${current.model} is in use`;
  }
}

function costRatio(candidate: Sample, current: Sample): string {
  const less = 1 - candidate.cost.mean / current.cost.mean;
  if (less < 0.02) return "costs as much";
  return less > 0.45 && less < 0.55 ? "costs half" : `costs ${Math.round(less * 100)} % less`;
}

/** What is known of a model against the one in use now. */
export function candidateWords({ sample, difference, standing }: Candidate, current: Sample, marginPoints: number): string {
  const { model, outcome } = sample;
  switch (standing.kind) {
    case "better_value":
      return `${model} ${costRatio(sample, current)}. Success differs by ${pointsWords(difference)}.`;
    case "worse":
      return `${model} ${costRatio(sample, current)} but loses ${tenths(-difference.value * 100)} points (${tenths(-difference.high * 100)} to ${tenths(-difference.low * 100)}). Not proposed.`;
    case "not_cheaper":
      return `${model} costs ${perRun(sample.cost.mean)} a run, which is not less.`;
    case "unpriced":
      return `${sample.cost.of === 0 ? model : current.model} is not compared: the cost of its runs is not known.`;
    case "undecided": {
      if (outcome.of === 0) return `No run of ${model} has a known outcome yet. It takes ${FEWEST_RUNS} at least.`;
      const { missing } = standing;
      const wide = `${model}: ${pointsWords(difference)} on ${runsOf(outcome.of)} is too wide to tell.`;
      if (missing === null)
        return `${wide} At the present difference, which lies at the margin of ${pointsOf(marginPoints)}, no number of runs would.`;
      if (missing.candidate + missing.current === 0) return `${wide} The next runs may.`;
      return `${wide} At the present difference, ${moreRuns(missing, model, current.model)} would.`;
    }
  }
}

/** Why that is to be done: of the candidate that the verdict is about, or of all. */
export function reasonWords({ task, advice }: Task): readonly string[] {
  const { verdict, candidates, current } = advice;
  const of = (candidate: Candidate) => candidateWords(candidate, current, task.margin.points);
  if (verdict.kind === "alone") return [`${runsOf(current.runs)}, and no other model to hold it against.`];
  if (verdict.kind === "keep") return candidates.slice(0, 2).map(of);
  const lead = candidates.find(({ sample }) => sample.model === (verdict.kind === "switch" ? verdict.to : verdict.for));
  if (lead === undefined) return [];
  if (verdict.kind === "wait") return [of(lead)];
  const { saving } = whatIf(current, lead.sample, 1, task.observedDays);
  return [`Saves about ${usd(saving.value)} a month. Success differs by ${pointsWords(lead.difference)}.`];
}

/** Runs and models that are not in the chart, and why. */
export function leftOut({ task }: Task): string | null {
  const unpriced = task.models.filter(({ cost }) => cost.of === 0).map(({ model }) => model);
  const unjudged = task.models.filter(({ cost, outcome }) => cost.of > 0 && outcome.of === 0).map(({ model }) => model);
  const said = [
    ...(unpriced.length === 0 ? [] : [`${listWords(unpriced, "and")}: no run has a known cost.`]),
    ...(unjudged.length === 0 ? [] : [`${listWords(unjudged, "and")}: no run has a known outcome.`]),
    ...(task.mixed === 0 ? [] : [`${runsOf(task.mixed)} of several models.`]),
  ];
  return said.length === 0 ? null : `Not shown: ${said.join(" ")}`;
}

const STEPS = [1, 2, 2.5, 5, 10];
/** Ticks from zero to at least `most`, in round steps. */
function ticksTo(most: number): readonly number[] {
  const rough = most / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * size >= rough) ?? 10) * size;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

const SPAN = 25;
/** Success in percent: 25 points, or more where the points lie further apart. */
function successTicks(lowest: number, highest: number): readonly number[] {
  const span = Math.max(SPAN, Math.ceil((highest - lowest + 4) / 5) * 5);
  const top = Math.min(100, Math.ceil((highest + Math.max(2, (span - (highest - lowest)) / 2)) / 5) * 5);
  const bottom = Math.max(0, Math.min(top - span, Math.floor((lowest - 2) / 5) * 5));
  const step = top - bottom > 50 ? 20 : 5;
  return Array.from({ length: Math.floor((top - bottom) / step) + 1 }, (_, i) => bottom + i * step);
}

const roleOf = (model: string, { current, verdict }: Advice): string => {
  if (model === current.model) return ", now";
  return verdict.kind === "switch" && model === verdict.to ? ", proposed" : "";
};

const CLOSE = 0.16;
/** Names stand at the side with more room; of two points that lie close, one is named above and one below. */
function placed(points: readonly Omit<ValuePoint, "side" | "lift">[], width: number, height: number): ValuePoint[] {
  return points.map((point) => {
    const near = points.find(
      (other) => other !== point && Math.abs(other.x - point.x) < width * 0.5 && Math.abs(other.y - point.y) < height * CLOSE,
    );
    const isUpper = near !== undefined && (point.y > near.y || (point.y === near.y && point.x > near.x));
    return { ...point, side: point.x > width * 0.55 ? "left" : "right", lift: near === undefined ? 0 : isUpper ? -18 : 14 };
  });
}

/** Success against cost of a run, a point each model; null where no model has both. */
export function prepareValueChart({ task, advice }: Task): Omit<ValuePointsProps, "label"> | null {
  const shown = task.models.filter(isDrawn);
  if (shown.length === 0) return null;
  const drawn = shown.map((sample) => ({ sample, cost: meanOf(sample.cost), success: shareOf(sample.outcome) }));
  const reachOf = ({ value, low, high }: Estimate, unit: number): readonly [number, number] =>
    Number.isFinite(high) ? [(value - low) * unit, (high - value) * unit] : [0, 0];
  const xTicks = ticksTo(Math.max(...drawn.map(({ cost }) => (Number.isFinite(cost.high) ? cost.high : cost.value))) * 1.08);
  const yTicks = successTicks(
    Math.min(...drawn.map(({ success }) => success.low * 100)),
    Math.max(...drawn.map(({ success }) => success.high * 100)),
  );
  const points = drawn.map(({ sample, cost, success }) => ({
    name: sample.model,
    role: roleOf(sample.model, advice),
    count: `n ${formatCount(sample.outcome.of)}`,
    isFilled: sample.model === advice.current.model,
    x: cost.value,
    y: success.value * 100,
    xReach: reachOf(cost, 1),
    yReach: reachOf(success, 100),
    tip: [
      `${shareWords(success)} succeed`,
      `${costWords(cost)} a run`,
      `${formatCount(sample.outcome.of)} of ${runsOf(sample.runs)} with a known outcome`,
    ],
  }));
  const now = drawn.find(({ sample }) => sample.model === advice.current.model);
  return {
    points: placed(points, xTicks.at(-1) ?? 1, (yTicks.at(-1) ?? 100) - (yTicks[0] ?? 0)),
    xTicks,
    yTicks,
    xWords: (value) => axisUsd(value, xTicks.at(-1) ?? 1),
    yWords: (value) => (value === yTicks.at(-1) ? `${value} %` : String(value)),
    band:
      now === undefined
        ? null
        : { from: now.success.value * 100 - task.margin.points, words: `not worse by more than ${pointsOf(task.margin.points)}` },
  };
}

function axisUsd(microUsd: number, most: number): string {
  if (microUsd === 0) return "$0";
  const digits = most >= 4e6 ? 0 : most >= 4e4 ? 2 : most >= 4e3 ? 3 : 4;
  return `$${(microUsd / 1e6).toFixed(digits)}`;
}

/** What came of a switch that was accepted; null before any run of its task class. */
export function aftermathWords({ since, to, share, evidence }: DecisionView): string | null {
  if (since === null) return null;
  if (since.runs === 0) return "No run of this task class has settled since.";
  if (since.to === null) return `None of the ${runsOf(since.runs)} since then was of ${to}; ${share} % were to be.`;
  const { runs, outcome, cost } = since.to;
  const moved = `Since then ${percent(runs / since.runs)} of ${runsOf(since.runs)} were of ${to}; ${share} % were to be.`;
  const success =
    outcome.of === 0
      ? "No outcome of them is known yet."
      : `${shareWords(shareOf(outcome))} of them succeeded; ${percent(shareOf(evidence.to.outcome).value)} were expected.`;
  if (cost.of === 0) return `${moved} ${success} Their cost is not known.`;
  const saved = (evidence.from.cost.mean - cost.mean) * cost.of;
  const money = `A run cost ${perRun(cost.mean)} instead of ${perRun(evidence.from.cost.mean)}: ${saved >= 0 ? `${usd(saved)} saved` : `${usd(-saved)} more`} so far.`;
  return `${moved} ${success} ${money}`;
}

/** The table of a task class as figures. */
export const csvOf = (models: readonly ModelView[]) => ({
  head: [
    "Model",
    "Runs",
    "Outcome known",
    "Succeeded",
    "Success",
    "Success, low",
    "Success, high",
    "Cost known",
    "Cost a run (USD)",
    "Cost, low",
    "Cost, high",
    "Median (s)",
    "95th percentile (s)",
  ],
  rows: models.map(({ model, runs, outcome, cost, tookMs }) => {
    const [success, mean] = [shareOf(outcome), meanOf(cost)];
    const money = (micro: number) => (cost.of === 0 || !Number.isFinite(micro) ? null : micro / 1e6);
    const rate = (value: number) => (outcome.of === 0 ? null : value);
    return [
      model,
      runs,
      outcome.of,
      outcome.count,
      rate(success.value),
      rate(success.low),
      rate(success.high),
      cost.of,
      money(mean.value),
      money(mean.low),
      money(mean.high),
      tookMs.median / 1_000,
      tookMs.p95 / 1_000,
    ];
  }),
});

import { usdWords } from "@/server/kernel/money";

/** What the three sentences are made of. Money is micro-USD. */
export type BriefFacts = {
  readonly monthName: string;
  readonly spentMicroUsd: string;
  /** The same days of the month before; null where the record does not reach back so far. */
  readonly before: { readonly microUsd: string; readonly monthName: string } | null;
  /** Who moved the total most. */
  readonly mover: { readonly name: string; readonly differenceMicroUsd: string } | null;
  /** What the month comes to; null where too little is on record. */
  readonly ahead: {
    readonly totalMicroUsd: string;
    readonly lowMicroUsd: string | null;
    readonly highMicroUsd: string | null;
    readonly isThin: boolean;
    readonly days: number;
  } | null;
  readonly lastMonthMicroUsd: string | null;
  /** The month's budget, and the day on which it will be passed; null where there is none. */
  readonly budget: { readonly limitMicroUsd: string; readonly passes: string | null; readonly isPassed: boolean } | null;
  readonly unknownCalls: number;
  readonly toAcknowledge: number;
  readonly disputed: number;
};

const size = (amount: bigint) => (amount < 0n ? -amount : amount);
const percent = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** How much more or less, in words: "12.7 % more than". */
function changeWords(now: bigint, before: bigint): string {
  if (before === 0n) return "after nothing";
  const share = (Number(now - before) / Number(before)) * 100;
  if (Math.abs(share) < 0.05) return "as much as";
  return `${percent.format(Math.abs(share))} % ${share > 0 ? "more" : "less"} than`;
}

function spentSentence({ monthName, spentMicroUsd, before, mover }: BriefFacts): string {
  const spent = `Agents have spent ${usdWords(spentMicroUsd)} on models in ${monthName} so far`;
  if (before === null) return `${spent}; nothing is on record to hold it against.`;
  const against = `${changeWords(BigInt(spentMicroUsd), BigInt(before.microUsd))} on the same days of ${before.monthName}`;
  const change = BigInt(mover?.differenceMicroUsd ?? "0");
  if (mover === null || change === 0n) return `${spent}, ${against}.`;
  return `${spent}, ${against}; ${mover.name} moved it most, by ${usdWords(size(change))} ${change > 0n ? "more" : "less"}.`;
}

const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(Date.parse(day));

/** Where the budget stands, in a few words. */
export const budgetStanding = ({ passes, isPassed }: NonNullable<BriefFacts["budget"]>): string =>
  isPassed ? "is passed" : passes === null ? "holds by the forecast" : `passed on ${dayWords(passes)} by the forecast`;

/** What becomes of the budget, as the end of a sentence. */
function budgetWords({ budget, ahead }: BriefFacts): string {
  if (budget === null) return "";
  const of = `the budget of ${usdWords(budget.limitMicroUsd)}`;
  if (budget.isPassed) return `; ${of} is passed`;
  if (ahead === null) return "";
  const over = BigInt(ahead.totalMicroUsd) - BigInt(budget.limitMicroUsd);
  return budget.passes === null
    ? `; ${of} holds`
    : `; ${of} will be passed on ${dayWords(budget.passes)}${over > 0n ? `, by about ${usdWords(over)}` : ""}`;
}

function aheadSentence(facts: BriefFacts): string {
  const { monthName, ahead, lastMonthMicroUsd } = facts;
  if (ahead === null) return `Less than a week is on record, too little to say what ${monthName} comes to${budgetWords(facts)}.`;
  const { lowMicroUsd, highMicroUsd, totalMicroUsd, isThin, days } = ahead;
  const band =
    lowMicroUsd === null || highMicroUsd === null
      ? ""
      : `, between ${usdWords(lowMicroUsd)} and ${usdWords(highMicroUsd)} in four cases out of five`;
  const last = lastMonthMicroUsd === null ? "" : `; the month before came to ${usdWords(lastMonthMicroUsd)}`;
  const thin = isThin ? ` This goes by ${days} days alone, less than two weeks.` : "";
  return `${monthName} will come to about ${usdWords(totalMicroUsd)}${band}${last}${budgetWords(facts)}.${thin}`;
}

const count = (n: number, one: string, many: string) => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

function openSentence({ unknownCalls, toAcknowledge, disputed }: BriefFacts): string {
  const parts = [
    ...(unknownCalls > 0
      ? [`${count(unknownCalls, "call has", "calls have")} no known cost and ${unknownCalls === 1 ? "is" : "are"} in no figure`]
      : []),
    ...(toAcknowledge > 0 ? [`${count(toAcknowledge, "statement waits", "statements wait")} to be acknowledged`] : []),
    ...(disputed > 0 ? [`${count(disputed, "statement is", "statements are")} disputed`] : []),
  ];
  const [first, ...rest] = parts;
  if (first === undefined) return "Every call has its cost, and every statement is acknowledged.";
  const last = rest.pop();
  return `${[first, ...rest].join(", ")}${last === undefined ? "" : `, and ${last}`}.`;
}

/** Three sentences that an executive reads first: what was spent and why, what it comes to, and what is open. */
export const briefSentences = (facts: BriefFacts): readonly [string, string, string] => [
  spentSentence(facts),
  aheadSentence(facts),
  openSentence(facts),
];

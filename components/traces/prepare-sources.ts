import { listWords } from "@/server/kernel/list-words";
import { REJECTIONS } from "@/server/traces/core/otlp/model";
import type { SourceCounts } from "@/server/traces/service";

/** What became of what one source sent, in figures and the reasons in words. */
export type PreparedSource = {
  readonly accepted: string;
  readonly duplicate: string;
  readonly truncated: string;
  readonly rejected: string;
  readonly reasons: string;
};

const KEPT = new Set(["accepted", "duplicate", "truncated"]);
const words: { readonly [reason: string]: string } = REJECTIONS;
const figure = (count: bigint): string => count.toLocaleString("en-GB");

/** Sums the counts of all signals; reasons stand by size, the most first. */
export function prepareSource(counts: SourceCounts["counts"]): PreparedSource {
  const sums = new Map<string, bigint>();
  for (const { outcome, count } of counts) sums.set(outcome, (sums.get(outcome) ?? 0n) + BigInt(count));
  const rejected = [...sums].filter(([outcome]) => !KEPT.has(outcome)).sort(([, a], [, b]) => (a < b ? 1 : -1));
  const of = (outcome: string) => figure(sums.get(outcome) ?? 0n);
  return {
    accepted: of("accepted"),
    duplicate: of("duplicate"),
    truncated: of("truncated"),
    rejected: figure(rejected.reduce((sum, [, count]) => sum + count, 0n)),
    reasons: listWords(
      rejected.map(([outcome, count]) => `${figure(count)}: ${words[outcome] ?? outcome}`),
      "and",
    ),
  };
}

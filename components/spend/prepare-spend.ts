import { cleanLine } from "@/server/kernel/untrusted";
import { roundTogether } from "@/server/spend/core/round";

const MICROS_PER_CENT = 10_000n;
const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** Whole cents as money: "$42,511.85". */
export function moneyOfCents(cents: bigint): string {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? "−" : ""}$${grouped((size / 100n).toString())}.${(size % 100n).toString().padStart(2, "0")}`;
}

/** Amounts in whole cents that add up to their sum in cents, or to that which is shown: it can be added by hand. */
export const centsTogether = (micros: readonly string[], to?: bigint): readonly bigint[] =>
  roundTogether(micros.map(BigInt), MICROS_PER_CENT, to);

/** One amount in cents; less than a cent is said to be that, never nothing. */
export function formatCents(micro: string): string {
  const micros = BigInt(micro);
  const cents = roundTogether([micros], MICROS_PER_CENT)[0] ?? 0n;
  return cents === 0n && micros !== 0n ? "< $0.01" : moneyOfCents(cents);
}

const signs = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: "never" });

/** How much more or less in percent: "+12.7 %". Null against nothing: no share of it can be told. */
export function formatChange(now: string, before: string | null): string | null {
  if (before === null || BigInt(before) === 0n) return null;
  const change = (Number(BigInt(now) - BigInt(before)) / Number(BigInt(before))) * 100;
  if (Math.abs(change) < 0.05) return "same";
  if (change >= 1_000) return `${signs.format(change / 100 + 1)} ×`;
  return `${change > 0 ? "+" : "−"}${signs.format(Math.abs(change))} %`;
}

/** A part of the whole: "52.1 %". */
export function formatShare(part: string, whole: string): string {
  if (BigInt(whole) === 0n) return "–";
  const share = (Number(part) / Number(whole)) * 100;
  return share > 0 && share < 0.1 ? "< 0.1 %" : `${signs.format(share)} %`;
}

const shorts = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
/** A count of tokens: "3.9M". */
export const formatTokens = (tokens: string | bigint): string => shorts.format(Number(tokens));

/** What one call cost: to a hundredth of a cent where it is that small. */
export function formatPerCall({ costMicroUsd, calls }: { readonly costMicroUsd: string; readonly calls: number }): string {
  if (calls === 0) return "–";
  const usd = Number(costMicroUsd) / calls / 1e6;
  return usd > 0 && usd < 0.1 ? `$${usd < 0.0001 ? "<0.0001" : usd.toFixed(4)}`.replace("$<", "< $") : `$${usd.toFixed(2)}`;
}

export const UNATTRIBUTED_LABEL = "Unattributed";

const MOST_LETTERS = 120;
/** A name that a sender gave, without what turns the words around it or cannot be seen. */
export const nameWords = (name: string): string => cleanLine(name, MOST_LETTERS) || "(no visible name)";
export const keyWords = (key: string | null): string => (key === null ? UNATTRIBUTED_LABEL : nameWords(key));

import { DateTime } from "luxon";
import { usdWords } from "@/server/kernel/money";
import type { Measure, ScopeKind, Threshold, Window } from "./terms";

const many = (count: string, one: string, more: string) => `${count} ${count === "1" ? one : more}`;

/** An amount in words, in the measure's unit. */
export function amountWords(measure: Measure, amount: bigint): string {
  if (measure === "money") return usdWords(amount);
  const count = amount.toLocaleString("en-US");
  switch (measure) {
    case "tokens":
      return many(count, "token", "tokens");
    case "steps":
      return many(count, "call", "calls");
    case "wall_time":
      return amount % 60n === 0n ? many((amount / 60n).toLocaleString("en-US"), "minute", "minutes") : many(count, "second", "seconds");
    case "repeats":
      return many(count, "repeat", "repeats");
  }
}

/** Who or what a budget is of. */
export function scopeWords(scope: { readonly kind: ScopeKind; readonly id: string | null }, teamName: string | null): string {
  switch (scope.kind) {
    case "organisation":
      return "Organisation";
    case "team":
      return teamName ?? "A team that no longer exists";
    case "run":
      return scope.id === null ? "Each run" : `Each run of ${scope.id}`;
    default:
      return scope.id ?? "";
  }
}

const inZone = (at: Date, zone: string) => DateTime.fromJSDate(at, { zone }).setLocale("en-GB");

/** The window before the word "budget": "October", "daily", "rolling 24-hour". */
function windowWords(window: Window, from: Date | null, zone: string): string {
  if (window.kind === "run" || from === null) return "run";
  if (window.kind === "rolling") return `rolling ${window.hours}-hour`;
  if (window.unit === "month") return inZone(from, zone).toFormat("LLLL");
  return window.unit === "day" ? "daily" : "weekly";
}

/** When a used up window begins anew: "It begins anew on 1 November." */
function anew(window: Window, to: Date | null, zone: string): string {
  if (window.kind === "run" || to === null) return "A new run begins anew.";
  if (window.kind === "rolling") return "It moves on every hour.";
  const at = inZone(to, zone);
  return window.unit === "day" ? `It begins anew on ${at.toFormat("d LLLL")} at 00:00.` : `It begins anew on ${at.toFormat("d LLLL")}.`;
}

export type Said = {
  readonly name: string;
  readonly scope: { readonly kind: ScopeKind; readonly id: string | null };
  readonly measure: Measure;
  readonly window: Window;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly zone: string;
  /** In the unit that people read. */
  readonly limit: bigint;
  readonly left: bigint;
};

const ofWhom = ({ scope, name }: Said) =>
  scope.kind === "organisation" ? "of the organisation" : scope.kind === "run" ? "of this run" : `of ${name}`;

/** "The October budget of Support, $28,000". */
export function budgetWords(said: Said): string {
  const window = windowWords(said.window, said.from, said.zone);
  const which = window === "run" ? "The budget" : `The ${window} budget`;
  return `${which} ${ofWhom(said)}, ${amountWords(said.measure, said.limit)},`;
}

/** What an agent is told whose call a budget refuses. */
export function cutOffWords(said: Said, x: bigint): string {
  const again = anew(said.window, said.to, said.zone);
  if (x > 0n && said.left > 0n && said.measure !== "steps") {
    return `${budgetWords(said)} is nearly used up: ${amountWords(said.measure, said.left)} is left, and this call may take ${amountWords(said.measure, x)}. ${again}`;
  }
  return `${budgetWords(said)} is used up. ${again}`;
}

/** What an agent is told whose call a budget puts before people. */
export const asksWords = (said: Said, { percent }: Threshold): string =>
  `${budgetWords(said)} is ${percent} % used: people decide what else it pays for.`;

/** What an agent is told whose calls are slowed. */
export const throttleWords = (said: Said, { percent, perMinute }: Threshold, next: Date): string =>
  `${budgetWords(said)} is ${percent} % used: ${perMinute ?? 1} ${perMinute === 1 ? "call" : "calls"} a minute still pass. The next may be made at ${inZone(next, said.zone).toFormat("HH:mm")}.`;

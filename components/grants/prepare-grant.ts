import { jsonText, visibleText } from "@/components/approvals/prepare-args";
import { formatMicroUsd } from "@/components/ui/format-money";
import type { Json } from "@/server/approvals/schema";
import { type Constraint, leavesOf, type Scope } from "@/server/grants/core/scope";
import type { EndCause } from "@/server/grants/core/terms";
import type { ScopeInput } from "@/server/grants/schema";
import type { Grant, GrantScope } from "./grant-type";

/** "percent" from "/percent", "notify, email" from "/notify/email". */
export const argName = (pointer: string): string =>
  visibleText(
    pointer
      .split("/")
      .slice(1)
      .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
      .join(", "),
  );

/** A value on one line: text as it is, anything else as JSON. */
export const valueText = (value: unknown): string => (typeof value === "string" ? visibleText(value) : jsonText(value as Json));

function constraintWords(constraint: Extract<GrantScope, { kind: "shape" }>["constraints"][number]): string {
  const name = argName(constraint.pointer);
  switch (constraint.op) {
    case "hidden":
      return `${name} is hidden from you`;
    case "any":
      return `${name} may be anything`;
    case "at_most":
      return `${name} is at most ${constraint.max.toLocaleString("en-GB")}`;
    case "equals":
      return `${name} is ${valueText(constraint.value)}`;
    case "one_of":
      return `${name} is one of ${constraint.values.map(valueText).join(", ")}`;
  }
}

/** Which calls, in plain words: a first line, and what must hold of the arguments. */
export function scopeWords(scope: GrantScope): { readonly lead: string; readonly constraints: readonly string[] } {
  if (scope.kind === "call") return { lead: "This very call, with the same arguments", constraints: [] };
  if (scope.kind === "tool") return { lead: "Any call of this tool", constraints: [] };
  const { resource } = scope;
  const where = resource.op === "any" || resource.value === null ? [] : [`it is about ${visibleText(resource.value)}`];
  return { lead: "Calls in which", constraints: [...scope.constraints.map(constraintWords), ...where] };
}

export const usesLeft = ({ maxUses, uses }: Pick<Grant, "maxUses" | "uses">): number | null =>
  maxUses === null ? null : Math.max(0, maxUses - uses);

export function usesWords(grant: Pick<Grant, "maxUses" | "uses">): string {
  const left = usesLeft(grant);
  const used = grant.uses === 0 ? "Not used yet" : `Used ${grant.uses === 1 ? "once" : `${grant.uses.toLocaleString("en-GB")} times`}`;
  return left === null ? used : `${left.toLocaleString("en-GB")} of ${(grant.maxUses ?? 0).toLocaleString("en-GB")} uses left`;
}

export function moneyWords({ budgetMicroUsd, spentMicroUsd }: Pick<Grant, "budgetMicroUsd" | "spentMicroUsd">): string {
  if (budgetMicroUsd === null) return BigInt(spentMicroUsd) === 0n ? "No budget" : `${formatMicroUsd(spentMicroUsd)} so far`;
  return `${formatMicroUsd(BigInt(budgetMicroUsd) - BigInt(spentMicroUsd))} of ${formatMicroUsd(budgetMicroUsd)} left`;
}

export const END_WORDS = {
  expired: "Its time was over",
  used_up: "Used up",
  revoked: "Taken back",
  killed: "Ended: the agent was killed",
  retired: "Ended: the agent was retired",
  tool_changed: "Ended: the tool changed",
  agent_changed: "Ended: the agent changed",
} as const satisfies Record<EndCause, string>;

export const STATE_WORDS = {
  denied: "denied",
  awaiting: "still waiting",
  allowed: "allowed, not run",
  executing: "running",
  succeeded: "succeeded",
  failed: "failed",
  compensated: "undone",
  unknown_outcome: "outcome unknown",
  revoked: "taken back",
} as const;

/** One argument in the editor of a shape. */
export type ShapeRow = {
  readonly pointer: string;
  readonly value: unknown;
  readonly op: Constraint["op"];
  readonly max: string;
  readonly choices: string;
};

/** Where the editor begins: every argument as it is, numbers as a limit. */
export const rowsOf = (args: Readonly<Record<string, unknown>>): ShapeRow[] =>
  leavesOf(args).map(({ pointer, value }) => ({
    pointer,
    value,
    op: isAmount(value) ? "at_most" : "equals",
    max: isAmount(value) ? String(value) : "",
    choices: valueText(value),
  }));

/** Whether "at most" means something for it. */
export const isAmount = (value: unknown): value is number => typeof value === "number" && value >= 0;

const typed = (line: string, like: unknown): unknown => {
  if (typeof like === "string") return line;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return line;
  }
};

/** The choices that were typed, a line each; the request's own value is always among them. */
function choicesOf({ choices, value }: ShapeRow): unknown[] {
  const lines = choices.split("\n").map((line) => line.trim());
  const others = lines.filter((line) => line !== "" && line !== valueText(value)).map((line) => typed(line, value));
  return [value, ...others];
}

function toConstraint(row: ShapeRow): Extract<ScopeInput, { kind: "shape" }>["constraints"][number] {
  const { pointer, value, op } = row;
  if (op === "any") return { pointer, op };
  if (op === "one_of") return { pointer, op, values: choicesOf(row) };
  return op === "at_most" ? { pointer, op, max: Number(row.max) } : { pointer, op, value };
}

/** What is wrong with a row, or null. */
export function rowFault({ op, max, value }: ShapeRow): string | null {
  if (op !== "at_most") return null;
  const limit = max.trim() === "" ? Number.NaN : Number(max);
  if (Number.isNaN(limit)) return "Give a number.";
  return isAmount(value) && limit < value ? `This request has ${value}: choose at least that.` : null;
}

export type Draft = {
  readonly kind: Scope["kind"];
  readonly rows: readonly ShapeRow[];
  readonly resource: string | null;
  readonly isAnyResource: boolean;
  readonly isThisRun: boolean;
  /** As `datetime-local` has it, in the reader's zone. */
  readonly endsAt: string;
  readonly maxUses: string;
  readonly budget: string;
  readonly reason: string;
};

/** The scope as it is sent; null while a row of it is wrong. */
export function scopeOf({ kind, rows, resource, isAnyResource }: Draft): ScopeInput | null {
  if (kind !== "shape") return { kind };
  if (rows.some((row) => rowFault(row) !== null)) return null;
  return { kind, constraints: rows.map(toConstraint), resource: isAnyResource ? { op: "any" } : { op: "equals", value: resource } };
}

/** Micro-USD from dollars as people write them; null when that is no amount above 0. */
export function microUsdOf(dollars: string): string | null {
  const match = /^\$?\s*(\d{1,11}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,6}))?$/.exec(dollars.trim());
  if (match === null) return null;
  const micros = BigInt((match[1] ?? "0").replaceAll(",", "")) * 1_000_000n + BigInt((match[2] ?? "").padEnd(6, "0"));
  return micros > 0n ? micros.toString() : null;
}

export type Faults = Partial<Record<"endsAt" | "maxUses" | "budget" | "reason" | "scope", string>>;

/** What is wrong with what was filled in, by field. The server looks again. */
export function draftFaults(draft: Draft, nowMs: number): Faults {
  const endsMs = Date.parse(draft.endsAt);
  const faults: Faults = {};
  if (Number.isNaN(endsMs)) faults.endsAt = "Say when it ends: a standing grant always has an end, at most 7 days away.";
  else if (endsMs <= nowMs) faults.endsAt = "That moment is past: choose an end that is still to come.";
  if (draft.maxUses.trim() !== "" && !/^[1-9]\d{0,4}$/.test(draft.maxUses.trim()))
    faults.maxUses = "Give a whole number, or leave it empty.";
  if (draft.budget.trim() !== "" && microUsdOf(draft.budget) === null) faults.budget = "Give an amount in dollars, or leave it empty.";
  if (draft.reason.trim().length < 3) faults.reason = "Say why, in a few words: the reason stays on the record.";
  if (scopeOf(draft) === null) faults.scope = "Mend the arguments first.";
  return faults;
}

const TWO_DIGITS = 2;
const pad = (part: number) => String(part).padStart(TWO_DIGITS, "0");

/** A moment as `datetime-local` has it, in the reader's zone. */
export function localMoment(ms: number): string {
  const at = new Date(ms);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

import type { Args, Obligation, StoredAction } from "./wire.js";

/** By what a guarded function runs: the action as it was allowed, what approvers asked in return, and the token that carries both. */
export type Permission = {
  /** Null, as is the token, when a read ran while Reeve could not be reached. */
  readonly action: StoredAction | null;
  readonly obligations: readonly Obligation[];
  readonly token: string | null;
};

export const UNASKED: Permission = { action: null, obligations: [], token: null };

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** What stands at a JSON pointer; undefined when nothing does. */
function valueAt(args: Args, pointer: string): unknown {
  let value: unknown = args;
  for (const token of pointer.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Args)[name];
  }
  return value;
}

/** Money may be a string of digits. */
function amountOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && DECIMAL.test(value) ? Number(value) : null;
}

function isRecipientKept(value: unknown, allowed: readonly string[]): boolean {
  const recipients: readonly unknown[] = Array.isArray(value) ? value : [value];
  return recipients.length > 0 && recipients.every((one) => allowed.some((other) => other === one));
}

type Keeping = { readonly args: Args; readonly nowMs: number; readonly hasDryRun: boolean };

function brokenWords(asked: Obligation, { args, nowMs, hasDryRun }: Keeping): string | null {
  switch (asked.kind) {
    case "cap_amount": {
      const amount = amountOf(valueAt(args, asked.pointer));
      return amount !== null && amount <= asked.max ? null : `no more than ${asked.max} at ${asked.pointer}`;
    }
    case "only_recipient":
      return isRecipientKept(valueAt(args, asked.pointer), asked.values) ? null : `only ${asked.values.join(", ")} at ${asked.pointer}`;
    case "within":
      return Date.parse(asked.until) > nowMs ? null : `only until ${asked.until}`;
    case "dry_run_first":
      return hasDryRun ? null : "a dry run first, and this tool has none";
    case "notify":
      // Reeve tells them itself, on the receipt.
      return null;
    default:
      return `what this version of the SDK does not know (${String((asked as { kind: unknown }).kind)})`;
  }
}

/** Why a call may not run on what was asked in return, in a sentence; null when all of it is kept. What is not understood counts as broken. */
export function brokenObligation(all: readonly Obligation[], keeping: Keeping): string | null {
  for (const asked of all) {
    const words = brokenWords(asked, keeping);
    if (words !== null) return `It was approved on a condition that this call does not keep: ${words}.`;
  }
  return null;
}

import canonicalize from "canonicalize";

/** What an approver may ask in return. They leave the digest of the action alone: the token carries them beside it. */
export type Obligation =
  /** The number at this JSON pointer may not be greater. */
  | { readonly kind: "cap_amount"; readonly pointer: string; readonly max: number }
  /** What stands at this JSON pointer must be one of these, each of them if it is a list. */
  | { readonly kind: "only_recipient"; readonly pointer: string; readonly values: readonly string[] }
  /** To be taken before this moment, as an ISO string in UTC. */
  | { readonly kind: "within"; readonly until: string }
  /** To be told once it has run. */
  | { readonly kind: "notify"; readonly email: string }
  | { readonly kind: "dry_run_first" };

type Args = Readonly<Record<string, unknown>>;
type Fault = { readonly path: string; readonly message: string };
export type Merged =
  | { readonly ok: true; readonly obligations: readonly Obligation[] }
  | { readonly ok: false; readonly pointer: string; readonly message: string };

/** What two obligations with the same key are about: they become one. */
function keyOf(obligation: Obligation): string {
  if (obligation.kind === "notify") return `notify ${obligation.email}`;
  return "pointer" in obligation ? `${obligation.kind} ${obligation.pointer}` : obligation.kind;
}

/** Both at once: of two limits the stricter, of two lists what stands in both. */
function both(one: Obligation, other: Obligation): Obligation {
  if (one.kind === "cap_amount" && other.kind === "cap_amount") return other.max < one.max ? other : one;
  if (one.kind === "within" && other.kind === "within") return other.until < one.until ? other : one;
  if (one.kind !== "only_recipient" || other.kind !== "only_recipient") return one;
  return { ...one, values: one.values.filter((value) => other.values.includes(value)) };
}

const tidy = (obligation: Obligation): Obligation =>
  obligation.kind === "only_recipient" ? { ...obligation, values: [...new Set(obligation.values)].sort() } : obligation;

/**
 * What several approvers ask, as one list: all of it holds, of two limits the stricter. The same whatever the order,
 * and nothing of it twice. Recipients that leave nobody are a conflict, in words.
 */
export function mergeObligations(all: readonly Obligation[]): Merged {
  const byKey = new Map<string, Obligation>();
  for (const obligation of all.map(tidy)) {
    const key = keyOf(obligation);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? obligation : both(known, obligation));
  }
  const entries = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, obligation] of entries) {
    if (obligation.kind !== "only_recipient" || obligation.values.length > 0) continue;
    const { pointer } = obligation;
    return { ok: false, pointer, message: `Nobody would be left at ${placeOf(pointer)}: another approver allows only others.` };
  }
  return { ok: true, obligations: entries.map(([, obligation]) => obligation) };
}

/** `sha256:` and the hex of SHA-256 over the canonical form: equal for what asks the same, in whatever order. */
export function obligationsHash(all: readonly Obligation[], sha256Hex: (text: string) => string): string {
  const merged = mergeObligations(all);
  return `sha256:${sha256Hex(canonicalize(merged.ok ? merged.obligations : all) ?? "[]")}`;
}

/** What stands at a JSON pointer; undefined when nothing does. */
export function valueAt(args: unknown, pointer: string): unknown {
  let value: unknown = args;
  for (const token of pointer.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Money may be a string of digits. */
function amountOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && DECIMAL.test(value) ? Number(value) : null;
}

function capFault({ pointer, max }: Extract<Obligation, { kind: "cap_amount" }>, args: Args): string | null {
  const amount = amountOf(valueAt(args, pointer));
  if (amount === null) return `There is no amount at ${placeOf(pointer)}.`;
  return amount <= max ? null : `It asks for ${amount}, which is more than ${max}: edit the arguments instead.`;
}

function recipientFault({ pointer, values }: Extract<Obligation, { kind: "only_recipient" }>, args: Args): string | null {
  const value = valueAt(args, pointer);
  const recipients: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (recipients.some((one) => typeof one !== "string")) return `There is no recipient at ${placeOf(pointer)}.`;
  const other = recipients.find((one) => !values.some((allowed) => allowed === one));
  return other === undefined ? null : `It goes to ${other} as well: edit the arguments instead.`;
}

function faultOf(obligation: Obligation, args: Args, now: Date): string | null {
  switch (obligation.kind) {
    case "cap_amount":
      return capFault(obligation, args);
    case "only_recipient":
      return recipientFault(obligation, args);
    case "within":
      return new Date(obligation.until) > now ? null : "That moment is past.";
    default:
      return null;
  }
}

/** What of it the arguments break already, each by its place in the list: a condition never stands in for an edit. */
export const contradictions = (all: readonly Obligation[], args: Args, now: Date): Fault[] =>
  all.flatMap((obligation, index) => {
    const message = faultOf(obligation, args, now);
    return message === null ? [] : [{ path: `obligations.${index}`, message }];
  });

/** Until when it may be taken: an obligation shortens an allowance and never lengthens it. */
export function endingBy(all: readonly Obligation[], allowedUntil: Date): Date {
  const ends = all.flatMap((one) => (one.kind === "within" ? [new Date(one.until).getTime()] : []));
  return new Date(Math.min(allowedUntil.getTime(), ...ends));
}

/** A JSON pointer as people read it. */
export const placeOf = (pointer: string): string =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");

/** One obligation in plain words; `momentWords` says a moment as its reader's clock does. */
export function obligationWords(obligation: Obligation, momentWords: (iso: string) => string): string {
  switch (obligation.kind) {
    case "cap_amount":
      return `No more than ${obligation.max.toLocaleString("en-GB")} at ${placeOf(obligation.pointer)}`;
    case "only_recipient":
      return `Only ${obligation.values.join(", ")} at ${placeOf(obligation.pointer)}`;
    case "within":
      return `Only until ${momentWords(obligation.until)}`;
    case "notify":
      return `${obligation.email} is told once it has run`;
    case "dry_run_first":
      return "A dry run comes first";
  }
}

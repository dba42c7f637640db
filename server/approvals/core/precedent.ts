/** How far back decisions count as precedent. */
export const PRECEDENT_DAYS = 90;
/** How many past decisions are shown. */
export const MAX_ALIKE = 5;

export type Args = Readonly<Record<string, unknown>>;

/** A call as it is compared: what is hidden from the reader is not in it. */
export type Comparable = { readonly resource: string | null; readonly amountMicroUsd: string | null; readonly args: Args };

/** How far two amounts are apart, as a ratio; as far as can be when one of them is not known. */
function distance(a: string | null, b: string | null): number {
  const [one, other] = [Math.abs(Number(a)), Math.abs(Number(b))];
  if (a === null || b === null || one === 0 || other === 0) return a !== null && a === b ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(Math.log(one / other));
}

const isSame = (a: string | null, b: string | null): boolean => a !== null && a === b;

/** The past calls that are most like this one: first those on the same resource, then the nearest amounts; among equals the order stays. */
export function mostAlike<T extends Comparable>(current: Comparable, past: readonly T[], limit = MAX_ALIKE): readonly T[] {
  const rank = (call: T) => (isSame(call.resource, current.resource) ? 0 : 1);
  const far = (call: T) => distance(current.amountMicroUsd, call.amountMicroUsd);
  const keyed = past.map((call) => ({ call, rank: rank(call), far: far(call) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.far === b.far ? 0 : a.far - b.far));
  return keyed.slice(0, limit).map(({ call }) => call);
}

const SHORT = 40;
type Plain = string | number | boolean;
/** What fits the cell of a table. */
const isPlain = (value: unknown): value is Plain =>
  typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value.length <= SHORT);

function difference(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  // Words differ from each other as names do: that says less than a figure that is twice as high.
  return 0.1;
}

/** The argument at the top in which this call differs most from those; null when none can be compared. What names the resource is left out. */
export function mostDifferent({ args, resource }: Comparable, past: readonly Comparable[]): string | null {
  let best: string | null = null;
  let most = 0;
  for (const [name, value] of Object.entries(args)) {
    if (!isPlain(value) || (typeof value === "string" && resource?.includes(value) === true)) continue;
    const others = past.filter((call) => isPlain(call.args[name]));
    const sum = others.reduce((total, call) => total + difference(value, call.args[name]), 0);
    if (sum > most) [best, most] = [name, sum];
  }
  return best;
}

/** The figures that an argument had before, and how this call's compares to them. */
export type Usual = {
  readonly name: string;
  /** Between these lie four of five of them. */
  readonly low: number;
  readonly high: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
};

/** Fewer figures than these say nothing of what is usual. */
const MIN_FIGURES = 5;
const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/;

/** A figure as a number or, as money is often written, as text of one. */
export const figureOf = (value: unknown): number | null => {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && DECIMAL.test(value) ? Number(value) : null;
};

/** What is usual of each figure among the arguments at the top, where enough past calls stated one. */
export const usualOf = ({ args }: Pick<Comparable, "args">, past: readonly Pick<Comparable, "args">[]): readonly Usual[] =>
  Object.entries(args).flatMap(([name, value]) => {
    if (figureOf(value) === null) return [];
    const figures = past.flatMap((call) => figureOf(Object.hasOwn(call.args, name) ? call.args[name] : null) ?? []).sort((a, b) => a - b);
    const [least] = figures;
    const most = figures.at(-1);
    if (least === undefined || most === undefined || figures.length < MIN_FIGURES) return [];
    const at = (share: number) => figures[Math.round(share * (figures.length - 1))] ?? least;
    return [{ name, low: at(0.1), high: at(0.9), least, most, count: figures.length }];
  });

/** The value of an argument, where it fits the cell of a table. */
export const plainArg = (args: Args, name: string | null): Plain | null => {
  const value = name !== null && Object.hasOwn(args, name) ? args[name] : null;
  return isPlain(value) ? value : null;
};

/** What became of a request that was decided. */
export type Became = "not_run" | "unused" | "running" | "executed" | "failed" | "compensated" | "never_used" | "taken_back" | "unknown";

const BECAME: Readonly<Record<string, Became>> = {
  allowed: "unused",
  executing: "running",
  succeeded: "executed",
  failed: "failed",
  compensated: "compensated",
  unknown_outcome: "unknown",
};

/** What became of it: an allowance that ended by itself was never used, any other end was somebody's. */
export function becameOf(actionState: string | null, cause: string | null): Became {
  if (actionState === "revoked") return cause === "timeout" ? "never_used" : "taken_back";
  return BECAME[actionState ?? ""] ?? "not_run";
}

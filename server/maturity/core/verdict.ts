import { invariant } from "@/server/kernel/result";
import type { Measurement, Reading } from "./measurement";
import type { Condition, Criterion, Limits } from "./rubric";

/** What the figures alone say of a criterion. */
export type Finding = "met" | "not_met" | "insufficient_data";

/** One condition beside what was measured. */
export type Held = {
  readonly op: Condition["op"];
  readonly bound: number;
  readonly unit: string | null;
  readonly value: number | null;
  readonly hits: number | null;
  readonly of: number | null;
  /** 95 % interval (Wilson) of a share that is not held against all or none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Null: there is too little to say so. */
  readonly isHeld: boolean | null;
};

export type Verdict = {
  readonly finding: Finding;
  readonly held: readonly Held[];
  readonly n: number;
  readonly minSample: number;
  /** How many further rows are needed before there can be a verdict; null where rows are not what is missing. */
  readonly lack: number | null;
  readonly missing: string | null;
};

type AutoCheck = Extract<Criterion["check"], { type: "auto" }>;

/** Two-sided 95 %. */
const Z = 1.959963984540054;
/** From this share on a value near the bound says little of a small sample: its lower bound is compared, */
const STRICT_FROM = 0.99;
/** unless the sample has so many rows. */
const LARGE_SAMPLE = 1_000;

/** The interval of Wilson (1927) of a share, 95 %. */
export function wilson(hits: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const p = hits / of;
  const z2 = Z * Z;
  const middle = p + z2 / (2 * of);
  const half = Z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  const scale = 1 + z2 / of;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

/** The fewest further rows, all of which hold, after which a share is known to reach its bound. */
export function rowsToBeSure(hits: number, of: number, bound: number): number {
  for (let more = 0; ; more += 1) {
    if (of + more >= LARGE_SAMPLE || wilson(hits + more, of + more).low >= bound) return more;
  }
}

/** Whether the lower bound decides, not the value. */
const isStrict = ({ op, bound }: Pick<Held, "op" | "bound">, { of }: Reading): boolean =>
  op === ">=" && bound >= STRICT_FROM && bound < 1 && of !== undefined && of < LARGE_SAMPLE;

function compare(op: Condition["op"], bound: number, reading: Reading & { readonly value: number }): boolean {
  const { value, hits, of } = reading;
  // All of them: compared as counts, so that no rounding makes 999,999 of 1,000,000 into all.
  if (bound === 1 && (op === "=" || op === ">=") && hits !== undefined && of !== undefined) return of > 0 && hits === of;
  if (op === "=") return value === bound;
  if (op === ">") return value > bound;
  return op === ">=" ? value >= bound : value <= bound;
}

const boundOf = ({ bound }: Condition, limits: Limits): number => (typeof bound === "number" ? bound : limits[bound]);

/** The interval of a share that is not held against all or none. */
function intervalOf(bound: number, { hits, of }: Reading): Pick<Held, "low" | "high"> {
  const isEstimate = hits !== undefined && of !== undefined && of > 0 && bound > 0 && bound < 1;
  return isEstimate ? wilson(hits, of) : { low: null, high: null };
}

/** One condition held against its figure, and how many further rows would make it sure. */
function hold(condition: Condition, reading: Reading, limits: Limits): { readonly held: Held; readonly lack: number } {
  const { op, unit } = condition;
  const bound = boundOf(condition, limits);
  const { value, hits = null, of = null } = reading;
  const base = { op, bound, unit, value, hits, of, ...intervalOf(bound, reading) };
  if (value === null || !Number.isFinite(value)) return { held: { ...base, value: null, isHeld: null }, lack: 0 };
  const isHeld = compare(op, bound, { ...reading, value });
  if (!isHeld || !isStrict(base, reading) || (base.low ?? 0) >= bound) return { held: { ...base, isHeld }, lack: 0 };
  // The value is there, but so small a sample may come from less.
  return { held: { ...base, isHeld: null }, lack: rowsToBeSure(hits ?? 0, of ?? 0, bound) };
}

/** What is said of several conditions: one that fails decides, one that nobody can tell leaves it open. */
export function findingOf(held: readonly Held[]): Finding {
  if (held.some(({ isHeld }) => isHeld === false)) return "not_met";
  return held.every(({ isHeld }) => isHeld === true) ? "met" : "insufficient_data";
}

/** What a measurement says of a criterion. Too few rows, or none of their kind, never pass and never fail. */
export function verdictOf(check: AutoCheck, measurement: Measurement, limits: Limits): Verdict {
  const { readings, n, missing } = measurement;
  invariant(readings.length === check.conditions.length, "a check answers one reading for each condition");
  const all = check.conditions.map((condition, i) => hold(condition, readings[i] ?? { value: null }, limits));
  const held = all.map((one) => one.held);
  const { minSample } = check;
  if (missing !== null || n < minSample) {
    const open = held.map((one) => ({ ...one, isHeld: null }));
    return { finding: "insufficient_data", held: open, n, minSample, lack: missing === null ? minSample - n : null, missing };
  }
  const finding = findingOf(held);
  const lack = Math.max(...all.map((one) => one.lack));
  return { finding, held, n, minSample, lack: finding === "insufficient_data" && lack > 0 ? lack : null, missing };
}

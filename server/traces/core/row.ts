import type { Counted } from "./cost";
import { type EstimatedUsage, estimateUsage } from "./estimate";
import type { Authority } from "./governed";
import { keepSpan } from "./kept-span";
import type { Span } from "./otlp/model";
import type { Commitments } from "./redaction/kept";
import type { Step } from "./step";

/** A step as it is stored, with its payload. Moments are microseconds since 1970, as finely as PostgreSQL keeps them. */
export type StepRow = Step & {
  readonly startUs: number;
  readonly endUs: number | null;
  /** The place of the step among those of its trace: by start, then by id. */
  readonly order: string;
  readonly actionId: string | null;
  readonly governed: boolean | null;
  readonly sourceId: string;
  readonly payload: string;
  /** What was taken out of it. */
  readonly redaction: Commitments | null;
  /** About what it used, where it told no usage. */
  readonly estimated: EstimatedUsage | null;
  /** What it is counted with; null while nothing is. */
  readonly cost: Counted | null;
};

/** Microseconds since 1970 as text, to the microsecond. */
export function momentOf(us: number): string {
  const ms = Math.floor(us / 1_000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1_000).padStart(3, "0")}Z`;
}

/** Nanoseconds as microseconds: of today exactly, of times far away nearly. */
export const toMicros = (ns: bigint): number => Number(ns / 1_000n);

/** Nanoseconds as PostgreSQL takes a moment: to the microsecond. */
export const toMoment = (ns: bigint): string => momentOf(toMicros(ns));

const LATEST_US = 253_402_300_799_999_000; // within the year 9999

/** A step ready to be stored, before it was held against the gate's record. `boundAgent` is the one agent that the key may speak for, which is better than what anyone says. */
export function toRow(step: Step, span: Span, about: { sourceId: string; boundAgent: string | null }): StepRow {
  return {
    ...step,
    agent: about.boundAgent ?? step.agent,
    startUs: toMicros(step.start),
    endUs: step.end === null ? null : Math.min(toMicros(step.end), LATEST_US),
    order: `${step.start.toString().padStart(20, "0")}${step.spanId}`,
    actionId: null,
    governed: step.kind === "tool" ? false : null,
    sourceId: about.sourceId,
    payload: keepSpan(span),
    redaction: null,
    estimated: estimateUsage(step, span.attributes),
    cost: null,
  };
}

/** The row with the authority that was found for it. */
export const authorised = (row: StepRow, { actionId, governed, isMismatch }: Authority): StepRow => ({
  ...row,
  actionId,
  governed,
  marks: isMismatch ? [...row.marks, "action_mismatch"] : row.marks,
});

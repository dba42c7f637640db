import type { Authority } from "./governed";
import { keepSpan } from "./kept-span";
import type { Span } from "./otlp/model";
import type { Step } from "./step";

/** A step as it is stored, with its payload and what its trace takes from it. */
export type StepRow = Omit<Step, "claimedActionId" | "service"> & {
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly actionId: string | null;
  readonly governed: boolean | null;
  readonly sourceId: string;
  readonly payload: string;
  /** Who to name as the trace's agent, and how good a witness this step is: the smallest key wins, in any order of arrival. */
  readonly lead: string | null;
  readonly leadKey: string | null;
  readonly nameKey: string;
};

/** Nanoseconds as PostgreSQL takes a moment: to the microsecond. */
export function toMoment(ns: bigint): string {
  const us = ns / 1_000n;
  const ms = Number(us / 1_000n);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us % 1_000n).padStart(3, "0")}Z`;
}

const LATEST = 253_402_300_799_999_999_999n; // the year 9999

const orderOf = (step: Step): string => `${step.start.toString().padStart(20, "0")}${step.spanId}`;

/** A step ready to be stored. `boundAgent` is the one agent that the key may speak for, which is better than what anyone says. */
export function toRow(step: Step, span: Span, authority: Authority, about: { sourceId: string; boundAgent: string | null }): StepRow {
  const { claimedActionId: _, service, ...rest } = step;
  const agent = about.boundAgent ?? step.agent;
  const lead = agent ?? service;
  const end = step.end !== null && step.end > LATEST ? LATEST : step.end;
  return {
    ...rest,
    agent,
    startedAt: toMoment(step.start),
    endedAt: end === null ? null : toMoment(end),
    actionId: authority.actionId,
    governed: authority.governed,
    marks: authority.isMismatch ? [...step.marks, "action_mismatch"] : step.marks,
    sourceId: about.sourceId,
    payload: keepSpan(span),
    lead,
    leadKey: lead === null ? null : `${agent === null ? 1 : 0}${orderOf(step)}`,
    nameKey: `${step.parentId === null ? 0 : 1}${orderOf(step)}`,
  };
}

import type { ComparedStep } from "@/server/traces/core/compare";
import { keyOf } from "@/server/traces/core/compare";
import { costWords, counted, lastingWords, tokenWords } from "@/server/traces/core/words";
import type { TraceLine } from "@/server/traces/schema";
import { RUN_OUTCOME_WORDS, STATUS_WORDS } from "./trace-words";

/** A row as it came, as far as drawing needs it. */
export type RowIn = { readonly a: ComparedStep | null; readonly b: ComparedStep | null; readonly differs: readonly string[] };

/** What is drawn: a row, rows alike that are folded, or steps of one side that repeat. */
export type Part =
  | { readonly kind: "row"; readonly at: number; readonly count: number; readonly difference: number | null }
  | { readonly kind: "fold"; readonly from: number; readonly to: number };

/** From so many rows without a difference on they fold, but for those beside a difference. */
const FOLD_FROM = 7;
const BESIDE = 2;

export const isDifferent = ({ a, b, differs }: RowIn): boolean => a === null || b === null || differs.length > 0;

const sideOf = ({ a, b }: RowIn): "a" | "b" | null => (b === null ? "a" : a === null ? "b" : null);
const stepOf = ({ a, b }: RowIn): ComparedStep | null => a ?? b;

/** Whether a row only repeats the one before it, on the same side. */
function repeats(row: RowIn, before: RowIn | undefined): boolean {
  if (before === undefined || sideOf(row) === null || sideOf(row) !== sideOf(before)) return false;
  const [step, last] = [stepOf(row), stepOf(before)];
  return step !== null && last !== null && keyOf(step) === keyOf(last);
}

/** Where a row's like ends: the stretch without differences, or the repeats of one difference. */
function endOf(rows: readonly RowIn[], at: number, isOne: (row: RowIn, before: RowIn | undefined) => boolean): number {
  let to = at + 1;
  for (let row = rows[to]; row !== undefined && isOne(row, rows[to - 1]); row = rows[to]) to += 1;
  return to;
}

/** The rows as they are drawn: long stretches alike folded, repeats of one side told once, differences numbered from 1. */
export function prepareRows(rows: readonly RowIn[]): readonly Part[] {
  const parts: Part[] = [];
  let difference = 0;
  let at = 0;
  for (let row = rows[at]; row !== undefined; row = rows[at]) {
    const isApart = isDifferent(row);
    const to = endOf(rows, at, isApart ? repeats : (one) => !isDifferent(one));
    if (isApart) difference += 1;
    parts.push(...(isApart ? [{ kind: "row" as const, at, count: to - at, difference }] : stretch(at, to, rows.length)));
    at = to;
  }
  return parts;
}

/** A stretch without differences: whole when it is short, else folded but for what stands beside differences. */
function stretch(from: number, to: number, length: number): Part[] {
  const single = (at: number): Part => ({ kind: "row", at, count: 1, difference: null });
  const span = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => single(start + i));
  if (to - from < FOLD_FROM) return span(from, to);
  const [head, tail] = [from === 0 ? from : from + BESIDE, to === length ? to : to - BESIDE];
  return [...span(from, head), { kind: "fold", from: head, to: tail }, ...span(tail, to)];
}

export type Fact = { readonly label: string; readonly a: string; readonly b: string; readonly isDifferent: boolean };

const toolsOf = ({ tools }: TraceLine): string => (tools.length === 0 ? "none" : tools.join(", "));

/** What each took, used and cost, side by side. */
export function prepareFacts(a: TraceLine, b: TraceLine): readonly Fact[] {
  const fact = (label: string, words: (trace: TraceLine) => string): Fact => {
    const [left, right] = [words(a), words(b)];
    return { label, a: left, b: right, isDifferent: left !== right };
  };
  return [
    fact("Outcome", ({ stood, status, errors }) => {
      const outcome = stood === null ? STATUS_WORDS[status] : RUN_OUTCOME_WORDS[stood.outcome];
      return errors === 0 ? outcome : `${outcome}, ${counted(errors, "failure")}`;
    }),
    fact("Authority", ({ ungoverned, toolSteps }) =>
      toolSteps === 0
        ? "no tool called"
        : ungoverned > 0
          ? `${counted(ungoverned, "call")} ungoverned`
          : `${counted(toolSteps, "call")} by the gate`,
    ),
    fact("Took", ({ durationMs }) => lastingWords(durationMs * 1_000)),
    fact("Cost", (trace) => costWords(trace) ?? "none"),
    fact("Tokens", ({ inputTokens, outputTokens }) => tokenWords(Number(inputTokens) + Number(outputTokens))),
    fact(
      "Steps",
      ({ steps, llmSteps, toolSteps }) =>
        `${steps.toLocaleString("en-GB")}: ${counted(llmSteps, "model call")}, ${counted(toolSteps, "tool call")}`,
    ),
    fact("Models", ({ models }) => (models.length === 0 ? "none" : models.join(", "))),
    fact("Tools", toolsOf),
  ];
}

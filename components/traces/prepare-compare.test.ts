import { expect, test } from "vitest";
import type { ComparedStep } from "@/server/traces/core/compare";
import { prepareFacts, prepareRows, type RowIn } from "./prepare-compare";

const step = (title: string): ComparedStep => ({
  spanId: title,
  place: 1,
  kind: "tool",
  title,
  agent: null,
  status: "ok",
  durationUs: 1,
  costMicroUsd: null,
  gate: null,
});
const alike = (count: number): RowIn[] => Array.from({ length: count }, (_, i) => ({ a: step(`s${i}`), b: step(`s${i}`), differs: [] }));
const onlyA = (title: string): RowIn => ({ a: step(title), b: null, differs: [] });

test("long stretches alike fold but for what stands beside a difference", () => {
  const parts = prepareRows([...alike(20), onlyA("x"), ...alike(3)]);
  expect(parts[0]).toEqual({ kind: "fold", from: 0, to: 18 });
  expect(parts.slice(1).map((part) => part.kind === "row" && part.at)).toEqual([18, 19, 20, 21, 22, 23]);
});

test("repeats of one side are one difference with their number, and differences are numbered", () => {
  const parts = prepareRows([onlyA("x"), onlyA("x"), onlyA("x"), ...alike(1), onlyA("y")]);
  expect(parts).toEqual([
    { kind: "row", at: 0, count: 3, difference: 1 },
    { kind: "row", at: 3, count: 1, difference: null },
    { kind: "row", at: 4, count: 1, difference: 2 },
  ]);
});

test("a run that waits for people is told as waiting, however its steps stand", () => {
  const told = { status: "running", errors: 0, inputTokens: "0", outputTokens: "0", steps: 1, llmSteps: 0, toolSteps: 0 };
  const of = (stood: unknown) => ({ ...told, stood, ungoverned: 0, durationMs: 1, costMicroUsd: null, models: [], tools: [] });
  const run = (stood: unknown) => of(stood) as unknown as Parameters<typeof prepareFacts>[0];
  const [outcome] = prepareFacts(run({ outcome: "waiting", authority: "open" }), run(null));
  expect(outcome).toEqual({ label: "Outcome", a: "Waiting", b: "Running", isDifferent: true });
});

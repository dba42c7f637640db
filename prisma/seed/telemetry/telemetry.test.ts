import { expect, test } from "vitest";
import { decodeOpenAiAgents } from "@/server/traces/core/dialects/openai-agents";
import { toStep } from "@/server/traces/core/normalise";
import { admit } from "@/server/traces/core/otlp/admit";
import { decodeSpans } from "@/server/traces/core/otlp/json";
import type { Step } from "@/server/traces/core/step";
import { Random } from "../random";
import type { Run } from "./run";
import { heardOf, written } from "./send";
import { planRuns } from "./telemetry";

const NOW = Date.parse("2026-11-23T10:00:00Z");
const EVER = { from: 1n, to: 10n ** 19n };
const runs = planRuns(new Random(7), NOW);

/** The steps of a run, as they are read from what its SDK would send. */
function stepsOf(run: Run): readonly Step[] {
  const { otlp, own } = written([run]);
  const spans = [...(otlp === null ? [] : decodeSpans(otlp)), ...(own === null ? [] : decodeOpenAiAgents(own).spans)];
  return admit(spans, EVER, 10n ** 19n, 10_000).items.map(toStep);
}

const byDialect = Map.groupBy(runs, ({ dialect }) => dialect);
const stepsByDialect = new Map([...byDialect].map(([dialect, own]) => [dialect, own.slice(0, 40).flatMap(stepsOf)]));

test("the same runs are told on every machine, none of them of the future", () => {
  expect(planRuns(new Random(7), NOW)).toEqual(runs);
  expect(runs.every((run) => heardOf(run) < NOW)).toBe(true);
  expect(new Set(runs.map(({ traceId }) => traceId)).size).toBe(runs.length);
});

test("every framework of the demo is told in its own dialect, with its agents, models and tools", () => {
  expect([...byDialect.keys()].sort()).toEqual(
    ["ai-sdk-6", "ai-sdk-7", "claude-code", "openai-agents", "openinference", "openllmetry", "otel", "otel-old"].sort(),
  );
  for (const [dialect, steps] of stepsByDialect) {
    expect(new Set(steps.map((step) => step.dialect)), dialect).not.toContain("unknown");
    expect(
      steps.some(({ kind }) => kind === "agent"),
      dialect,
    ).toBe(true);
    expect(
      steps.some(({ kind, model, usage }) => kind === "llm" && model !== null && (usage.input ?? 0) > 0),
      dialect,
    ).toBe(true);
    expect(
      steps.filter(({ kind, tool }) => kind === "tool" && tool === null),
      dialect,
    ).toEqual([]);
  }
});

test("what the demo shows is among them: a loop, a storm of retries, a hand-off, a shadow agent, and a run of more than 2,000 steps", () => {
  const all = runs.map((run) => ({ run, steps: run.turns.length > 40 || run.agent === "front-desk" ? stepsOf(run) : [] }));
  const largest = Math.max(...all.map(({ steps }) => steps.length));
  expect(largest).toBeGreaterThan(2_000);
  expect(all.some(({ steps }) => steps.filter(({ tool }) => tool === "lookup_order").length === 137)).toBe(true);
  expect(all.some(({ steps }) => steps.filter(({ kind, status }) => kind === "llm" && status === "error").length > 40)).toBe(true);
  expect(all.some(({ steps }) => steps.filter(({ kind }) => kind === "handoff").length > 1)).toBe(true);
  expect(runs.some(({ agent }) => agent === "growth-scout")).toBe(true);
});

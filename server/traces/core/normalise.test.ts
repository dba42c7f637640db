import { describe, expect, test } from "vitest";
import { type Recorded, spansOf } from "../testing/recorded";
import { readContent } from "./content";
import { toStep } from "./normalise";
import type { Step } from "./step";

/** Kind, agent, tool, model, and tokens: input/cache read/cache write/output/reasoning. */
const line = ({ kind, agent, tool, model, usage }: Step): string => {
  const tokens = [usage.input, usage.cacheRead, usage.cacheWrite, usage.output, usage.reasoning].map((count) => count ?? "·").join("/");
  return [kind, agent ?? "·", tool ?? "·", model ?? "·", usage.basis === null ? "·" : `${tokens} ${usage.basis}`].join(" | ");
};

const SONNET = "claude-sonnet-4-5-20250929";
const GPT = "gpt-5.4-mini-2026-03-01";
const chat7 = `llm | · | · | ${SONNET} | 1200/900/100/60/· inclusive`;
const run7 = [chat7, "tool | · | crm.read_account | · | ·", "other | · | · | · | ·", chat7, "other | · | · | · | ·"];
const root7 = "agent | renewals-agent | · | claude-sonnet-4-5 | 2400/1800/200/120/· inclusive";
const chat6 = `llm | renewals-agent | · | ${SONNET} | 1200/900/100/60/20 inclusive`;
const chatCc = "llm | · | · | claude-sonnet-4-5 | 9412/9000/400/42/· exclusive";

/** What each SDK's run reads as, step by step in the order of its export. */
const EXPECTED: { readonly [name in Recorded]: readonly string[] } = {
  otel: [
    `llm | · | · | ${GPT} | 500/·/·/40/· inclusive`,
    `llm | · | · | ${GPT} | 500/·/·/40/· inclusive`,
    "tool | · | crm.read_account | · | ·",
    "agent | renewals-agent | · | · | ·",
  ],
  "ai-sdk-7": [...run7, root7, ...run7, root7],
  "ai-sdk-6": [
    chat6,
    "tool | renewals-agent | crm.read_account | · | ·",
    chat6,
    "agent | renewals-agent | · | claude-sonnet-4-5 | 2400/1800/200/120/40 inclusive",
  ],
  openinference: [
    `llm | · | · | ${GPT} | 500/300/·/40/16 inclusive`,
    `llm | · | · | ${GPT} | 500/300/·/40/16 inclusive`,
    "tool | · | crm.read_account | · | ·",
    "agent | renewals-agent | · | · | ·",
  ],
  openllmetry: [
    `llm | renewals-agent | · | ${GPT} | 500/·/·/40/· inclusive`,
    `llm | renewals-agent | · | ${GPT} | 500/·/·/40/· inclusive`,
    "tool | renewals-agent | crm.read_account | · | ·",
    "agent | renewals-agent | · | · | ·",
  ],
  "openai-agents": [
    `llm | · | · | ${GPT} | 500/300/·/40/16 inclusive`,
    "tool | · | crm_read_account | · | ·",
    "other | renewals-agent | · | · | 500/300/0/40/· inclusive",
    `llm | · | · | ${GPT} | 500/300/·/40/16 inclusive`,
    "other | renewals-agent | · | · | 500/300/0/40/· inclusive",
    "agent | renewals-agent | · | · | ·",
    "agent | · | · | · | 1000/600/0/80/· inclusive",
  ],
  "claude-code": ["approval | · | · | · | ·", chatCc, "other | · | · | · | ·", "tool | · | Bash | · | ·", chatCc, "agent | · | · | · | ·"],
};

describe.each(Object.entries(EXPECTED))("%s", (name, expected) => {
  const spans = spansOf(name as Recorded);
  const steps = spans.map(toStep);
  test("every span reads as the step that it is", () => {
    expect(steps.map(line)).toEqual(expected);
  });
  test("all of them say the task class, and one trace hangs together", () => {
    const tellers = steps.filter(({ taskClass }) => taskClass === "renewal-outreach");
    if (name !== "openllmetry") expect(tellers).toHaveLength(steps.length);
    const ids = new Set(steps.map(({ spanId }) => spanId));
    expect(ids.size).toBe(steps.length);
    for (const { parentId } of steps) if (parentId !== null) expect(ids).toContain(parentId);
  });
  test("the call of the tool can be read: arguments and result", () => {
    const calls = spans.filter((span) => toStep(span).kind === "tool").map((span) => readContent(span.attributes, "tool"));
    if (name === "claude-code") return expect(calls[0]?.args).toBe("echo renewal: March");
    expect(calls[0]).toMatchObject({ args: { account: "acme" }, result: { account: "acme", renewal: "March" } });
  });
  test("the conversation can be read: what was asked, the call, the answer", () => {
    if (name === "claude-code" || name === "otel") return; // their messages come as events
    const calls = spans.filter((span) => toStep(span).kind === "llm").map((span) => readContent(span.attributes, "llm"));
    expect(calls[0]?.input.at(-1)).toEqual({ role: "user", parts: [{ type: "text", text: "When does Acme renew?" }] });
    expect(calls[0]?.input[0]?.role).toBe("system");
    const call = calls[0]?.output.flatMap(({ parts }) => parts).find((part) => part.type === "tool_call");
    expect(call).toMatchObject({ id: "call_1", args: { account: "acme" } });
    expect(calls[1]?.output.flatMap(({ parts }) => parts)).toEqual([{ type: "text", text: "Acme renews in March." }]);
  });
});

test("who began it is read from what each dialect has", () => {
  const initiators = (["ai-sdk-6", "openinference", "openllmetry", "openai-agents"] as const).map(
    (name) => toStep(spansOf(name)[0] as never).initiatorId,
  );
  expect(initiators).toEqual(Array(4).fill("sam@acme.example"));
  // Its call of the model knows nobody; the agent around it does.
  expect(spansOf("otel").map((span) => toStep(span).initiatorId)).toEqual([null, null, null, "sam@acme.example"]);
});

test("the number of an installation is nobody's name", () => {
  expect(spansOf("claude-code").map((span) => toStep(span).initiatorId)).toEqual(Array(6).fill(null));
});

test("a tool that failed says so", () => {
  const failed = spansOf("ai-sdk-7")
    .map(toStep)
    .filter(({ status }) => status === "error");
  expect(failed.map(({ tool, errorMessage }) => [tool, errorMessage])).toEqual([["crm.read_account", "the CRM is away"]]);
});

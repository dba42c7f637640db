import { expect, test } from "vitest";
import type { Content } from "@/server/traces/core/content";
import { STEP_KINDS, STEP_STATUSES, type StepKind, type StepStatus } from "@/server/traces/core/step";
import { FLAGS, type Skeleton, type TraceLine } from "@/server/traces/schema";
import type { Chapter, StoryAction } from "./story-schema";
import { tellStory } from "./tell-story";

type Told = { id: string; parent?: number; kind: StepKind; name: string; status?: StepStatus; ungoverned?: boolean; action?: string };

const LINE: TraceLine = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  name: "Renewal",
  status: "ok",
  startedAt: "2026-11-20T16:00:00.000Z",
  durationMs: 10_000,
  agent: "sales-agent",
  agents: ["sales-agent"],
  tools: [],
  models: [],
  team: null,
  taskClass: "renewal-outreach",
  runId: null,
  conversationId: null,
  initiator: { type: "user", id: "sam@acme.example" },
  steps: 3,
  errors: 0,
  llmSteps: 1,
  toolSteps: 1,
  ungoverned: 0,
  inputTokens: "900",
  outputTokens: "100",
  costMicroUsd: null,
  hasRoot: true,
};

/** A skeleton of steps that follow each other by the second. */
function skeletonOf(told: readonly Told[], line: Partial<TraceLine> = {}): Skeleton {
  const words: string[] = [];
  const at = (text: string | undefined) => {
    if (text === undefined) return -1;
    return words.includes(text) ? words.indexOf(text) : words.push(text) - 1;
  };
  return {
    trace: { ...LINE, steps: told.length, ...line },
    startUs: String(Date.parse(LINE.startedAt) * 1_000),
    words,
    kinds: STEP_KINDS,
    statuses: STEP_STATUSES,
    spanId: told.map(({ id }) => id),
    parent: told.map(({ parent }) => parent ?? -1),
    depth: told.map(({ parent }) => (parent === undefined ? 0 : 1)),
    offsetUs: told.map((_, i) => i * 1_000_000),
    durationUs: told.map(() => 900_000),
    kind: told.map(({ kind }) => STEP_KINDS.indexOf(kind)),
    status: told.map(({ status }) => STEP_STATUSES.indexOf(status ?? "ok")),
    name: told.map(({ name }) => at(name)),
    agent: told.map(() => at("sales-agent")),
    tool: told.map(({ kind, name }) => at(kind === "tool" ? name : undefined)),
    model: told.map(({ kind }) => at(kind === "llm" ? "gpt-5" : undefined)),
    action: told.map(({ action }) => at(action)),
    inputTokens: told.map(() => -1),
    outputTokens: told.map(() => -1),
    costMicroUsd: told.map(() => -1),
    flags: told.map(({ ungoverned }) => (ungoverned ? FLAGS.ungoverned : 0)),
    cut: 0,
  };
}

const AGENT: Told = { id: "root", kind: "agent", name: "invoke_agent" };
const CHAT: Told = { id: "chat", parent: 0, kind: "llm", name: "chat" };
const tool = (id: string, over: Partial<Told> = {}): Told => ({ id, parent: 0, kind: "tool", name: "crm.apply_discount", ...over });

const textOf = ({ parts }: Chapter) => parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
const nothing = { contents: new Map(), actions: new Map() };

const said: Content = {
  input: [{ role: "user", parts: [{ type: "text", text: "Renew Acme." }] }],
  output: [{ role: "assistant", parts: [{ type: "reasoning", text: "Churn is high." }] }],
  args: null,
  result: null,
};

test("a story begins with who set it off and what was wanted, and ends with what it took", () => {
  const story = tellStory(skeletonOf([AGENT, CHAT, tool("one")]), { ...nothing, contents: new Map([["chat", said]]) });
  expect(story[0]).toMatchObject({ heading: "sam@acme.example set it off", quote: { text: "Renew Acme." } });
  expect(story[1]).toMatchObject({
    heading: "sales-agent used crm.apply_discount",
    quote: { text: "Churn is high.", writer: "sales-agent" },
  });
  expect(story[2]?.heading).toBe("It ended without a failure");
  expect(story[2] && textOf(story[2])).toContain("1,000 tokens in 1 model call. What it cost is unknown");
});

test("nobody is made up: who set it off and what was said are left out where nobody told", () => {
  const [first, ...rest] = tellStory(skeletonOf([AGENT, CHAT, tool("one")], { initiator: null }), nothing);
  expect(first && textOf(first)).toContain("does not say who set it off");
  expect([first, ...rest].every((chapter) => chapter?.quote === null)).toBe(true);
});

test("a call that never passed the gate is said so, and marks its chapter", () => {
  const chapter = tellStory(skeletonOf([AGENT, CHAT, tool("one", { ungoverned: true })], { ungoverned: 1 }), nothing)[1];
  expect(chapter?.mark).toBe("ungoverned");
  expect(chapter && textOf(chapter)).toContain("Nobody decided this call");
});

test("an action is told with its rule, its request and whoever decided it", () => {
  const action: StoryAction = {
    id: "act_1",
    summary: "Give Acme 15 % off",
    decision: "allow",
    rule: { id: "discount-over-20", name: "Discounts over 20 % need Finance", version: 4 },
    grantId: null,
    askedAt: "2026-11-20T16:00:00.000Z",
    decidedAt: "2026-11-20T16:28:31.000Z",
    approvalId: "apr_1",
    decidedBy: "Ana Ruiz",
  };
  const facts = { ...nothing, actions: new Map([["act_1", action]]) };
  const chapter = tellStory(skeletonOf([AGENT, CHAT, tool("one", { action: "act_1" })]), facts)[1];
  expect(chapter).toMatchObject({ mark: "decided", heading: "sales-agent acted, and was allowed to by Ana Ruiz" });
  expect(chapter && textOf(chapter)).toContain(
    "version 4, it was put before people; Ana Ruiz allowed it after 28 m 31 s. See the request.",
  );
  expect(chapter?.parts).toContainEqual({ kind: "link", href: "/queue/apr_1", text: "the request" });
});

test("calls alike are told once, with their number and failures", () => {
  const calls = Array.from({ length: 137 }, (_, i) => tool(`t${i}`, { name: "lookup", status: i === 80 ? "error" : "ok" }));
  const chapter = tellStory(skeletonOf([AGENT, CHAT, ...calls]), nothing)[1];
  expect(chapter && textOf(chapter)).toContain("It called lookup, 137 times, of which 1 failed");
});

import { describe, expect, test } from "vitest";
import type { Message } from "./content";
import { storyToMarkdown } from "./story-markdown";
import type { StoryAction, StoryFacts, StoryPart, StoryStep, StoryTrace } from "./story-schema";
import { MOST_TURNS, tellStory } from "./tell-story";

const TRACE: StoryTrace = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  name: "Renewal",
  status: "ok",
  startedAt: "2026-11-20T16:00:00.000Z",
  durationMs: 10_000,
  agent: "sales-agent",
  agents: ["sales-agent"],
  taskClass: "renewal-outreach",
  team: null,
  initiator: { type: "user", id: "sam@acme.example" },
  steps: 3,
  errors: 0,
  llmSteps: 1,
  toolSteps: 1,
  ungoverned: 0,
  inputTokens: "900",
  outputTokens: "100",
  costMicroUsd: null,
};

const step = (place: number, over: Partial<StoryStep> = {}): StoryStep => ({
  place,
  spanId: String(place).padStart(16, "0"),
  kind: "tool",
  name: "crm.read",
  startedAt: new Date(Date.parse(TRACE.startedAt) + place * 1_000).toISOString(),
  endedAt: new Date(Date.parse(TRACE.startedAt) + place * 1_000 + 900).toISOString(),
  status: "ok",
  errorType: null,
  agent: "sales-agent",
  model: null,
  tool: "crm.read",
  actionId: null,
  governed: null,
  costMicroUsd: null,
  counted: false,
  ...over,
});
const AGENT = step(1, { kind: "agent", name: "invoke_agent", tool: null });
const CHAT = step(2, { kind: "llm", name: "chat", tool: null, model: "gpt-5" });

const FACTS: StoryFacts = {
  said: new Map(),
  actions: [],
  unread: 0,
  initiator: null,
  owners: new Map(),
  sideEffects: new Map(),
  isClosed: false,
  cut: 0,
};

const ACTION: StoryAction = {
  id: "act_1",
  agent: "sales-agent",
  tool: "crm.apply_discount",
  spanId: null,
  sideEffect: "irreversible",
  summary: "Give Acme 50 % off",
  decision: "allow",
  cause: "human",
  reason: "Discounts over 20 % need Finance.",
  reasoning: "Churn is high.",
  rule: { id: "discount-over-20", name: "Discounts over 20 % need Finance", version: 4 },
  grantId: null,
  grant: null,
  askedAt: "2026-11-20T16:00:03.000Z",
  decidedAt: "2026-11-20T16:28:34.000Z",
  approvalId: "apr_1",
  decidedBy: "Ana Ruiz",
  consumedAt: "2026-11-20T16:28:35.000Z",
  receivedAt: "2026-11-20T16:28:36.000Z",
  outcome: "succeeded",
  changes: [{ resource: "crm:account/acme", before: { percent: 0, name: "Acme" }, after: { percent: 15, name: "Acme" } }],
  flag: null,
  isVeiled: false,
  approval: {
    id: "apr_1",
    state: "approved",
    asks: ["Finance"],
    dueAt: "2026-11-20T17:00:00.000Z",
    votes: [
      {
        person: "Ana Ruiz",
        onBehalfOf: null,
        verdict: "approve",
        reason: "Comparable accounts stayed at 15.",
        at: "2026-11-20T16:28:34.000Z",
        confirmedBy: "passkey",
      },
    ],
    edits: [
      {
        by: "Ana Ruiz",
        reason: "Half price is too much.",
        at: "2026-11-20T16:28:30.000Z",
        changes: [{ path: "/percent", before: 50, after: 15 }],
      },
    ],
    barred: [{ person: "Sam Patel", why: ["initiator"] }],
    decided: { by: "Ana Ruiz", at: "2026-11-20T16:28:34.000Z", reason: null },
  },
};

const words = (parts: readonly StoryPart[]): string => parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
const says = (text: string): Message[] => [{ role: "assistant", parts: [{ type: "text", text }] }];
const asks = (text: string): Message[] => [{ role: "user", parts: [{ type: "text", text }] }];
const tell = (steps: readonly StoryStep[], facts: Partial<StoryFacts> = {}, trace: Partial<StoryTrace> = {}) =>
  tellStory({ ...TRACE, ...trace }, steps, { ...FACTS, ...facts }, "2026-11-23T00:00:00.000Z");
const briefOf = (story: ReturnType<typeof tell>, key: string) => {
  const line = story.brief.find((one) => one.key === key);
  return { ...line, text: line?.lines.map(words).join("; ") ?? "" };
};

describe("the story", () => {
  test("tells trigger, goal, decision, deed, outcome and cost, each with its step", () => {
    const said = new Map([
      [AGENT.spanId, { input: asks("Renew Acme."), output: [] }],
      [CHAT.spanId, { input: [], output: says("Churn is high.") }],
    ]);
    const { chapters } = tell([AGENT, CHAT, step(3)], { said, initiator: "Sam Patel" });
    expect(chapters.map(({ heading }) => heading)).toEqual([
      "Sam Patel set it off",
      "sales-agent used crm.read",
      "It ended without a failure",
      "What it cost",
    ]);
    expect(chapters[0]?.quote?.text).toBe("Renew Acme.");
    expect(chapters[1]?.quote).toMatchObject({ text: "Churn is high.", writer: "sales-agent" });
    expect(chapters[1]?.parts).toContainEqual({ kind: "step", spanId: CHAT.spanId, text: "step 2" });
    expect(chapters[3] && words(chapters[3].parts)).toContain("1,000 tokens in 1 model call; what that cost is unknown");
  });

  test("makes nobody up: who set it off and what was said are left out where nobody told", () => {
    const story = tell([AGENT, CHAT, step(3)], {}, { initiator: null });
    expect(words(story.chapters[0]?.parts ?? [])).toContain("does not say who set it off");
    expect(story.chapters.every(({ quote }) => quote === null)).toBe(true);
    expect(briefOf(story, "initiator").text).toBe("Not said");
    expect(briefOf(story, "reasoning").text).toBe("None was sent");
  });

  test("tells a gated call in three: what was asked and why, what people said, what changed", () => {
    const story = tell([AGENT, CHAT, step(3, { tool: "crm.apply_discount", actionId: "act_1", governed: true })], { actions: [ACTION] });
    const [, held, decided, ran] = story.chapters;
    expect(held).toMatchObject({ mark: "held", heading: "The gate held crm.apply_discount", quote: { text: "Churn is high." } });
    expect(held && words(held.parts)).toContain(
      "It cannot be taken back. The rule Discounts over 20 % need Finance, version 4, put it before Finance.",
    );
    expect(decided).toMatchObject({ mark: "decided", heading: "Ana Ruiz edited and approved it" });
    expect(decided && words(decided.parts)).toContain(
      "It waited 28 m 31 s. Ana Ruiz changed percent from 50 to 15. Reason: “Half price is too much.”",
    );
    expect(decided && words(decided.parts)).toContain("confirmed by passkey");
    expect(decided && words(decided.parts)).toContain("Sam Patel could not have decided, since they set the run off.");
    expect(ran).toMatchObject({
      heading: "What changed",
      changes: [{ resource: "crm:account/acme", what: "percent", before: "0", after: "15" }],
    });
  });

  test("answers the five questions in brief", () => {
    const story = tell([AGENT, CHAT, step(3, { tool: "crm.apply_discount", actionId: "act_1", governed: true })], {
      actions: [ACTION],
      owners: new Map([["sales-agent", "Mei Lin"]]),
    });
    expect(briefOf(story, "initiator").text).toBe("sam@acme.example");
    expect(briefOf(story, "agent").note).toBe("Owned by Mei Lin");
    expect(briefOf(story, "reasoning").quote?.text).toBe("Churn is high.");
    expect(briefOf(story, "tools").text).toBe("crm.apply_discount");
    expect(briefOf(story, "changed").text).toBe("crm:account/acme percent: 0 → 15");
    expect(briefOf(story, "authority").text).toBe(
      "crm.apply_discount: Ana Ruiz approved it, held by Discounts over 20 % need Finance, version 4",
    );
  });

  test("tells an action that no step carried out: it was held and nobody has decided", () => {
    const waiting: StoryAction = {
      ...ACTION,
      decision: "pending",
      decidedAt: null,
      decidedBy: null,
      consumedAt: null,
      receivedAt: null,
      outcome: null,
      changes: [],
      approval: ACTION.approval && { ...ACTION.approval, state: "pending", votes: [], edits: [], decided: null },
    };
    const story = tell([AGENT, CHAT], { actions: [waiting] }, { status: "running" });
    const [, asking, end] = story.chapters;
    expect([asking?.mark, end?.heading]).toEqual(["held", "It waits for people"]);
    expect(words(asking?.parts ?? [])).toContain("Nobody has decided yet");
  });

  test("a call that never passed the gate has a chapter of its own, and what it can do is said", () => {
    const story = tell([AGENT, CHAT, step(3, { governed: false })], { sideEffects: new Map([["crm.read", "read"]]) }, { ungoverned: 1 });
    const chapter = story.chapters.find(({ mark }) => mark === "ungoverned");
    expect(chapter?.heading).toBe("One call ran ungoverned");
    expect(chapter && words(chapter.parts)).toContain("Nobody decided this call: the gate was not asked. It only reads.");
    expect(briefOf(story, "authority")).toMatchObject({ text: "Nobody’s", isAlarm: true });
  });

  test("calls alike are told once, with their number, failures and authority", () => {
    const quiet: StoryAction = {
      ...ACTION,
      id: "act_q",
      approval: null,
      approvalId: null,
      decidedBy: null,
      changes: [],
      sideEffect: "read",
    };
    const calls = Array.from({ length: 137 }, (_, i) =>
      step(3 + i, { tool: "lookup", actionId: "act_q", governed: true, status: i === 80 ? "error" : "ok" }),
    );
    const { chapters } = tell([AGENT, CHAT, ...calls], { actions: [quiet] });
    expect(chapters[1] && words(chapters[1].parts)).toContain(
      "It called lookup, 137 times, of which 1 failed, as the rule Discounts over 20 % need Finance, version 4, allows",
    );
  });

  test("of a run of many turns it says how many it leaves out, and tells late decisions all the same", () => {
    const turns = Array.from({ length: MOST_TURNS + 40 }, (_, i) => [step(2 + i * 2, { kind: "llm", tool: null }), step(3 + i * 2)]).flat();
    const last = step(500, { actionId: "act_1", governed: true });
    const { chapters } = tell([AGENT, ...turns, last], { actions: [ACTION] });
    expect(chapters.map(({ heading }) => heading)).toContain("40 more turns not told here");
    expect(chapters.map(({ heading }) => heading)).toContain("Ana Ruiz edited and approved it");
  });
});

describe("the story as Markdown", () => {
  const HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/p.png)",
    "[click](javascript:alert(1))",
    "https://evil.example www.evil.example a@evil.example @everyone",
    "# not a heading",
    "| a | b |",
    "```\nout of the fence\n```",
    "&lt;script&gt; **bold** $x$ ~~s~~",
    "- item",
  ];
  /** What stands outside of code, where Markdown is active. */
  const active = (markdown: string) =>
    markdown
      .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, "")
      .replace(/\\[\\`*_{}[\]#|<>~&$^=!+\-.)]/g, "")
      .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");

  test.each(HOSTILE)("never makes %j active, wherever it stands", (hostile) => {
    const action: StoryAction = {
      ...ACTION,
      tool: hostile,
      summary: hostile,
      reasoning: hostile,
      rule: { id: "discount)](x", name: hostile, version: 1 },
      changes: [{ resource: hostile, before: hostile, after: { [hostile]: hostile } }],
      approval: ACTION.approval && { ...ACTION.approval, asks: [hostile], decided: { by: hostile, at: ACTION.askedAt, reason: hostile } },
    };
    const said = new Map([[CHAT.spanId, { input: asks(hostile), output: says(hostile) }]]);
    const story = tell(
      [AGENT, CHAT, step(3, { tool: hostile, name: hostile, agent: hostile, governed: false })],
      { said, actions: [action] },
      {
        name: hostile,
        agent: hostile,
        taskClass: hostile,
        initiator: { type: "user", id: hostile },
        ungoverned: 1,
      },
    );
    const markdown = storyToMarkdown(story, "https://reeve.example");
    const rest = active(markdown);
    const links = [...rest.matchAll(/\]\(<([^>]*)>\)/g)].map(([, href]) => href ?? "");
    expect(links.every((href) => href.startsWith("https://reeve.example/"))).toBe(true);
    const words = rest.replace(/\]\(<[^>]*>\)/g, "]");
    expect(words).not.toMatch(/<|>|!\[|https?:|www\.|@|\*\*bold|~~|\$/);
    const headings = rest.split("\n").filter((line) => /^#/.test(line));
    expect(headings.every((line) => /^##? /.test(line))).toBe(true);
    expect(headings.filter((line) => /^# /.test(line))).toHaveLength(1);
  });

  test("says when, of which trace, and what the agent wrote as not a fact", () => {
    const said = new Map([[CHAT.spanId, { input: [], output: says("Churn is high.") }]]);
    const markdown = storyToMarkdown(tell([AGENT, CHAT, step(3)], { said }), "http://localhost:3000");
    expect(markdown).toContain("# Renewal");
    expect(markdown).toContain("Trace: 4bf92f3577b34da6a3ce929d0e0e4736");
    expect(markdown).toContain("Told from the record: 2026-11-23 00:00:00 UTC");
    expect(markdown).toContain("Not a fact of the record.\n\n```text\nChurn is high.\n```");
    expect(markdown).toContain(
      "[step 2](<http://localhost:3000/traces/4bf92f3577b34da6a3ce929d0e0e4736?view=timeline&step=0000000000000002>)",
    );
  });
});

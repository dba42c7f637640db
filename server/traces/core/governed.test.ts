import { describe, expect, test } from "vitest";
import { type ActionFacts, authorityOf } from "./governed";

const AT = new Date("2026-11-20T16:00:00Z");
const ns = (seconds: number) => (BigInt(AT.getTime()) + BigInt(seconds * 1000)) * 1_000_000n;
type Asked = Parameters<typeof authorityOf>[0];
const step = (over: Partial<Asked> = {}): Asked => ({
  kind: "tool",
  tool: "crm.apply_discount",
  agent: null,
  claimedActionId: null,
  traceId: "t1",
  spanId: "s1",
  parentId: "p1",
  runId: null,
  start: ns(-1),
  end: ns(1),
  status: "ok",
  ...over,
});
const action = (over: Partial<ActionFacts> = {}): ActionFacts => ({
  id: "act_1",
  agentName: "sales-agent",
  toolName: "crm.apply_discount",
  traceId: "t1",
  spanId: null,
  runId: null,
  consumedAt: AT,
  ...over,
});

describe("by whose authority a tool step ran", () => {
  const table: readonly [string, Partial<Asked>, readonly ActionFacts[], string | null, boolean | null][] = [
    ["nobody's: there is no action", {}, [], null, false],
    ["a step that is no tool needs none", { kind: "llm" }, [action()], null, null],
    ["the action that it names", { claimedActionId: "act_1", traceId: "t9" }, [action()], "act_1", true],
    ["the action of its span", {}, [action({ spanId: "s1" }), action({ id: "act_2", spanId: "s2" })], "act_1", true],
    ["the action of the span around it", {}, [action({ spanId: "p1" })], "act_1", true],
    ["the only action of its trace meanwhile", {}, [action()], "act_1", true],
    ["the only action of its run meanwhile", { runId: "r1", traceId: "t9" }, [action({ traceId: null, runId: "r1" })], "act_1", true],
    ["a tool under the other spelling of its name", { tool: "crm_apply_discount" }, [action()], "act_1", true],
    ["not one of two that both could be", {}, [action(), action({ id: "act_2" })], null, false],
    ["not one that was consumed at another time", { start: ns(60), end: ns(61) }, [action()], null, false],
    ["not one of another tool", {}, [action({ toolName: "crm.read_account" })], null, false],
    ["not one of another agent", { agent: "other-agent" }, [action()], null, false],
    ["not one that was only proposed", {}, [action({ consumedAt: null })], null, false],
    [
      "one that was never allowed, and the tool ran: ungoverned, and one sees which",
      {},
      [action({ consumedAt: null, spanId: "s1" })],
      "act_1",
      false,
    ],
    [
      "one that people are still asked about, and the tool waits: the gate holds",
      { status: "running", end: null },
      [action({ consumedAt: null, spanId: "s1" })],
      "act_1",
      true,
    ],
    [
      "one that was refused, and the tool did not run: the gate held",
      { status: "error" },
      [action({ consumedAt: null, spanId: "s1" })],
      "act_1",
      true,
    ],
  ];
  test.each(table)("%s", (_, over, actions, actionId, governed) => {
    expect(authorityOf(step(over), actions)).toMatchObject({ actionId, governed });
  });
  test("a step that names the action of another tool or agent is marked, and not governed by it", () => {
    const others = [action({ toolName: "crm.read_account" }), action({ agentName: "other-agent" })];
    for (const other of others) {
      expect(authorityOf(step({ claimedActionId: "act_1", agent: "sales-agent" }), [other])).toEqual({
        actionId: null,
        governed: false,
        isMismatch: true,
      });
    }
  });
});

import { expect, test } from "vitest";
import type { ToldExchange, ToldMessage } from "@/server/traces/conversation-schema";
import { askFor, PAGE_OF_TURNS, stopsOf, tellTurns, turnsOf } from "./prepare-conversation";
import { skeletonOf, type Told } from "./testing/told-skeleton";

const llm = (at: number, over: Partial<Told> = {}): Told => ({ kind: "llm", name: "gpt-5", at, ...over });
const tool = (at: number, name = "crm.read", over: Partial<Told> = {}): Told => ({ kind: "tool", name, at, ...over });
const call = (id: string | null, name = "crm_read"): ToldMessage => ({
  role: "assistant",
  parts: [{ type: "tool_call", id, tool: name, args: {} }],
});
const answer = (id: string | null): ToldMessage => ({ role: "tool", parts: [{ type: "tool_result", id, result: "March" }] });
const say = (text: string): ToldMessage => ({ role: "assistant", parts: [{ type: "text", text }] });
const exchange = (spanId: string, fresh: readonly ToldMessage[], output: readonly ToldMessage[]): [string, ToldExchange] => [
  spanId,
  { spanId, instructions: [], repeated: 0, isShortened: false, fresh, output, isKept: true },
];

test("a turn is a call of a model and what was done until the next; a call within a call is the same one", () => {
  const steps = [
    tool(0, "start"),
    llm(1, { lasts: 5 }),
    { ...llm(2), parent: 1 },
    tool(3),
    llm(6),
    { ...tool(7), kind: "guardrail" as const },
  ];
  expect(turnsOf(skeletonOf(steps))).toEqual([
    { speaker: -1, deeds: [0] },
    { speaker: 1, deeds: [3] },
    { speaker: 4, deeds: [5] },
  ]);
});

test("a call stands with the step that carried it out and with what came back, whichever turn tells of it", () => {
  const skeleton = skeletonOf([llm(0), tool(1), llm(2), tool(3, "mail.send")]);
  const exchanges = new Map([exchange("0", [], [say("Looking."), call("c1")]), exchange("2", [answer("c1")], [say("In March.")])]);
  const [first, second] = tellTurns(skeleton, turnsOf(skeleton), exchanges);
  expect(first?.calls).toMatchObject([{ tool: "crm_read", step: { spanId: "1" }, result: { result: "March" } }]);
  expect(first).toMatchObject({ said: [say("Looking.")], deeds: [] });
  expect(second).toMatchObject({ fresh: [], calls: [], deeds: [{ steps: [{ spanId: "3" }] }] });
});

test("a result that answers no call that is known of is told as it came", () => {
  const skeleton = skeletonOf([llm(0)]);
  const [turn] = tellTurns(skeleton, turnsOf(skeleton), new Map([exchange("0", [answer("c9"), answer(null)], [])]));
  expect(turn?.fresh).toHaveLength(2);
});

test("an id that comes again means the last call that had it", () => {
  const skeleton = skeletonOf([llm(0), llm(1), llm(2)]);
  const exchanges = new Map([exchange("0", [], [call("c")]), exchange("1", [answer("c")], [call("c")]), exchange("2", [answer("c")], [])]);
  const turns = tellTurns(skeleton, turnsOf(skeleton), exchanges);
  expect(turns.map(({ calls }) => calls.map(({ result }) => result !== null))).toEqual([[true], [true], []]);
});

test("another agent's turn says from whom it took over", () => {
  const skeleton = skeletonOf([llm(0), llm(1, { agent: "renewals" }), llm(2, { agent: "renewals" })]);
  expect(tellTurns(skeleton, turnsOf(skeleton), new Map()).map(({ takesOverFrom }) => takesOverFrom)).toEqual([null, "sales", null]);
});

test("steps alike are one line from four on, and one moves through them by their first", () => {
  const skeleton = skeletonOf([llm(0), tool(1), tool(2), tool(3), tool(4), tool(5, "other")]);
  const turns = tellTurns(skeleton, turnsOf(skeleton), new Map());
  expect(turns[0]?.deeds.map(({ steps }) => steps.length)).toEqual([4, 1]);
  expect(stopsOf(turns)).toEqual(["0", "1", "5"]);
});

test("a page asks for its own calls and names those read before: the page above, and each agent's last", () => {
  const count = 2 * PAGE_OF_TURNS + 5;
  const agentAt = (i: number) => (i === 3 || i === count - 1 ? "renewals" : "sales");
  const skeleton = skeletonOf(Array.from({ length: count }, (_, i) => llm(i, { agent: agentAt(i) })));
  const asked = askFor(skeleton, turnsOf(skeleton), 2);
  expect(asked.spanIds).toEqual(Array.from({ length: 5 }, (_, i) => String(2 * PAGE_OF_TURNS + i)));
  expect(asked.before).toEqual(["3", ...Array.from({ length: PAGE_OF_TURNS }, (_, i) => String(PAGE_OF_TURNS + i))]);
  expect(askFor(skeleton, turnsOf(skeleton), 0).before).toEqual([]);
});

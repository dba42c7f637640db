import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message, Part } from "./content";
import { type Exchange, tellNews } from "./conversation";

const say = (role: string, text: string): Message => ({ role, parts: [{ type: "text", text }] });
const call = (id: string | null, tool = "crm.read", args = { account: "acme" }): Part => ({ type: "tool_call", id, tool, args });
const given = (id: string | null, result: string): Message => ({ role: "tool", parts: [{ type: "tool_result", id, result }] });
const asked = say("user", "When does Acme renew?");
const rules = say("system", "You keep accounts.");
const calls: Message = { role: "assistant", parts: [call("call_1")] };

describe("successive calls of a model", () => {
  test("show the conversation once: each call only what was not said before", () => {
    const [first, second] = tellNews([
      { spanId: "a", input: [rules, asked], output: [calls] },
      { spanId: "b", input: [rules, asked, calls, given("call_1", "March")], output: [say("assistant", "In March.")] },
    ]);
    expect(first).toMatchObject({ repeated: 0, fresh: [asked], output: [calls] });
    expect(first?.instructions).toEqual(rules.parts);
    expect(second).toMatchObject({ repeated: 2, fresh: [given("call_1", "March")], instructions: [], isShortened: false });
  });

  test("are recognised without their reasoning, without their ids and in other messages than they came in", () => {
    const thought: Message = {
      role: "assistant",
      parts: [{ type: "reasoning", text: "Look first." }, { type: "text", text: "Looking. " }, call("x")],
    };
    const back = [say("assistant", "Looking."), { role: "assistant", parts: [call(null)] }];
    const [, second] = tellNews([
      { spanId: "a", input: [asked], output: [thought] },
      { spanId: "b", input: [asked, ...back, given(null, "March")], output: [] },
    ]);
    expect(second).toMatchObject({ repeated: 3, fresh: [given(null, "March")] });
  });

  test("of agents that take turns each go on from their own", () => {
    const other = say("user", "Draft the terms.");
    const news = tellNews([
      { spanId: "a1", input: [rules, asked], output: [say("assistant", "One moment.")] },
      { spanId: "b1", input: [say("system", "You draft."), other], output: [say("assistant", "Drafted.")] },
      { spanId: "a2", input: [rules, asked, say("assistant", "One moment."), say("user", "And?")], output: [] },
      { spanId: "b2", input: [say("system", "You draft."), other, say("assistant", "Drafted."), say("user", "Shorter.")], output: [] },
    ]);
    expect(news.map(({ fresh }) => fresh.length)).toEqual([1, 1, 1, 1]);
    expect(news.map(({ instructions }) => instructions.length)).toEqual([1, 1, 0, 0]);
  });

  test("of whom the second takes the first one's conversation over show only its own instructions", () => {
    const [, second] = tellNews([
      { spanId: "a", input: [rules, asked], output: [say("assistant", "I hand over.")] },
      { spanId: "b", input: [say("system", "You draft."), asked, say("assistant", "I hand over.")], output: [say("assistant", "Mine.")] },
    ]);
    expect(second).toMatchObject({ repeated: 2, fresh: [], instructions: [{ text: "You draft." }] });
  });

  test("that left the first messages out say so", () => {
    const [, second] = tellNews([
      { spanId: "a", input: [asked, say("assistant", "Which?"), say("user", "Acme Ltd.")], output: [calls] },
      { spanId: "b", input: [say("user", "Acme Ltd."), calls, given("call_1", "March")], output: [] },
    ]);
    expect(second).toMatchObject({ repeated: 2, isShortened: true, fresh: [given("call_1", "March")] });
  });

  test("that were asked the same again repeat everything", () => {
    const again = { input: [asked], output: [say("assistant", "In March.")] };
    const news = tellNews([
      { spanId: "a", ...again },
      { spanId: "b", ...again },
    ]);
    expect(news[1]).toMatchObject({ repeated: 1, fresh: [], output: again.output });
  });
});

const message = fc.record({
  role: fc.constantFrom("user", "assistant", "tool"),
  parts: fc.array(
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 3 }).map((text): Part => ({ type: "text", text })),
      fc.constantFrom("a", "b").map((tool): Part => ({ type: "tool_call", id: null, tool, args: null })),
    ),
    { minLength: 1, maxLength: 3 },
  ),
});

test("law: a conversation that only grows is told whole, each part once", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(message, { maxLength: 3 }), fc.array(message, { maxLength: 2 })), { maxLength: 8 }), (steps) => {
      const exchanges: Exchange[] = [];
      let soFar: Message[] = [];
      for (const [added, output] of steps) {
        soFar = [...soFar, ...added];
        exchanges.push({ spanId: String(exchanges.length), input: soFar, output });
        soFar = [...soFar, ...output];
      }
      const told = tellNews(exchanges).map(({ fresh }) => fresh.flatMap(({ parts }) => parts.filter(isSaid)));
      expect(told).toEqual(steps.map(([added]) => added.flatMap(({ parts }) => parts.filter(isSaid))));
    }),
  );
});

const isSaid = (part: Part) => part.type !== "text" || part.text.trim() !== "";

import { describe, expect, test } from "vitest";
import { estimateTokens, estimateUsage } from "./estimate";
import type { Attributes } from "./otlp/model";
import type { Step } from "./step";

test.each([
  ["", 0],
  ["Dear customer, your policy renews on Friday.", 11],
  ["保険の更新", 5],
])("%j is about %i tokens", (text, tokens) => expect(estimateTokens(text)).toBe(tokens));

const nothing = { input: null, cacheRead: null, cacheWrite: null, cacheWrite1h: null, output: null, reasoning: null };
const streamed: Pick<Step, "kind" | "status" | "usage"> = { kind: "llm", status: "ok", usage: { ...nothing, basis: "missing" } };
const said = (role: string, text: string) => JSON.stringify([{ role, parts: [{ type: "text", content: text }] }]);
const texts: Attributes = {
  "gen_ai.input.messages": said("user", "Renew it."),
  "gen_ai.output.messages": said("assistant", "Done, until 2027."),
};

describe("a call that told no usage is estimated by its texts, and by them alone", () => {
  test.each<[string, Pick<Step, "kind" | "status" | "usage">, Attributes, unknown]>([
    ["both texts", streamed, texts, { input: 7, output: 9 }],
    ["only what it was asked", streamed, { "gen_ai.input.messages": said("user", "Renew it.") }, { input: 7, output: null }],
    ["no texts: unknown, never zero", streamed, {}, null],
    ["it failed", { ...streamed, status: "error" }, texts, null],
    ["it told usage", { ...streamed, usage: { ...nothing, input: 3, output: 1, basis: "inclusive" } }, texts, null],
    ["it calls no model", { ...streamed, kind: "agent" }, texts, null],
  ])("%s", (_, step, attributes, expected) => expect(estimateUsage(step, attributes)).toEqual(expected));
});

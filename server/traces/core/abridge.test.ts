import { expect, test } from "vitest";
import { Allowance } from "./abridge";
import type { Part } from "./content";

const text = (length: number, letter = "x"): Part => ({ type: "text", text: letter.repeat(length) });

test("a part that is very long is cut, and says by how much; others stay as they are", () => {
  const allowance = new Allowance();
  expect(allowance.part(text(20_000))).toEqual(text(20_000));
  expect(allowance.part(text(20_001))).toMatchObject({ leftOut: 1 });
  const args = { note: "y".repeat(30_000) };
  expect(allowance.part({ type: "tool_call", id: null, tool: "t", args })).toMatchObject({ tool: "t", leftOut: 11 + 30_000 - 20_000 });
  expect(allowance.part({ type: "tool_result", id: null, result: { a: 1 } })).toEqual({ type: "tool_result", id: null, result: { a: 1 } });
});

test("no character is cut in two", () => {
  expect(new Allowance().part(text(10_001, "😀"))).toMatchObject({ text: "😀".repeat(10_000), leftOut: 2 });
  expect(new Allowance().part({ type: "text", text: `a${"😀".repeat(10_000)}` })).toMatchObject({
    text: `a${"😀".repeat(9_999)}`,
    leftOut: 2,
  });
});

test("of one exchange there is an end, however many parts it has", () => {
  const allowance = new Allowance();
  const parts = Array.from({ length: 30 }, () => allowance.part(text(20_000)));
  const told = parts.reduce((sum, part) => sum + (part.type === "text" ? part.text.length : 0), 0);
  expect(told).toBe(200_000);
  expect(parts.at(-1)).toMatchObject({ text: "", leftOut: 20_000 });
});

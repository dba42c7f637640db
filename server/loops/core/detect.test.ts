import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_LIMIT, detectLoop } from "./detect";

const limit = { isOn: true, windowMinutes: 10, sameCall: 3, sameTool: 5 };

test.each([
  ["the call within its limit", { sameCall: 2, sameTool: 4 }, null],
  ["one call too many of the same", { sameCall: 3, sameTool: 3 }, /very same call more than 3 times within 10 minutes/],
  ["one call too many of the tool", { sameCall: 0, sameTool: 5 }, /called crm\.read more than 5 times within 10 minutes/],
  ["both: the same call is named", { sameCall: 9, sameTool: 9 }, /very same call/],
])("%s", (_, repeats, expected) => {
  const found = detectLoop(limit, repeats, "crm.read");
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatch(expected);
});

test("what is switched off finds nothing, however often a run repeats itself", () => {
  expect(detectLoop({ ...limit, isOn: false }, { sameCall: 1e6, sameTool: 1e6 }, "crm.read")).toBeNull();
});

test("once a run loops, more of the same never ends the loop", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500), (sameCall, sameTool, moreCalls, moreOfTool) => {
      const [before, after] = [
        { sameCall, sameTool },
        { sameCall: sameCall + moreCalls, sameTool: sameTool + moreOfTool },
      ].map((repeats) => detectLoop(DEFAULT_LIMIT, repeats, "t"));
      expect(before === null || after !== null).toBe(true);
    }),
  );
});

import { expect, test } from "vitest";
import { conditionProblem } from "./condition";
import { fitsGlob } from "./glob";

test.each([
  ["args.percent > 20", null],
  ['args.hosts.exists(h, h.endsWith(".example")) && size(args.hosts) > 1', null],
  ["type(args.percent) == string", null],
  ["args.percent >", "expecting end of input"],
  ["amount > 20", 'there is no fact "amount"'],
  ["args.hosts.all(h, other == h)", 'there is no fact "other"'],
  ["lookup(args.percent) > 20", 'there is no function "lookup"'],
])("%s can be published, or the answer names what is wrong", (source, problem) => {
  if (problem === null) expect(conditionProblem(source)).toBeNull();
  else expect(conditionProblem(source)).toContain(problem);
});

test.each([
  ["crm.*", "crm.read", true],
  ["crm.*", "crmxread", false],
  ["*", "", true],
  ["*.refund", "payments.refund", true],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["*a*b*", "xxaxxbxx", true],
  ["[ab]", "a", false],
])("the glob %s on %s", (glob, text, fits) => {
  expect(fitsGlob(glob, text)).toBe(fits);
});

test("a hostile name cannot make a glob slow", () => {
  const startedAt = performance.now();
  expect(fitsGlob(`${"*a".repeat(50)}b`, "a".repeat(5_000))).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(250);
});

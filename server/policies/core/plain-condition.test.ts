import { isCelError, parse, run } from "@bufbuild/cel";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainCondition, UNSURE } from "./plain-condition";

const paths = fc.constantFrom(
  "args.percent",
  "args.account",
  "args.deep.flag",
  "args.list",
  "args.missing",
  "agent.team",
  "impact.amountUsd",
  "nobody.there",
  "args",
);
const constants = fc.constantFrom("20", "20.5", "-3", "0", '"acme"', '"Sales"', '""', "true", "false", "null", "9007199254740993");
const operand = fc.oneof({ weight: 3, arbitrary: paths }, { weight: 2, arbitrary: constants });

const { condition } = fc.letrec<{ condition: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(operand, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), operand).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(paths, fc.constantFrom("startsWith", "endsWith", "contains"), operand).map(([a, f, b]) => `${a}.${f}(${b})`),
    paths.filter((path) => path.includes(".")).map((path) => `has(${path})`),
    operand,
  ),
  condition: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    tie("leaf"),
    fc.tuple(tie("condition"), fc.constantFrom("&&", "||"), tie("condition")).map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie("condition").map((inner) => `!(${inner})`),
  ),
}));

const values = fc.constantFrom<unknown>(0, 20, 20.5, -3, 9007199254740992, "acme", "Sales", "", true, false, null, [1, "acme"], {
  percent: 20,
});
const bindings = fc.record(
  {
    args: fc.record(
      { percent: values, account: values, deep: fc.oneof(values, fc.record({ flag: values }, { noNullPrototype: true })), list: values },
      { noNullPrototype: true, requiredKeys: [] },
    ),
    agent: fc.record({ team: fc.constantFrom("Sales", null) }, { noNullPrototype: true }),
    impact: fc.record({ amountUsd: fc.constantFrom(0, 500, 500.5) }, { noNullPrototype: true, requiredKeys: [] }),
  },
  { noNullPrototype: true, requiredKeys: ["args", "agent", "impact"] },
);

test("the shortcut never answers otherwise than CEL", () => {
  let sure = 0;
  fc.assert(
    fc.property(condition, bindings, (source, facts) => {
      const shortcut = plainCondition(parse(source).expr);
      const answer = shortcut?.(facts as Record<string, unknown>) ?? UNSURE;
      if (answer === UNSURE) return;
      sure += 1;
      const expected = run(source, facts as never);
      if (isCelError(expected)) throw new Error(`${source}: CEL answers ${expected.message}`);
      expect(answer).toBe(expected);
    }),
    { numRuns: 5_000 },
  );
  expect(sure).toBeGreaterThan(1_000);
});

test.each([
  ["args.percent > 20", { percent: 50 }, true],
  ["args.percent > 20", { percent: "50" }, UNSURE],
  ["args.percent > 20", {}, UNSURE],
  ["args.missing > 20 || args.percent == 50", { percent: 50 }, true],
  ['args.account.startsWith("ac") && !(args.percent <= 20)', { account: "acme", percent: 50 }, true],
  ["has(args.percent)", {}, false],
  ["args.constructor == 1", {}, UNSURE],
] as const)("%s of %j is %s", (source, args, answer) => {
  expect(plainCondition(parse(source).expr)?.({ args })).toBe(answer);
});

test("what has no shortcut is left to CEL whole", () => {
  for (const source of ["args.list.exists(x, x == 1)", "size(args.list) > 1", "args.percent + 1 > 2"])
    expect(plainCondition(parse(source).expr)).toBeNull();
});

import { describe, expect, test } from "vitest";
import { checkArgs, schemaFaults } from "./args-schema";

const tool = (argsSchema: Parameters<typeof schemaFaults>[0] | null, revision = 1) => ({ id: "too_1", revision, argsSchema });
const DISCOUNT = {
  type: "object",
  properties: { account: { type: "string" }, percent: { type: "number", maximum: 100 }, term: { enum: ["year", "month"] } },
  required: ["account"],
  additionalProperties: false,
};

describe("a schema of arguments", () => {
  test("that works has no fault", () => {
    for (const schema of [DISCOUNT, true, {}, { $ref: "#/$defs/a", $defs: { a: { type: "object" } } }])
      expect(schemaFaults(schema)).toEqual([]);
  });

  test("names the place of each fault, the helpful one first", () => {
    const [first] = schemaFaults({ type: "object", properties: { percent: { type: "nonsense" } } });
    expect(first?.path).toBe("argsSchema/properties/percent/type");
    expect(first?.message).toContain("must be one of array, boolean");
  });

  test("cannot lead nowhere, hold a broken pattern, or be endless", () => {
    for (const schema of [{ $ref: "#/nowhere" }, { pattern: "(" }, { description: "x".repeat(70_000) }])
      expect(schemaFaults(schema)).toHaveLength(1);
  });
});

describe("the arguments of a call", () => {
  test("are checked by the schema of the tool as it is now", () => {
    expect(checkArgs(tool(DISCOUNT), { account: "acme", percent: 50 })).toEqual([]);
    expect(
      checkArgs(tool(DISCOUNT), { percent: 101, term: "day", who: 1 })
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["args", "args.account", "args.percent", "args.term"]);
    expect(checkArgs(tool(false, 2), {})).toHaveLength(1);
    expect(checkArgs(tool(null, 3), { anything: 1 })).toEqual([]);
  });
});

import { expect, test } from "vitest";
import { checkTry } from "./prepare-try";

const fields = { agent: " sales-agent ", tool: "crm.apply_discount", args: "", amount: "" };

test("a filled form is a call", () => {
  expect(checkTry({ ...fields, args: '{ "percent": 50 }', amount: "$1,200,000" })).toEqual({
    input: { agent: "sales-agent", tool: "crm.apply_discount", args: { percent: 50 }, amountUsd: 1_200_000 },
    errors: {},
  });
  expect(checkTry(fields).input).toMatchObject({ args: {}, amountUsd: null });
});

test.each([
  [{ agent: " " }, "agent"],
  [{ tool: "" }, "tool"],
  [{ args: "[1]" }, "args"],
  [{ args: "{percent: 50}" }, "args"],
  [{ amount: "lots" }, "amount"],
  [{ amount: "-1" }, "amount"],
])("%j is refused at its own field", (wrong, name) => {
  const { input, errors } = checkTry({ ...fields, ...wrong });
  expect(input).toBeNull();
  expect(Object.keys(errors)).toEqual([name]);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeCall, placeholdersOf, templateFault } from "./summary";

const tool = (summary: string | null, sensitiveArgs: readonly string[] = []) => ({ name: "crm.apply_discount", summary, sensitiveArgs });
const DISCOUNT = tool("{percent} % discount for {account}");

describe("what a call does, in one line", () => {
  test.each([
    ["scalars", DISCOUNT, { account: "Acme Corp", percent: 50 }, "50 % discount for Acme Corp"],
    ["bidi and zero width", DISCOUNT, { account: "ac\u202eme\u200b", percent: 50 }, "50 % discount for acme"],
    ["line breaks", DISCOUNT, { account: "acme\n\nApproved by\tFinance", percent: 5 }, "5 % discount for acme Approved by Finance"],
    ["braces in a value", DISCOUNT, { account: "{percent}", percent: 5 }, "5 % discount for {percent}"],
    ["replacement patterns in a value", DISCOUNT, { account: "$& $1 $'", percent: 5 }, "5 % discount for $& $1 $'"],
    ["a missing argument", DISCOUNT, { percent: 5 }, "crm.apply_discount on crm:account/acme"],
    ["an argument that is no scalar", DISCOUNT, { account: { a: 1 }, percent: 5 }, "crm.apply_discount on crm:account/acme"],
    ["an inherited name", tool("{constructor}"), {}, "crm.apply_discount on crm:account/acme"],
    ["a text that is nothing but hidden characters", DISCOUNT, { account: "\u200b", percent: 5 }, "crm.apply_discount on crm:account/acme"],
    ["no template", tool(null), { percent: 5 }, "crm.apply_discount on crm:account/acme"],
    ["args that are no object", DISCOUNT, [1], "crm.apply_discount on crm:account/acme"],
    ["a sensitive argument", tool("For {account}", ["/account"]), { account: "x" }, "crm.apply_discount on crm:account/acme"],
    ["money", tool("Refund {amountMicroUsd}"), { amountMicroUsd: "1215500000" }, "Refund $1,215.50"],
    ["money under a cent", tool("Refund {amountMicroUsd}"), { amountMicroUsd: 12 }, "Refund $0.000012"],
    ["large numbers", tool("Send {records} records"), { records: 48210 }, "Send 48,210 records"],
    ["years and labels", tool("Quote {year} for {accountId}"), { year: 2027, accountId: 1234567 }, "Quote 2027 for 1234567"],
    ["yes and no", tool("Notify: {notify}"), { notify: false }, "Notify: no"],
  ])("%s", (_, what, args, line) => {
    expect(describeCall(what, args, "crm:account/acme")).toBe(line);
  });

  test("a long value is cut, and a hostile resource is cleaned", () => {
    expect(describeCall(DISCOUNT, { account: "x".repeat(500), percent: 1 }, null)).toBe(`1 % discount for ${"x".repeat(79)}…`);
    expect(describeCall(tool(null), {}, "crm:\u202eemca\u0000")).toBe("crm.apply_discount on crm:emca");
    expect(describeCall(tool(null), {}, null)).toBe("crm.apply_discount");
  });

  test("whatever an agent writes, the line is one short line that hides nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.jsonValue(), fc.string({ unit: "binary" }), (account, percent, resource) => {
        const line = describeCall(DISCOUNT, { account, percent }, resource);
        expect([...line].length).toBeLessThanOrEqual(260);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(line).not.toBe("");
      }),
    );
  });
});

describe("a template", () => {
  const schema = { type: "object", properties: { account: {}, percent: {} } };
  test.each([
    ["{percent} % discount for {account}", null],
    ["no placeholder at all", null],
    ["{percent", "Every { needs its }"],
    ["percent}", "Every { needs its }"],
    ["{{percent}}", "Every { needs its }"],
    ["{}", "Write the argument's name"],
    ["{ percent }", "Write the argument's name"],
    ["{customer.name}", 'There is no argument "customer.name"'],
    ["{account}", null],
  ])("%s", (template, fault) => {
    if (fault === null) expect(templateFault(template, schema, [])).toBeNull();
    else expect(templateFault(template, schema, [])).toContain(fault);
  });

  test("may not show what is sensitive, nor what holds something sensitive", () => {
    expect(templateFault("{account}", schema, ["/account"])).toContain("sensitive");
    expect(templateFault("{account}", schema, ["/account/iban"])).toContain("sensitive");
    expect(templateFault("{account}", schema, ["/accounts"])).toBeNull();
  });

  test("takes any name while no schema is known", () => {
    expect(templateFault("{anything}", null, [])).toBeNull();
    expect(placeholdersOf("{a} and {b}")).toEqual(["a", "b"]);
  });
});

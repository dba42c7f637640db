import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blackOutOf } from "./blackout";
import { receiptToPeople } from "./people";
import { redact } from "./redaction";
import { type Declared, type Sight, veilOf } from "./veil";

const ACTION = { toolName: "erp.pay", resource: "vendor:DE89370400440532013000", args: { iban: "DE89370400440532013000", amount: 1200 } };
const veil = (sight: Sight, atProposal: Declared["atProposal"], now: Declared["now"]) => veilOf(sight, ACTION, { atProposal, now });

describe("sensitive arguments", () => {
  test("are replaced wherever the pointers lead, and the original stays", () => {
    const args = { iban: "DE1", to: { "a/b": "x", list: [1, 2] }, plain: 1 };
    expect(redact(args, ["/iban", "/to/a~1b", "/to/list/1", "/absent"])).toEqual({
      args: { iban: "•••", to: { "a/b": "•••", list: [1, "•••"] }, plain: 1 },
      hidden: ["/iban", "/to/a~1b", "/to/list/1"],
      values: ["DE1", "x", 2],
    });
    expect(args.iban).toBe("DE1");
  });

  test("are those that the tool declared when the action was proposed and those that it declares now", () => {
    expect(veil("if_safe", ["/iban"], []).hidden).toEqual(["/iban"]);
    expect(veil("if_safe", [], ["/amount"]).hidden).toEqual(["/amount"]);
    expect(veil("unless_sensitive", ["/iban"], ["/amount"]).hidden).toEqual(["/iban", "/amount"]);
    expect(veil("unless_sensitive", undefined, ["/iban"]).hidden).toEqual(["/iban"]);
    expect(veil("if_safe", [], [])).toMatchObject({ hidden: [], because: null, args: ACTION.args });
    expect(veil("all", ["/iban"], ["/amount"])).toMatchObject({ hidden: [], because: null });
  });

  test("of a tool that nobody registered are all of them for whoever sees only what is safe, and none for who runs agents", () => {
    const unknown = veil("if_safe", null, null);
    expect(unknown).toMatchObject({ args: { iban: "•••", amount: "•••" }, hidden: ["/iban", "/amount"], because: "unregistered" });
    expect(unknown.title("erp.pay on vendor:DE89370400440532013000")).toBe("erp.pay on vendor:•••");
    expect(veil("unless_sensitive", null, null)).toMatchObject({ hidden: [], because: null });
    expect(veil("if_safe", undefined, null).because).toBe("unregistered");
    // Somebody registered it since, and said what is safe.
    expect(veil("if_safe", null, ["/iban"])).toMatchObject({ hidden: ["/iban"], because: "sensitive" });
  });

  test("never leave their value in what is shown", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), fc.string(), fc.string(), (others, before, after) => {
        const secret = "the-very-secret";
        const action = { toolName: "t", resource: null, args: { ...others, secret } };
        const { args, text, result } = veilOf("unless_sensitive", action, { atProposal: ["/secret"], now: null });
        const shown = [args, text(before + secret + after), result({ deep: [others, { note: before + secret }], secret: after })];
        return !JSON.stringify({ ...others, before, after }).includes(secret) && !JSON.stringify(shown).includes(secret);
      }),
    );
  });
});

describe("text", () => {
  test("loses values of four characters or more, and figures only as whole figures", () => {
    const text = blackOutOf([{ iban: "DE89 3704", pin: "123", account: 4711 }]);
    expect(text("Pay DE89 3704, pin 123, account 4711, not 47110.")).toBe("Pay •••, pin 123, account •••, not 47110.");
  });

  test("that was cut within a value loses what is left of it", () => {
    expect(blackOutOf(["the-very-secret"])("crm.note on the-very…")).toBe("crm.note on •••…");
  });

  test("is hidden whole when there are too many values to look for", () => {
    expect(blackOutOf([Array.from({ length: 300 }, (_, i) => `value-${i}`)])("anything")).toBe("•••");
  });

  test("that was written before a value was declared sensitive is written anew", () => {
    expect(veil("unless_sensitive", [], ["/amount"]).title("Pays $1,200 to a vendor")).toBe("erp.pay on vendor:DE89370400440532013000");
    expect(veil("unless_sensitive", ["/amount"], ["/amount"]).title("Pays a vendor")).toBe("Pays a vendor");
    expect(veil("unless_sensitive", [], ["/iban"]).title("Pays DE89")).toBe("erp.pay on vendor:•••");
  });
});

describe("receipts", () => {
  const receipt = {
    status: "succeeded",
    output: { iban: "x", sent: ["to DE89370400440532013000"], fee: 3 },
    changes: [{ resource: "vendor:DE89370400440532013000", before: { iban: "old" }, after: { nested: { iban: "new" } } }],
    error: "No such account DE89370400440532013000",
  };

  test("say nothing of results to whoever sees only what is safe, where a tool takes something sensitive or is unknown", () => {
    expect(receiptToPeople({ ...receipt, refused: null }, veil("unless_sensitive", ["/iban"], null))).toMatchObject({ refused: null });
    for (const blind of [veil("if_safe", ["/iban"], null), veil("if_safe", null, null)]) {
      expect(receiptToPeople(receipt, blind)).toEqual({ status: "succeeded", hidden: ["output", "changes", "error"] });
    }
    expect(receiptToPeople(receipt, veil("if_safe", [], []))).toEqual({ ...receipt, hidden: [] });
  });

  test("lose the same names and the values themselves for who runs or audits agents, those of a refused one too", () => {
    const shown = receiptToPeople({ ...receipt, refused: { output: "DE89370400440532013000" } }, veil("unless_sensitive", ["/iban"], null));
    expect(shown).toEqual({
      status: "succeeded",
      output: { iban: "•••", sent: ["to •••"], fee: 3 },
      changes: [{ resource: "vendor:•••", before: { iban: "•••" }, after: { nested: { iban: "•••" } } }],
      error: "No such account •••",
      refused: { output: "•••" },
      hidden: [],
    });
  });
});

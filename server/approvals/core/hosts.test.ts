import { describe, expect, test } from "vitest";
import { holdsLatinLooks, lookOf, mixesAlphabets } from "./alphabets";
import { decodedHost, faultsOf, hostsIn, looksLike, markedParts } from "./hosts";
import { decodeLabel } from "./punycode";

const names = (args: unknown, resource: string | null = null) => hostsIn(args, resource).map(({ host }) => host);

describe("hosts that a call names", () => {
  test("are found in addresses, e-mail recipients and bare names, in nested values, keys and the resource, each once", () => {
    expect(
      names(
        {
          to: ["Kim <kim@Acme.example>", "lee@acme.example"],
          body: "See https://files.acme.example:8443/a?b=evil.example#c, or ask sales@other.example.",
          deep: [{ "https://in-a-key.example/": { url: "ftp://user@deep.example" } }],
          host: "transfer.sh",
          server: "10.0.0.7",
        },
        "s3://bucket.example/key",
      ),
    ).toEqual([
      "files.acme.example",
      "other.example",
      "transfer.sh",
      "10.0.0.7",
      "acme.example",
      "in-a-key.example",
      "deep.example",
      "bucket.example",
    ]);
    expect(hostsIn({ to: ["Kim <kim@Acme.example>", "lee@acme.example"] }, null)).toEqual([
      { host: "acme.example", recipients: ["kim@Acme.example", "lee@acme.example"], isBehindSign: false },
    ]);
  });

  test("are not names of tools, files, versions, amounts, resources or people", () => {
    expect(
      names(
        { tool: "crm.apply_discount", file: "report.pdf", version: "4.18.2", amount: "1.200.000", note: "Yes.No thanks. U.S.A" },
        "crm:account/acme",
      ),
    ).toEqual([]);
    expect(names({ rows: 4, ok: true, nothing: null })).toEqual([]);
  });

  test("are what comes after the sign, and that something stood before it is said", () => {
    const [one] = hostsIn({ link: "https://northwind.example@evil.example/login" }, null);
    expect(one).toMatchObject({ host: "evil.example", isBehindSign: true });
    expect(faultsOf(one as NonNullable<typeof one>)).toEqual(["behind_sign"]);
    expect(hostsIn({ link: "https://user@fine.example" }, null)[0]).toMatchObject({ host: "fine.example", isBehindSign: false });
  });

  test("are found in time in the longest arguments there are", () => {
    const start = performance.now();
    for (const piece of ["a.", "a@", "https://", "xn--", "a-", ".", "а.а", "https://a@", "@a.b", "(a.b"]) {
      hostsIn({ url: piece.repeat(262_144 / piece.length) }, null);
    }
    expect(performance.now() - start).toBeLessThan(4_000);
    let deep: unknown = "https://deep.example";
    for (let level = 0; level < 60; level++) deep = { in: [deep] };
    expect(names(deep)).toEqual(["deep.example"]);
  });
});

describe("what may deceive in the name of a host", () => {
  const faults = (host: string) => faultsOf({ host, isBehindSign: false });
  test("is letters of two alphabets in one label, or a whole label of another that reads as Latin", () => {
    expect(faults("p\u0430ypal.example")).toEqual(["mixed"]);
    expect(faults("\u0441\u043e\u0441\u043e.example")).toEqual(["other_alphabet"]);
    expect(faults("\u043f\u043e\u0447\u0442\u0430.example")).toEqual([]);
    expect(faults("m\u00fcller.example")).toEqual([]);
    expect(faults("plain.example")).toEqual([]);
  });

  test("is a name in punycode, which is read as what it stands for", () => {
    expect(decodeLabel("xn--mnchen-3ya")).toBe("münchen");
    expect(decodeLabel("xn--80ak6aa92e")).toBe("аррӏе");
    expect(decodedHost("www.xn--80ak6aa92e.example")).toBe("www.аррӏе.example");
    expect(faults("xn--80ak6aa92e.example")).toEqual(["other_alphabet", "punycode"]);
    for (const nothing of ["plain", "xn--", "xn--\u0430", `xn--${"9".repeat(59)}`])
      expect(decodeLabel(nothing) ?? "nothing").toBeTypeOf("string");
  });

  test("is a character that cannot be seen", () => {
    expect(faults("pay\u200dpal.example")).toEqual(["hidden"]);
  });

  test("is that it reads like a host that is known or like the organisation's name, and is neither", () => {
    const known = ["partner.example", "reeve.demo"];
    expect(looksLike("partner.example", known, "")).toBeNull();
    expect(looksLike("files.partner.example", known, "")).toBeNull();
    expect(looksLike("partnеr.example", known, "")).toBe("partner.example");
    expect(looksLike("files.partner.exarnple", [...known, "partner.example"], "")).toBe("partner.example");
    expect(looksLike("reeve.dem0", known, "")).toBe("reeve.demo");
    expect(looksLike("files.northwlnd-partner.example", [], "Northwind Mutual")).toBe("northwind");
    expect(looksLike("files.northwind-partner.example", [], "Northwind Mutual")).toBeNull();
    expect(looksLike("unrelated.example", known, "Northwind Mutual")).toBeNull();
  });

  test("is marked where it stands", () => {
    expect(markedParts("files.northwlnd-partner.example", "northwind")).toEqual([
      { text: "files.northw", isMarked: false },
      { text: "l", isMarked: true },
      { text: "nd-partner.example", isMarked: false },
    ]);
    expect(markedParts("p\u0430y.example", null).map(({ isMarked }) => isMarked)).toEqual([false, true, false]);
    expect(
      markedParts("files.partner.exarnple", "partner.example")
        .map(({ text }) => text)
        .join(""),
    ).toBe("files.partner.exarnple");
    expect(markedParts("plain.example", null)).toEqual([{ text: "plain.example", isMarked: false }]);
  });
});

test("words that mix alphabets are told from words of one", () => {
  expect(mixesAlphabets("p\u0430ypal")).toBe(true);
  expect(mixesAlphabets("почта")).toBe(false);
  expect(holdsLatinLooks("kΩ")).toBe(false);
  expect(lookOf("N0RTHVVIND")).toBe(lookOf("northwind"));
});

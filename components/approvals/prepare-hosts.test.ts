import { expect, test } from "vitest";
import type { Touches } from "@/server/approvals/precedent-schema";
import { hostRows, prepareHosts } from "./prepare-hosts";

const rows = (args: Parameters<typeof prepareHosts>[0]["args"], touches?: Touches) =>
  hostRows(prepareHosts({ args, resource: null }), touches, "sales-agent");

test("a host is shown in full before anything is known of it, with what deceives in it marked and said", () => {
  const [row] = rows({ url: "https://p\u0430ypal.example/x" });
  expect(row).toMatchObject({
    host: "p\u0430ypal.example",
    note: null,
    warnings: ["Look-alike letters: it mixes Latin with another alphabet."],
  });
  expect(row?.parts.map(({ isMarked }) => isMarked)).toEqual([false, true, false]);
  expect(rows({ url: "https://xn--80ak6aa92e.example" })[0]?.warnings.join(" ")).toContain("it is shown as “аррӏе.example”");
});

test("what it looks like and that it is new is said once it is known, and not where that cannot be said", () => {
  const one = { host: "files.northwlnd.example", looksLike: "northwind", isSeen: false };
  const [row] = rows({ host: one.host }, { state: null, hosts: [one], ranBefore: 412 });
  expect(row?.warnings).toEqual(["Look-alike host: it can be taken for “northwind”, and is not."]);
  expect(row?.note).toBe("The first time sales-agent names it: in none of the 412 calls that it ran before.");
  expect(rows({ host: one.host }, { state: null, hosts: [one], ranBefore: null })[0]?.note).toBeNull();
  expect(rows({ host: one.host }, { state: null, hosts: [{ ...one, isSeen: true }], ranBefore: 412 })[0]?.note).toBeNull();
});

test("what cannot be seen in a host or a recipient is written out", () => {
  const [row] = rows({ to: "an\u202ea@exam\u200bple.example" });
  expect(JSON.stringify(row?.parts)).toContain("\\\\u{200b}");
  expect(row?.recipients[0]).toContain("\\u{202e}");
});

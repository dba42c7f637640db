import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { Json } from "@/server/approvals/schema";
import { ArgsTable } from "./args-table";
import type { ActionOnCard } from "./card-type";
import { jsonText, prepareArgs, visibleText } from "./prepare-args";
import { plainLine } from "./prepare-card";
import { hostRows, prepareHosts } from "./prepare-hosts";

const deep = (levels: number): Json => (levels === 0 ? "end" : { in: [deep(levels - 1)] });

/** What an agent that was taken over might write. */
const CORPUS: Readonly<Record<string, string>> = {
  html: `<img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>"'><iframe src=//frame.example>`,
  markdown: "![x](https://pixel.example/b.png) [click](javascript:alert(4)) <data:text/html,<script>alert(5)</script>>",
  ansi: "safe\u001b[31mred\u001b[2J\u0007\u0000\u0085",
  bidi: "\u202egpj.exe\u202c \u2066a\u2069 \u200f\u061c",
  invisible: "a\u200bb\u200dc\ufeffd\u00ade\u3164f\u{e0041}g\u2028h\u2029i",
  surrogate: "lone \ud800 half",
  homoglyph: "https://p\u0430ypal.example",
  rtl: "\u0645\u062f\u064a\u0631 \u05de\u05e0\u05d4\u05dc",
  combining: `z${"\u0301".repeat(500)}`,
  long: "A".repeat(1_000_000),
};
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const ofText = (html: string) => html.replace(/<[^>]*>/g, "");

describe.each(Object.entries(CORPUS))("hostile text: %s", (_, text) => {
  test("leaves nothing unseen in lines, values and names of hosts", () => {
    expect(plainLine(text)).not.toMatch(UNSEEN);
    expect(visibleText(text)).not.toMatch(UNSEEN);
    expect(jsonText({ [text]: [text] })).not.toMatch(UNSEEN);
    const rows = hostRows(prepareHosts({ args: { url: text, [text]: text }, resource: text }), undefined, "an-agent");
    for (const { parts, recipients } of rows) expect([...parts.map((part) => part.text), ...recipients].join("")).not.toMatch(UNSEEN);
  });

  test("is drawn as text, with no element of its own", () => {
    const reasoning = renderToStaticMarkup(<UntrustedText text={text} writer="an-agent" />);
    const action = { args: { value: text, [text]: 1 }, redacted: [], hiddenBecause: null, digest: `sha256:${"0".repeat(64)}` };
    const args = renderToStaticMarkup(<ArgsTable action={action as unknown as ActionOnCard} />);
    for (const html of [reasoning, args]) {
      expect(html.replace(/<svg [^>]*aria-hidden[^>]*>/g, "")).not.toMatch(/<(?:img|script|iframe|svg on)/i);
      expect(ofText(html).replace(/[\n\t]/g, "")).not.toMatch(UNSEEN);
    }
  });
});

test("arguments sixty levels deep and of thousands of names are prepared whole", () => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key ${index}`, index]));
  expect(prepareArgs({ deep: deep(60), ...many }, [])).toHaveLength(20_001);
  expect(jsonText(deep(60), 2)).toContain("end");
  expect(prepareHosts({ args: { deep: deep(60), ...many }, resource: null })).toEqual([]);
});

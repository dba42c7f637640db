import fc from "fast-check";
import { expect, test } from "vitest";
import { behindTimes, keepSpan } from "./kept-span";
import { NO_SCOPE } from "./otlp/model";
import { SearchWords, searchWordsOf, WORD_LIMITS } from "./search-words";

const ids = { traceId: "", spanId: "", parentId: null, resource: {}, scope: NO_SCOPE, marks: [] };
const wordsIn = (value: unknown): string[] => {
  const words = new SearchWords();
  words.json(JSON.stringify(value));
  return [...words.all.keys()].sort();
};

test("the values of JSON are read, its fields are not, however deep JSON stands within JSON", () => {
  const inner = JSON.stringify([{ role: "user", content: 'When does\nthe "Brenner" account renew?' }]);
  const args = JSON.stringify({ nested: inner, path: "C:\\temp" });
  const words = wordsIn({ "gen_ai.input.messages": inner, args });
  expect(words).toEqual(expect.arrayContaining(["account", "brenner", "does", "renew", "temp", "the", "user", "when"]));
  for (const field of ["role", "content", "nested", "path", "messages", "args"]) expect(words).not.toContain(field);
});

test("words are found in any case, in any script, with their numbers", () => {
  expect(wordsIn(["Zürich ORD-4711", "Ελλάδα", "数据"])).toEqual(["4711", "ord", "zürich", "ελλάδα", "数据"].sort());
  expect(searchWordsOf(" Zürich, ord-4711!")).toEqual(["zürich", "ord", "4711"]);
});

test("the times of a step are no words of its trace, and everything behind them is", () => {
  const span = {
    traceState: "vendor=one",
    kind: 1,
    attributes: { order: "ORD-4711" },
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
  };
  const payload = keepSpan({ ...span, ...ids, name: "", start: 1_790_000_000_000_000_001n, end: 1_790_000_000_000_000_002n });
  const words = new SearchWords();
  words.json(payload, behindTimes(payload));
  expect([...words.all.keys()].filter((word) => word.startsWith("179"))).toEqual([]);
  expect([...words.all.keys()]).toEqual(expect.arrayContaining(["vendor", "one", "ord", "4711"]));
});

test("a word of a name is told from a word of a payload, and stays one", () => {
  const words = new SearchWords();
  words.name("chat gpt");
  words.json('["chat about renewals"]');
  expect([words.all.get("chat"), words.all.get("renewals")]).toEqual([true, false]);
});

test("what is looked for is found, whatever the text, if it is not cut off", () => {
  const plain = fc.string({ unit: "grapheme", maxLength: 60 });
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 8 }), (texts) => {
      const found = new SearchWords();
      // Escapes of single characters are not undone: such texts are left out.
      const spoken = texts.filter((text) => !JSON.stringify(text).includes("\\u"));
      found.json(JSON.stringify(spoken));
      const missing = spoken.flatMap(searchWordsOf).filter((word) => word.length < 20 && !found.all.has(word));
      expect(missing).toEqual([]);
    }),
  );
});

test("a hostile payload keeps no more words than a trace may have", () => {
  const words = new SearchWords();
  for (let step = 0; step < 20; step++) words.json(JSON.stringify(Array.from({ length: 5_000 }, (_, i) => `w${step}x${i}`)));
  expect(words.all.size).toBe(WORD_LIMITS.perTrace);
  words.json(JSON.stringify("x".repeat(100_000)));
  expect([...words.all.keys()].every((word) => word.length <= WORD_LIMITS.longest)).toBe(true);
});

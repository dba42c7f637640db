import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recording } from "../../testing/recorded";
import { toStep } from "../normalise";
import { admit, count } from "./admit";
import { encodingOf, exportAnswer, statusAnswer } from "./answer";
import * as json from "./json";
import { type RawSpan, type Rejection, Undecodable } from "./model";
import * as protobuf from "./protobuf";

const HOUR = 3_600_000_000_000n;
const NOW = 1_790_000_000_000_000_000n;
const WINDOW = { from: NOW - 1000n * HOUR, to: NOW + 24n * HOUR };
const ids = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const span = (over: object = {}) => ({
  ...ids,
  name: "chat",
  startTimeUnixNano: String(NOW - HOUR),
  endTimeUnixNano: String(NOW),
  ...over,
});
const request = (...spans: readonly object[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const attribute = (value: object) => request(span({ attributes: [{ key: "a", value }] }));
const decodeOne = (body: string): RawSpan => {
  const [one] = json.decodeSpans(body);
  if (one === undefined) throw new Error("no span");
  return one;
};
const admitted = (body: string) => admit(json.decodeSpans(body), WINDOW, NOW, 100);

test.each(["ai-sdk-7", "ai-sdk-6", "openinference", "openllmetry"] as const)(
  "%s: protobuf and JSON of the same spans read the same",
  (name) => {
    const { otlp, protobuf: base64 = "" } = recording(name);
    expect(protobuf.decodeSpans(Buffer.from(base64, "base64"))).toEqual(json.decodeSpans(JSON.stringify(otlp)));
  },
);

describe("OTLP's JSON", () => {
  test.each([
    ["text", { stringValue: "x" }, "x"],
    ["an integer as text", { intValue: "42" }, 42],
    ["an integer as a number", { intValue: 42 }, 42],
    ["an integer beyond 2^53", { intValue: "9007199254740993" }, "9007199254740993"],
    ["a double", { doubleValue: 0.5 }, 0.5],
    ["no number", { doubleValue: "NaN" }, "NaN"],
    ["truth", { boolValue: true }, true],
    ["a list", { arrayValue: { values: [{ stringValue: "x" }, { intValue: "1" }] } }, ["x", 1]],
    ["an object", { kvlistValue: { values: [{ key: "b", value: { boolValue: false } }] } }, { b: false }],
    ["the other casing", { string_value: "x" }, "x"],
    ["nothing", {}, null],
  ])("%s", (_, value, read) => expect(decodeOne(attribute(value)).attributes).toEqual({ a: read }));

  test("names as in the proto file are understood, and so are times as numbers", () => {
    const body = {
      resource_spans: [
        { scope_spans: [{ spans: [{ trace_id: ids.traceId, span_id: ids.spanId, start_time_unix_nano: 1_790_000_000_000_000_000 }] }] },
      ],
    };
    expect(decodeOne(JSON.stringify(body))).toMatchObject({ ...ids, start: 1_790_000_000_000_000_000n });
  });
  test("ids in base64 are understood and marked", () => {
    const inBase64 = {
      traceId: Buffer.from(ids.traceId, "hex").toString("base64"),
      spanId: Buffer.from(ids.spanId, "hex").toString("base64"),
    };
    expect(decodeOne(request(span(inBase64)))).toMatchObject({ ...ids, marks: ["base64_ids"] });
  });
  test("halves of characters and NUL become marks that PostgreSQL can hold", () => {
    const read = decodeOne(attribute({ stringValue: "a\u0000b\ud800" }));
    expect(read.attributes.a).toBe("a\ufffdb\ufffd");
    expect(read.marks).toEqual(["invalid_text"]);
  });
  test("a text of 500 KB is cut off and marked; the span stays", () => {
    const read = decodeOne(attribute({ stringValue: "x".repeat(500_000) }));
    expect(String(read.attributes.a)).toHaveLength(65_536 + "… [434464 more characters were cut off]".length);
    expect(read.marks).toEqual(["truncated"]);
  });
  test("a name that would reach into the object is kept under another one", () => {
    const read = decodeOne(
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"__proto__","value":{"stringValue":"x"}}]}]}]}]}',
    );
    expect(read.attributes).toEqual({ _proto_: "x" });
  });
  test("records for another path are counted", () => {
    const logs = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{}, {}] }] }] });
    expect([json.countOfOthers(logs, "traces"), json.countOfOthers(logs, "logs")]).toEqual([2, 0]);
  });
  test.each(["", "{", "[]", "null", "3"])("what cannot be read at all: %j", (body) =>
    expect(() => json.decodeSpans(body)).toThrow(Undecodable),
  );
});

describe("what is kept", () => {
  const rejections: readonly [string, object, Rejection][] = [
    ["without ids", { traceId: "", spanId: "" }, "missing_ids"],
    ["with ids of zeros", { traceId: "0".repeat(32) }, "missing_ids"],
    ["without a start", { startTimeUnixNano: "0" }, "missing_start"],
    ["from before retention", { startTimeUnixNano: String(WINDOW.from - 1n) }, "outside_window"],
    ["from after tomorrow", { startTimeUnixNano: String(WINDOW.to) }, "outside_window"],
  ];
  test.each(rejections)("a span %s is not kept, and counted", (_, over, reason) => {
    expect(admitted(request(span(over), span()))).toMatchObject({ items: [{}], rejected: new Map([[reason, 1]]) });
  });
  test.each([
    ["ends before it starts", { endTimeUnixNano: String(NOW - 2n * HOUR) }, "ends_before_start"],
    ["lasts ten years", { endTimeUnixNano: String(NOW + 87_600n * HOUR) }, "very_long"],
    ["comes from a clock that is ahead", { startTimeUnixNano: String(NOW + HOUR), endTimeUnixNano: String(NOW + HOUR) }, "from_the_future"],
    ["is its own parent", { parentSpanId: ids.spanId }, "own_parent"],
  ])("a span that %s is kept and marked", (_, over, mark) => {
    const { items, rejected } = admitted(request(span(over)));
    expect(rejected.size).toBe(0);
    expect(items[0]?.marks).toContain(mark);
  });
  test("a span without an end still runs", () => {
    expect(admitted(request(span({ endTimeUnixNano: "0" }))).items[0]).toMatchObject({ end: null });
  });
  test("spans beyond the limit are counted", () => {
    const many = Array.from({ length: 105 }, () => span());
    expect(admitted(request(...many))).toMatchObject({ rejected: new Map([["too_many", 5]]) });
  });
});

test("logs sent to the traces path in protobuf are spans without ids: rejected, not an error", () => {
  const log = new BinaryWriter();
  log.tag(1, WireType.Bit64).fixed64(NOW).tag(9, WireType.LengthDelimited).bytes(Buffer.from(ids.traceId, "hex"));
  const scoped = new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(log.finish());
  const group = new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(scoped.finish());
  const body = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(group.finish()).finish();
  expect(admit(protobuf.decodeSpans(body), WINDOW, NOW, 10)).toMatchObject({ items: [], rejected: new Map([["missing_ids", 1]]) });
});

test("whatever bytes come, they are read or refused, and nothing else happens", () => {
  const real = Buffer.from(recording("ai-sdk-6").protobuf ?? "", "base64");
  const mutated = fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { maxLength: 8 }).map((edits) => {
    const bytes = Buffer.from(real);
    for (const [at, byte] of edits) bytes[at] = byte;
    return new Uint8Array(bytes);
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), mutated), (bytes) => {
      try {
        for (const one of admit(protobuf.decodeSpans(bytes), WINDOW, NOW, 100).items)
          JSON.stringify({ ...toStep(one), start: "", end: "" });
        protobuf.decodeLogs(bytes);
        protobuf.decodeMetrics(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Undecodable);
      }
    }),
    { numRuns: 400 },
  );
});

test("whatever JSON comes, it is read or refused, and what is read can be stored", () => {
  const wild = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      tie("object"),
    ),
    object: fc.dictionary(
      fc.constantFrom(
        "traceId",
        "spanId",
        "startTimeUnixNano",
        "attributes",
        "key",
        "value",
        "stringValue",
        "intValue",
        "arrayValue",
        "values",
        "events",
        "status",
        "__proto__",
      ),
      tie("value"),
      { maxKeys: 5 },
    ),
  })).object;
  fc.assert(
    fc.property(wild, (one) => {
      for (const read of admit(json.decodeSpans(request({ ...span(), ...(one as object) })), WINDOW, NOW, 10).items) {
        const text = JSON.stringify(read.attributes) + toStep(read).name;
        expect(text.isWellFormed() && !text.includes("\0")).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

describe("the answer", () => {
  const rejected = new Map<Rejection, number>();
  count(rejected, "missing_ids", 2);
  test("in JSON and in protobuf", () => {
    expect(JSON.parse(new TextDecoder().decode(exportAnswer("application/json", "traces", rejected)))).toEqual({
      partialSuccess: { rejectedSpans: "2", errorMessage: expect.stringContaining("missing_ids") },
    });
    expect(
      Buffer.from(exportAnswer("application/x-protobuf", "traces", rejected))
        .subarray(0, 1)
        .toString("hex"),
    ).toBe("0a");
    expect(exportAnswer("application/x-protobuf", "traces", new Map())).toHaveLength(0);
    expect(new TextDecoder().decode(exportAnswer("application/json", "traces", new Map()))).toBe("{}");
    expect(Buffer.from(statusAnswer("application/x-protobuf", 3, "no")).toString("hex")).toBe("080312026e6f");
  });
  test.each([
    ["application/x-protobuf", "application/x-protobuf"],
    ["application/json; charset=utf-8", "application/json"],
    ["text/plain", null],
    [null, null],
  ])("%s", (given, read) => expect(encodingOf(given)).toBe(read));
});

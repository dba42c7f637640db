import { gzipSync } from "node:zlib";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createKey } from "@/server/identity/keys";
import { signInAs } from "@/server/identity/testing";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { otlpRoute } from "./otlp-calls";
import { bodiesOf, recording } from "./testing/recorded";

freshDatabase();

const RUNS = { seed: 4_711, numRuns: 60 } as const;
const JSON_TYPE = "application/json";
const PROTOBUF = "application/x-protobuf";
let bearer = "";
beforeAll(async () => {
  const made = await createKey(await signInAs("admin@example.com", ["admin"]), { name: "fuzz", scopes: ["traces:write"], agentName: null });
  if (!made.ok) throw new Error(made.refusal.message);
  bearer = made.value.key;
});

type Signal = Parameters<typeof otlpRoute>[0];
const post = async (signal: Signal, type: string, body: Uint8Array, gzip: boolean) => {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": type, ...(gzip ? { "content-encoding": "gzip" } : {}) };
  const sent = gzip ? gzipSync(body) : body;
  const request = new Request(`http://localhost/api/otel/v1/${signal}`, { method: "POST", headers, body: sent as BodyInit });
  const answer = await otlpRoute(signal)(request);
  return { status: answer.status, text: Buffer.from(await answer.arrayBuffer()).toString() };
};
/** An exporter must be able to do the right thing: nothing of what anyone sends is a fault of ours. */
async function expectSense(answering: ReturnType<typeof post>): Promise<void> {
  expect([200, 400, 413, 415]).toContain((await answering).status);
}

const signal = fc.constantFrom<Signal>("traces", "logs", "metrics");
const NOW_MS = Date.now();
const YEAR_MS = 365 * 86_400_000;

// What spans of the wild hold, and worse.
const odd = fc.constantFrom(
  "",
  "\0",
  "\ud800",
  "a\u0000b",
  "<script>alert(1)</script>",
  "__proto__",
  "constructor",
  "[x](javascript:alert(1))",
  "x".repeat(500_000),
);
const text = fc.oneof({ weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) }, { weight: 1, arbitrary: odd });
const id = (bytes: number) => {
  const whole = fc.uint8Array({ minLength: bytes, maxLength: bytes });
  const hex = whole.map((value) => Buffer.from(value).toString("hex"));
  const base64 = whole.map((value) => Buffer.from(value).toString("base64"));
  return fc.oneof(
    { weight: 6, arbitrary: hex },
    { weight: 1, arbitrary: base64 },
    { weight: 1, arbitrary: fc.constantFrom("", "0".repeat(bytes * 2), "zz", "ABC") },
  );
};
const time = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: NOW_MS - 3_600_000, max: NOW_MS + 3_600_000 }).map((ms) => `${ms}000000`) },
  { weight: 1, arbitrary: fc.integer({ min: NOW_MS - 11 * YEAR_MS, max: NOW_MS + 11 * YEAR_MS }).map((ms) => `${ms}000000`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>("0", "", "18446744073709551615", "-1", "99999999999999999999999", 1e18, -5, null, {}, "soon"),
  },
);
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.integer(),
  fc.constantFrom<unknown>("NaN", null, 1e300),
);
const value = fc.letrec<{ any: object }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    text.map((stringValue) => ({ stringValue })),
    int64.map((intValue) => ({ intValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc.double().map((doubleValue) => ({ doubleValue })),
    fc.base64String().map((bytesValue) => ({ bytesValue })),
    fc.array(tie("any"), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc.array(fc.record({ key: text, value: tie("any") }), { maxLength: 3 }).map((values) => ({ kvlistValue: { values } })),
    fc.constantFrom<object>({}, { stringValue: 5 }, { arrayValue: null }, { unheardOf: 1 }),
  ),
})).any;
const key = fc.oneof(
  text,
  fc.constantFrom(
    "gen_ai.operation.name",
    "gen_ai.tool.name",
    "gen_ai.input.messages",
    "gen_ai.usage.input_tokens",
    "reeve.action.id",
    "gen_ai.usage.cost",
    "session.id",
    "reeve.run.id",
    "span.type",
  ),
);
const attributes = fc.array(fc.record({ key, value }), { maxLength: 8 });
const span = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    parentSpanId: id(8),
    name: text,
    kind: fc.oneof(fc.integer(), text),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    events: fc.array(fc.record({ name: text, timeUnixNano: time, attributes }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: id(16), spanId: id(8), attributes }), { maxLength: 2 }),
    status: fc.record({ code: fc.oneof(fc.integer(), text), message: text }, { requiredKeys: [] }),
  },
  { requiredKeys: ["traceId", "spanId", "startTimeUnixNano"] },
);
const resource = fc.record({ attributes }, { requiredKeys: [] });
const exportOf = (spans: readonly object[], about: object) =>
  Buffer.from(JSON.stringify({ resourceSpans: [{ resource: about, scopeSpans: [{ spans }] }] }));

const countOf = async () => {
  const [deltas, counts] = await Promise.all([prisma().ingestDelta.findMany(), prisma().ingestCount.findMany()]);
  return [...deltas, ...counts].filter(({ outcome }) => outcome !== "truncated").reduce((sum, { count }) => sum + Number(count), 0);
};

test("whatever spans hold: each is stored, a copy, or rejected with a reason", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(span, { minLength: 1, maxLength: 6 }), resource, fc.boolean(), async (spans, about, gzip) => {
      const before = await countOf();
      const answer = await post("traces", JSON_TYPE, exportOf(spans, about), gzip);
      expect(answer.status, answer.text).toBe(200);
      // Nothing is lost in silence: as many as were sent are accounted for.
      expect((await countOf()) - before).toBe(spans.length);
    }),
    RUNS,
  );
}, 120_000);

test("cycles of parents, ends before starts, ten years, a clock of tomorrow: kept, with a mark", async () => {
  const [traceId, a, b] = ["ab".repeat(16), "a1".repeat(8), "b2".repeat(8)];
  const ns = (ms: number) => `${NOW_MS + ms}000000`;
  const spans = [
    { traceId, spanId: a, parentSpanId: b, startTimeUnixNano: ns(0), endTimeUnixNano: ns(5) },
    { traceId, spanId: b, parentSpanId: a, startTimeUnixNano: ns(1), endTimeUnixNano: ns(-50) },
    { traceId, spanId: "c3".repeat(8), startTimeUnixNano: ns(2), endTimeUnixNano: ns(10 * YEAR_MS) },
    { traceId, spanId: "d4".repeat(8), parentSpanId: "d4".repeat(8), startTimeUnixNano: ns(86_000_000) },
  ];
  expect((await post("traces", JSON_TYPE, exportOf(spans, {}), false)).status).toBe(200);
  const steps = await prisma().step.findMany({ where: { traceId }, orderBy: { spanId: "asc" } });
  expect(steps.map(({ marks }) => marks)).toEqual([
    [],
    ["ends_before_start"],
    ["very_long", "from_the_future"],
    ["from_the_future", "own_parent"],
  ]);
  expect(await prisma().trace.findUnique({ where: { id: traceId } })).toMatchObject({ steps: 4, running: 1 });
});

/** A real export, damaged: bytes changed, cut out or doubled. */
const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    byte: fc.integer({ min: 0, max: 255 }),
    cut: fc.integer({ min: 0, max: 40 }),
  }),
  { minLength: 1, maxLength: 6 },
);
function damaged(whole: Buffer, harm: readonly { readonly at: number; readonly byte: number; readonly cut: number }[]): Buffer {
  let bytes = Buffer.from(whole);
  for (const { at, byte, cut } of harm) {
    const place = Math.floor(at * bytes.length);
    if (cut > 0) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(Math.min(bytes.length, place + cut))]);
    else bytes[place] = byte;
  }
  return bytes;
}

test("protobuf that was damaged on its way is stored as far as it can be read, or refused; never a fault", async () => {
  const whole = Buffer.from(recording("ai-sdk-6").protobuf ?? "", "base64");
  await fc.assert(
    fc.asyncProperty(signal, damage, fc.boolean(), (path, harm, gzip) => expectSense(post(path, PROTOBUF, damaged(whole, harm), gzip))),
    { ...RUNS, numRuns: 150 },
  );
}, 120_000);

test("JSON that was damaged, too, in every dialect and at every path", async () => {
  const bodies = (["ai-sdk-7", "openinference", "openllmetry", "openai-agents", "claude-code"] as const)
    .flatMap(bodiesOf)
    .map((body) => Buffer.from(body));
  await fc.assert(
    fc.asyncProperty(signal, fc.nat(99), damage, (path, n, harm) =>
      expectSense(post(path, JSON_TYPE, damaged(bodies[n % bodies.length] ?? Buffer.alloc(0), harm), false)),
    ),
    { ...RUNS, numRuns: 150 },
  );
}, 120_000);

test("bytes of any kind, JSON of any shape", async () => {
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((json) => Buffer.from(json)),
    value.map((any) => Buffer.from(JSON.stringify({ resourceSpans: any }))),
  );
  await fc.assert(
    fc.asyncProperty(signal, fc.constantFrom(JSON_TYPE, PROTOBUF), body, fc.boolean(), (path, type, bytes, gzip) =>
      expectSense(post(path, type, bytes, gzip)),
    ),
    { ...RUNS, numRuns: 150 },
  );
}, 120_000);

test("logs of the wild, with ids, times and bodies of any kind", async () => {
  const record = fc.record(
    { traceId: id(16), spanId: id(8), timeUnixNano: time, observedTimeUnixNano: time, eventName: text, body: value, attributes },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 5 }), async (logRecords) => {
      const before = await countOf();
      const answer = await post("logs", JSON_TYPE, Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })), false);
      expect(answer.status, answer.text).toBe(200);
      expect((await countOf()) - before).toBe(logRecords.length);
    }),
    RUNS,
  );
}, 120_000);

test("text that is no UTF-8 is kept with a mark", async () => {
  const { LengthDelimited, Bit64 } = WireType;
  const span = new BinaryWriter()
    .tag(1, LengthDelimited)
    .bytes(Buffer.alloc(16, 0x77))
    .tag(2, LengthDelimited)
    .bytes(Buffer.alloc(8, 0x78))
    .tag(5, LengthDelimited)
    .bytes(Buffer.from([0x63, 0xff, 0xfe, 0x64]))
    .tag(7, Bit64)
    .fixed64(BigInt(NOW_MS) * 1_000_000n)
    .finish();
  const scoped = new BinaryWriter().tag(2, LengthDelimited).bytes(span).finish();
  const group = new BinaryWriter().tag(2, LengthDelimited).bytes(scoped).finish();
  expect((await post("traces", PROTOBUF, new BinaryWriter().tag(1, LengthDelimited).bytes(group).finish(), true)).status).toBe(200);
  const [step] = await prisma().step.findMany({ where: { traceId: "77".repeat(16) } });
  expect(step).toMatchObject({ name: "c\ufffd\ufffdd", marks: ["invalid_text"] });
});

import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

const { Varint, Bit64, LengthDelimited } = WireType;

type Attribute = readonly [key: string, value: string | number];

const keyValue = ([key, value]: Attribute): Uint8Array => {
  const any = new BinaryWriter();
  if (typeof value === "string") any.tag(1, LengthDelimited).string(value);
  else any.tag(3, Varint).int64(value);
  return new BinaryWriter().tag(1, LengthDelimited).string(key).tag(2, LengthDelimited).bytes(any.finish()).finish();
};

const MESSAGE = JSON.stringify([
  { role: "user", parts: [{ type: "text", content: "When does the account renew, and what did we offer last year? ".repeat(4) }] },
]);

/** What a span of an agent's run carries, by its place in the trace: one call of a model, one of a tool, and so on. */
const attributesOf = (i: number): readonly Attribute[] =>
  i % 2 === 0
    ? [
        ["gen_ai.operation.name", "chat"],
        ["gen_ai.provider.name", "anthropic"],
        ["gen_ai.request.model", "claude-sonnet-4-5"],
        ["gen_ai.response.model", "claude-sonnet-4-5-20250929"],
        ["gen_ai.response.id", `msg_${randomBytes(8).toString("hex")}`],
        ["gen_ai.usage.input_tokens", 1200 + i],
        ["gen_ai.usage.output_tokens", 60],
        ["gen_ai.usage.cache_read.input_tokens", 900],
        ["gen_ai.input.messages", MESSAGE],
        ["gen_ai.output.messages", MESSAGE],
      ]
    : [
        ["gen_ai.operation.name", "execute_tool"],
        ["gen_ai.tool.name", `crm.tool_${i % 7}`],
        ["gen_ai.tool.call.id", `call_${i}`],
        ["gen_ai.tool.call.arguments", JSON.stringify({ account: `account-${i}`, fields: ["renewal", "owner"] })],
        ["gen_ai.tool.call.result", JSON.stringify({ renewal: "March", owner: "Mei Lin", seats: i })],
      ];

type Spans = {
  readonly traceId: Buffer;
  readonly parentId: Buffer | null;
  readonly count: number;
  readonly startMs: number;
  readonly agent: string;
};

function span(of: Spans, i: number): Uint8Array {
  const start = (BigInt(of.startMs) * 1000n + BigInt(i)) * 1000n;
  const writer = new BinaryWriter();
  writer.tag(1, LengthDelimited).bytes(of.traceId).tag(2, LengthDelimited).bytes(randomBytes(8));
  if (of.parentId !== null) writer.tag(4, LengthDelimited).bytes(of.parentId);
  writer
    .tag(5, LengthDelimited)
    .string(i % 2 === 0 ? "chat claude-sonnet-4-5" : `execute_tool crm.tool_${i % 7}`)
    .tag(6, Varint)
    .int32(1);
  writer
    .tag(7, Bit64)
    .fixed64(start)
    .tag(8, Bit64)
    .fixed64(start + 2_000_000n);
  for (const attribute of [...attributesOf(i), ["gen_ai.agent.name", of.agent] as const])
    writer.tag(9, LengthDelimited).bytes(keyValue(attribute));
  return writer.finish();
}

/** An export of spans of one trace, in gzipped protobuf. */
function exportOf(of: Spans): Buffer {
  const scoped = new BinaryWriter();
  for (let i = 0; i < of.count; i++) scoped.tag(2, LengthDelimited).bytes(span(of, i));
  const resource = new BinaryWriter()
    .tag(1, LengthDelimited)
    .bytes(keyValue(["service.name", "bench"]))
    .finish();
  const group = new BinaryWriter().tag(1, LengthDelimited).bytes(resource).tag(2, LengthDelimited).bytes(scoped.finish());
  return gzipSync(new BinaryWriter().tag(1, LengthDelimited).bytes(group.finish()).finish());
}

/** Exports of one new trace each. */
export const exportsOf = (count: number, spansEach: number): Buffer[] =>
  Array.from({ length: count }, (_, i) =>
    exportOf({ traceId: randomBytes(16), parentId: null, count: spansEach, startMs: Date.now() - 60_000, agent: `bench-agent-${i % 12}` }),
  );

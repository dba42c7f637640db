import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { REJECTIONS, type Rejected } from "./model";

/** The media types that OTLP/HTTP speaks; an answer is in the one of its request. */
export type Encoding = "application/x-protobuf" | "application/json";

/** The encoding of a request by its `Content-Type`, parameters aside; null when it is neither. */
export function encodingOf(contentType: string | null): Encoding | null {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf" || type === "application/protobuf") return "application/x-protobuf";
  return type === "application/json" ? "application/json" : null;
}

export type Signal = "traces" | "logs" | "metrics";
const REJECTED_NAME = { traces: "rejectedSpans", logs: "rejectedLogRecords", metrics: "rejectedDataPoints" } as const satisfies Record<
  Signal,
  string
>;

const countOf = (rejected: Rejected): number => [...rejected.values()].reduce((sum, count) => sum + count, 0);

/** What was not kept and why, in one line for the log of whoever sent it. */
export const describe = (rejected: Rejected): string =>
  [...rejected].map(([reason, count]) => `${count}: ${REJECTIONS[reason]} (${reason})`).join("; ");

/** The answer to an export that was taken: empty, or with what of it was rejected. */
export function exportAnswer(encoding: Encoding, signal: Signal, rejected: Rejected): Uint8Array<ArrayBuffer> {
  const count = countOf(rejected);
  if (encoding === "application/json") {
    const partialSuccess = { [REJECTED_NAME[signal]]: String(count), errorMessage: describe(rejected) };
    return new TextEncoder().encode(JSON.stringify(count === 0 ? {} : { partialSuccess }));
  }
  const writer = new BinaryWriter();
  if (count > 0) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(count);
    writer.tag(2, WireType.LengthDelimited).string(describe(rejected));
    writer.join();
  }
  return writer.finish();
}

/** `google.rpc.Status`, which OTLP answers with when it takes nothing. */
export function statusAnswer(encoding: Encoding, code: number, message: string): Uint8Array<ArrayBuffer> {
  if (encoding === "application/json") return new TextEncoder().encode(JSON.stringify({ code, message }));
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int32(code);
  writer.tag(2, WireType.LengthDelimited).string(message);
  return writer.finish();
}

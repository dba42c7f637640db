import { randomBytes, randomUUID } from "node:crypto";
import { bodiesOf, type Recorded, recording } from "./recorded";

/** One request of an exporter. */
export type Sent = { readonly signal: "traces" | "logs" | "metrics"; readonly type: string; readonly body: Buffer };

const TIME = String.raw`\b\d{19}\b|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ID = "(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{24}|[0-9a-f]{16})(?![0-9a-f])";
/** What no two runs have in common: nanoseconds or a moment of ISO 8601, a session, the ids of traces and spans. */
const OWN = new RegExp([TIME, UUID, ID].join("|"), "g");

const isNanoseconds = (found: string) => /^\d{19}$/.test(found);
const millisecondsOf = (time: string) => (isNanoseconds(time) ? Number(BigInt(time) / 1_000_000n) : Date.parse(time));

function laterBy(shiftMs: number, time: string): string {
  if (isNanoseconds(time)) return String(BigInt(time) + BigInt(shiftMs) * 1_000_000n);
  return new Date(Date.parse(time) + shiftMs).toISOString();
}

/** What stands for it in protobuf: a fixed 64-bit number, the bytes of an id, or the text itself; all as long as before. */
function inProtobuf(found: string): Buffer {
  if (isNanoseconds(found)) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(found));
    return bytes;
  }
  return /^[0-9a-f]+$/.test(found) ? Buffer.from(found, "hex") : Buffer.from(found);
}

function replaceIn(bytes: Buffer, found: string, fresh: string): void {
  const [from, to] = [inProtobuf(found), inProtobuf(fresh)];
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + to.length)) to.copy(bytes, at);
}

/** What the SDK of a recording would have sent of another run, which ended at this moment: nothing else differs. */
export function freshRun(name: Recorded, endedAt: Date): { readonly traceIds: readonly string[]; readonly sent: readonly Sent[] } {
  const { protobuf, logs = [], metrics = [] } = recording(name);
  const traces = bodiesOf(name);
  const others = { logs: logs.map((one) => JSON.stringify(one)), metrics: metrics.map((one) => JSON.stringify(one)) };
  const all = [...traces, ...others.logs, ...others.metrics].join("\n");
  const times = all.match(new RegExp(TIME, "g")) ?? [];
  const shiftMs = endedAt.getTime() - Math.max(...times.map(millisecondsOf));
  const freshOf = (found: string) => {
    if (new RegExp(`^(?:${TIME})$`).test(found)) return laterBy(shiftMs, found);
    return found.includes("-") ? randomUUID() : randomBytes(found.length / 2).toString("hex");
  };
  const fresh = new Map([...new Set(all.match(OWN) ?? [])].map((found) => [found, freshOf(found)]));
  const asJson = (signal: Sent["signal"]) => (text: string) => ({
    signal,
    type: "application/json",
    body: Buffer.from(text.replaceAll(OWN, (found) => fresh.get(found) ?? found)),
  });
  const ids = [...all.matchAll(/"(?:traceId|trace_id)":"(?:trace_)?([0-9a-f]{32})"/g)].flatMap(([, id]) => fresh.get(id ?? "") ?? []);
  const traceIds = [...new Set(ids)];
  if (protobuf === undefined) {
    return {
      traceIds,
      sent: [...traces.map(asJson("traces")), ...others.logs.map(asJson("logs")), ...others.metrics.map(asJson("metrics"))],
    };
  }
  const body = Buffer.from(protobuf, "base64");
  for (const [found, own] of fresh) replaceIn(body, found, own);
  return { traceIds, sent: [{ signal: "traces", type: "application/x-protobuf", body }] };
}

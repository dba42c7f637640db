import type { AuditEntry } from "@/server/audit/schema";
import type { Stream } from "@/server/traces/core/retention";

export const STREAM_WORDS: Readonly<Record<Stream, { readonly name: string; readonly says: string }>> = {
  steps: { name: "Steps", says: "What happened: who, which tool, by whose authority" },
  payloads: { name: "Payloads", says: "Messages, arguments, results, and commitments to what was taken out" },
  events: { name: "Events", says: "What log records tell of steps" },
  metrics: { name: "Metrics", says: "What agents count themselves" },
};

const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** Bytes in the largest unit that leaves a whole number: "1.4 MB". */
export function bytesWords(bytes: string): string {
  let [value, unit] = [Number(bytes), 0];
  while (value >= 1_000 && unit < UNITS.length - 1) [value, unit] = [value / 1_000, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

export type Deletion = {
  readonly id: string;
  readonly at: string;
  readonly stream: string;
  readonly day: string;
  readonly records: number;
  readonly bytes: string;
};

/** What was deleted, as the audit log has it; commitments go with their payloads and are not told apart. */
export function prepareDeletions(entries: readonly AuditEntry[]): readonly Deletion[] {
  return entries.flatMap(({ id, occurredAt, data: { stream, table, day, records, bytes } }) => {
    if (typeof stream !== "string" || typeof day !== "string" || table === "step_redaction") return [];
    const name = STREAM_WORDS[stream as Stream]?.name ?? stream;
    return [{ id, at: occurredAt, stream: name, day, records: Number(records), bytes: bytesWords(String(bytes)) }];
  });
}

import type { Csv } from "@/components/ui/csv";
import { named } from "@/server/traces/core/words";
import type { TraceLine } from "@/server/traces/schema";
import type { ToldStanding } from "@/server/traces/standings";
import { RUN_OUTCOME_WORDS } from "./trace-words";

const HEAD = [
  "Trace",
  "Began (UTC)",
  "Task",
  "Task class",
  "Agent",
  "Team",
  "Started by",
  "Outcome",
  "Why",
  "Authority",
  "Ungoverned steps",
  "Duration (ms)",
  "Waiting for people (ms)",
  "Steps",
  "Input tokens",
  "Output tokens",
  "Cost (USD)",
] as const;

const OF_STATUS = { ok: "done", error: "failed", running: "running" } as const;
const usd = (micro: string | null): string | null => (micro === null ? null : (Number(micro) / 1e6).toFixed(6));

/** The runs of a list with what the gate says of them, as figures; what is not known is left empty. */
export const tracesCsv = (traces: readonly TraceLine[], standings: { readonly [traceId: string]: ToldStanding }): Csv => ({
  head: HEAD,
  rows: traces.map((trace) => {
    const standing = standings[trace.traceId];
    return [
      trace.traceId,
      trace.startedAt,
      named(trace.name),
      trace.taskClass,
      trace.agent,
      trace.team,
      trace.initiator?.id ?? null,
      RUN_OUTCOME_WORDS[standing?.outcome ?? trace.stood?.outcome ?? OF_STATUS[trace.status]],
      standing?.note ?? null,
      standing?.authority.text ?? null,
      trace.ungoverned,
      standing?.lastedMs ?? trace.durationMs,
      standing?.waitedMs ?? null,
      trace.steps,
      trace.inputTokens,
      trace.outputTokens,
      usd(trace.costMicroUsd),
    ];
  }),
});

import { createHash } from "node:crypto";
import { tracedActions } from "@/server/actions/traced";
import { allSensitiveArgs } from "@/server/fleet/sensitive-args";
import type { KeyActor } from "@/server/platform/actor";
import { remembered } from "@/server/platform/remembered";
import { type Content, readContent } from "./core/content";
import { authorityOf } from "./core/governed";
import { toStep } from "./core/normalise";
import type { Span, Value } from "./core/otlp/model";
import { redactSpan, sensitiveValues } from "./core/redact";
import { type StepRow, toRow } from "./core/row";
import type { Step } from "./core/step";
import { sourceOf } from "./sources";

type Read = { readonly span: Span; readonly step: Step };

const SENSITIVE_FOR_MS = 5_000;
const sensitiveTools = remembered(SENSITIVE_FOR_MS, () => allSensitiveArgs());

/** Every call of a tool that a step shows: its own, and those in its messages. */
function callsIn({ tool }: Step, { input, output, args }: Content): readonly { readonly tool: string; readonly args: Value }[] {
  const parts = [...input, ...output].flatMap((message) => message.parts);
  const asked = parts.flatMap((part) => (part.type === "tool_call" ? [{ tool: part.tool, args: part.args }] : []));
  return tool === null || args === null ? asked : [...asked, { tool, args }];
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, "_");

/** The values that tools declared sensitive, by trace: a value is hidden in all steps of its trace that came together. */
async function hiddenValues(read: readonly Read[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const declared = await sensitiveTools("all");
  const hidden = new Map<string, string[]>();
  if (![...declared.values()].some((pointers) => pointers.length > 0)) return hidden;
  const pointersOf = new Map([...declared].map(([name, pointers]) => [plain(name), pointers]));
  for (const { span, step } of read) {
    if (step.kind === "other") continue;
    const calls = callsIn(step, readContent(span.attributes, step.kind));
    const values = calls.flatMap(({ tool, args }) => sensitiveValues(args, pointersOf.get(plain(tool)) ?? []));
    if (values.length > 0) hidden.set(step.traceId, [...(hidden.get(step.traceId) ?? []), ...values]);
  }
  return hidden;
}

const ofTools = (read: readonly Read[], pick: (step: Step) => string | null): ReadonlySet<string> =>
  new Set(read.flatMap(({ step }) => (step.kind === "tool" ? (pick(step) ?? []) : [])));

/** Spans as rows to store: read as steps, redacted, held against the gate's record, each with its source. */
export async function prepareRows(actor: KeyActor, spans: readonly Span[], now: Date): Promise<StepRow[]> {
  const read = spans.map((span) => ({ span, step: toStep(span) }));
  const [actions, hidden, sources] = await Promise.all([
    tracedActions(
      ofTools(read, (step) => step.claimedActionId),
      ofTools(read, (step) => step.traceId),
      ofTools(read, (step) => step.runId),
    ),
    hiddenValues(read),
    Promise.all(read.map(({ step }) => sourceOf(actor, step.service, step.dialect, now))),
  ]);
  return read.map(({ span, step }, i) => {
    const kept = redactSpan(span, hidden.get(step.traceId));
    const agent = actor.agentName ?? step.agent;
    const about = { sourceId: sources[i] ?? "", boundAgent: actor.agentName };
    const { statusMessage } = kept;
    const shown = step.errorMessage === null ? step : { ...step, errorMessage: statusMessage.slice(0, 1_000) || step.errorMessage };
    return toRow(shown, kept, authorityOf({ ...step, agent }, actions), about);
  });
}

/** What stands for a record that has no id of its own, so that it is stored once however often it is sent. */
export const fingerprint = (parts: unknown): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

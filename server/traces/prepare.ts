import { createHash } from "node:crypto";
import { tracedActions } from "@/server/actions/traced";
import { allSensitiveArgs } from "@/server/fleet/sensitive-args";
import type { KeyActor } from "@/server/platform/actor";
import { remembered } from "@/server/platform/remembered";
import { type Content, readContent } from "./core/content";
import { actionsFor, authorityOf, indexActions } from "./core/governed";
import { toStep } from "./core/normalise";
import type { Span, Value } from "./core/otlp/model";
import { redactSpan, sensitiveValues } from "./core/redact";
import { authorised, type StepRow, toRow } from "./core/row";
import type { Step } from "./core/step";
import { sourceOf } from "./sources";

type Read = { readonly span: Span; readonly step: Step };

const SENSITIVE_FOR_MS = 5_000;
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, "_");

/** Where which tools declared their arguments sensitive, and how any of them may be spelt in a text. */
type Sensitive = { readonly pointersOf: ReadonlyMap<string, readonly string[]>; readonly spelt: RegExp };

const sensitiveTools = remembered(SENSITIVE_FOR_MS, async (): Promise<Sensitive | null> => {
  const declared = [...(await allSensitiveArgs())].filter(([, pointers]) => pointers.length > 0);
  if (declared.length === 0) return null;
  const pointersOf = new Map(declared.map(([name, pointers]) => [plain(name), pointers]));
  const spellings = [...pointersOf.keys()].map((name) => name.split("_").join("[^a-zA-Z0-9]+"));
  return { pointersOf, spelt: new RegExp(spellings.join("|"), "i") };
});

/** Every call of a tool that a step shows: its own, and those in its messages. */
function callsIn({ tool }: Step, { input, output, args }: Content): readonly { readonly tool: string; readonly args: Value }[] {
  const parts = [...input, ...output].flatMap((message) => message.parts);
  const asked = parts.flatMap((part) => (part.type === "tool_call" ? [{ tool: part.tool, args: part.args }] : []));
  return tool === null || args === null ? asked : [...asked, { tool, args }];
}

/** Whether a name of one of these tools stands anywhere in a value: most spans tell of none, and are not read any further. */
function names(value: Value, spelt: RegExp): boolean {
  if (typeof value === "string") return spelt.test(value);
  return value !== null && typeof value === "object" && Object.values(value).some((inner: Value) => names(inner, spelt));
}

/** The values that tools declared sensitive, by trace: a value is hidden in all steps of its trace that came together. */
function hiddenValues(read: readonly Read[], sensitive: Sensitive | null): ReadonlyMap<string, readonly string[]> {
  const hidden = new Map<string, string[]>();
  if (sensitive === null) return hidden;
  const { pointersOf, spelt } = sensitive;
  for (const { span, step } of read) {
    if (step.kind === "other" || !((step.tool !== null && spelt.test(step.tool)) || names(span.attributes, spelt))) continue;
    const calls = callsIn(step, readContent(span.attributes, step.kind));
    const values = calls.flatMap(({ tool, args }) => sensitiveValues(args, pointersOf.get(plain(tool)) ?? []));
    if (values.length > 0) hidden.set(step.traceId, [...(hidden.get(step.traceId) ?? []), ...values]);
  }
  return hidden;
}

/** The sources of steps, each asked for once. */
async function sourcesOf(actor: KeyActor, read: readonly Read[], now: Date): Promise<(step: Step) => string> {
  const keyOf = ({ service, dialect }: Step) => `${dialect} ${service}`;
  const asked = new Map<string, Promise<string>>();
  for (const { step } of read) {
    const key = keyOf(step);
    if (!asked.has(key)) asked.set(key, sourceOf(actor, step.service, step.dialect, now));
  }
  const found = new Map(await Promise.all([...asked].map(async ([key, id]) => [key, await id] as const)));
  return (step) => found.get(keyOf(step)) ?? "";
}

/** Spans as rows to store: read as steps and redacted, each with its source. */
export async function prepareRows(actor: KeyActor, spans: readonly Span[], now: Date): Promise<StepRow[]> {
  const read = spans.map((span) => ({ span, step: toStep(span) }));
  const [sensitive, sourceOfStep] = await Promise.all([sensitiveTools("all"), sourcesOf(actor, read, now)]);
  const hidden = hiddenValues(read, sensitive);
  return read.map(({ span, step }) => {
    const kept = redactSpan(span, hidden.get(step.traceId));
    const shown = step.errorMessage === null ? step : { ...step, errorMessage: kept.statusMessage.slice(0, 1_000) || step.errorMessage };
    return toRow(shown, kept, { sourceId: sourceOfStep(step), boundAgent: actor.agentName });
  });
}

const ofTools = (rows: readonly StepRow[], pick: (row: StepRow) => string | null): ReadonlySet<string> =>
  new Set(rows.flatMap((row) => (row.kind === "tool" ? (pick(row) ?? []) : [])));

/** The rows, held against the gate's record: by whose authority each tool ran. */
export async function withAuthority(rows: readonly StepRow[]): Promise<readonly StepRow[]> {
  const actions = await tracedActions(
    ofTools(rows, (row) => row.claimedActionId),
    ofTools(rows, (row) => row.traceId),
    ofTools(rows, (row) => row.runId),
  );
  const index = indexActions(actions);
  return rows.map((row) => (row.kind === "tool" ? authorised(row, authorityOf(row, actionsFor(row, index))) : row));
}

/** What stands for a record that has no id of its own, so that it is stored once however often it is sent. */
export const fingerprint = (parts: unknown): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

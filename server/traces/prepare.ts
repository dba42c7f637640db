import { createHash } from "node:crypto";
import { tracedActions } from "@/server/actions/traced";
import { allSensitiveArgs } from "@/server/fleet/sensitive-args";
import type { KeyActor } from "@/server/platform/actor";
import { remembered } from "@/server/platform/remembered";
import { commitTo } from "./commitments";
import { readContent } from "./core/content";
import { actionsFor, authorityOf, indexActions } from "./core/governed";
import { toStep } from "./core/normalise";
import type { Span } from "./core/otlp/model";
import type { Redactor } from "./core/redaction/compile";
import { HiddenValues, maySpell, type ToolRules, toolRules } from "./core/redaction/of-tools";
import { type Hidden, redactSpan, redactText } from "./core/redaction/redact";
import { authorised, type StepRow, toRow } from "./core/row";
import type { Step } from "./core/step";
import { knownRedactor } from "./redaction-in-force";
import { sourceOf } from "./sources";

const LONGEST_BREATH_MS = 20;

type Read = { readonly span: Span; readonly step: Step };

const SENSITIVE_FOR_MS = 5_000;
const declaredByTools = remembered(SENSITIVE_FOR_MS, () => allSensitiveArgs());
const made = new WeakMap<Redactor, { readonly declared: unknown; readonly rules: ToolRules }>();

/** The rules that look at calls of certain tools, made ready once for as long as nothing changes. */
async function rulesOfTools(redactor: Redactor): Promise<ToolRules> {
  const declared = await declaredByTools("all");
  const last = made.get(redactor);
  if (last?.declared === declared) return last.rules;
  const rules = toolRules(declared, redactor);
  made.set(redactor, { declared, rules });
  return rules;
}

/** The values to hide, by trace: a value is hidden in all steps of its trace that came together. */
function hiddenValues(read: readonly Read[], rules: ToolRules): HiddenValues {
  const hidden = new HiddenValues(rules);
  if (rules.spelt === null) return hidden;
  for (const { span, step } of read) if (maySpell(rules, step, span.attributes)) hidden.look(step, readContent(span.attributes, step.kind));
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

/** A span as a row to store: nothing of what the rules take out is in it, wherever it stood. */
function toKeptRow({ span, step }: Read, redactor: Redactor, hidden: Hidden | undefined, about: Parameters<typeof toRow>[2]): StepRow {
  const { clean, taken } = redactSpan(span, redactor, step.tool, hidden);
  const text = (value: string | null) => (value === null ? null : redactText(value, redactor, step.tool, hidden));
  // From the whole of it: cut short, a secret may no longer show what it is.
  const errorMessage = step.errorMessage === null ? null : clean.statusMessage.slice(0, 1_000) || text(step.errorMessage);
  const shown = { ...step, name: clean.name, errorMessage, resource: text(step.resource) };
  return { ...toRow(shown, clean, about), redaction: commitTo(taken, redactor) };
}

/** Spans as rows to store: read as steps and redacted by these rules, each with its source. */
export async function prepareRows(actor: KeyActor, spans: readonly Span[], now: Date, known?: Redactor): Promise<StepRow[]> {
  const redactor = known ?? (await knownRedactor());
  const read = spans.map((span) => ({ span, step: toStep(span) }));
  const [rules, sourceOfStep] = await Promise.all([rulesOfTools(redactor), sourcesOf(actor, read, now)]);
  const hidden = hiddenValues(read, rules);
  const rows: StepRow[] = [];
  let breather = performance.now();
  for (const one of read) {
    const about = { sourceId: sourceOfStep(one.step), boundAgent: actor.agentName };
    rows.push(toKeptRow(one, redactor, hidden.of(one.step.traceId), about));
    // Others are served meanwhile: large texts and many patterns take their time.
    if (performance.now() - breather > LONGEST_BREATH_MS) {
      await new Promise((resume) => setImmediate(resume));
      breather = performance.now();
    }
  }
  return rows;
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

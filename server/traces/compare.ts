import type { ActionDetail } from "@/server/actions/schema";
import { getActionForPeople } from "@/server/actions/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import { listPayloads } from "./conversation-store";
import { align, type ComparedStep, differences, type Gate, keyOf, partingWords, type Row } from "./core/compare";
import { readContent } from "./core/content";
import { readKept } from "./core/kept-span";
import type { Value } from "./core/otlp/model";
import type { StepKind } from "./core/step";
import { type Shaped, toAnswer, toLine } from "./present";
import type { StepAnswer, TraceLine } from "./schema";
import { loadTrace } from "./service";
import type { StoryApproval, ToldOfActions } from "./story";

/** As many actions of each run are read for what was decided. */
const MOST_ACTIONS = 80;
/** As many calls of tools that stand beside each other are read for their arguments. */
const MOST_ARGUMENTS = 200;
/** Longer arguments are not told here: the steps have them. */
const LONGEST_ARGUMENTS = 4_000;

export type ComparedRow = Row & {
  /** The arguments of a call, where they are not the same; null where they are, or were not read. */
  readonly args: { readonly a: Value; readonly b: Value } | null;
};
export type Comparison = {
  readonly a: TraceLine;
  readonly b: TraceLine;
  readonly rows: readonly ComparedRow[];
  /** Where they part, in one sentence; null where they do not. */
  readonly parting: string | null;
  /** Steps that were left out of the comparison. */
  readonly cut: { readonly a: number; readonly b: number };
  /** How many calls' arguments were not compared; null when the reader may not see any. */
  readonly unread: number | null;
};

const KINDS = new Set<StepKind>(["agent", "llm", "tool", "retrieval", "guardrail", "handoff", "approval"]);

/** Two runs beside each other: where they part, and what each took. */
export async function compareTraces(
  actor: PersonActor,
  ids: { readonly a: string; readonly b: string },
  toldOf: ToldOfActions,
): Promise<Result<Comparison>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you traces.");
  const [a, b] = await Promise.all([loadTrace(ids.a), loadTrace(ids.b)]);
  if (a === null || b === null) return refuse("not_found", `There is no such trace as ${a === null ? "A" : "B"}.`);
  const [stepsA, stepsB] = await Promise.all([comparedSteps(actor, a, toldOf), comparedSteps(actor, b, toldOf)]);
  const { pairs, cut } = align(stepsA.map(keyOf), stepsB.map(keyOf));
  const paired = pairs.map((pair): Row => {
    const [left, right] = [stepsA[pair.a] ?? null, stepsB[pair.b] ?? null];
    return { a: left, b: right, differs: left === null || right === null ? [] : differences(left, right) };
  });
  const read = access.readPayloads(actor) ? await readArguments(a, b, paired) : null;
  const rows = paired.map((row, at): ComparedRow => {
    const args = read?.args.get(at) ?? null;
    return { ...row, args, differs: args === null ? row.differs : [...row.differs, "the arguments differ"] };
  });
  const first = rows.findIndex((row) => row.a === null || row.b === null || row.differs.length > 0);
  const unseen = ({ trace, steps }: Shaped) => Math.max(0, trace.steps - steps.length);
  return ok({
    a: toLine(a.trace),
    b: toLine(b.trace),
    rows,
    parting: partingWords(rows, first),
    cut: { a: cut.a + unseen(a), b: cut.b + unseen(b) },
    unread: read?.unread ?? null,
  });
}

async function comparedSteps(actor: PersonActor, shaped: Shaped, toldOf: ToldOfActions): Promise<ComparedStep[]> {
  const steps = toAnswer(shaped).steps.map((step, i) => ({ step, place: i + 1 }));
  const ids = [...new Set(steps.flatMap(({ step }) => step.actionId ?? []))].slice(0, MOST_ACTIONS);
  const told = await toldOf(actor, ids);
  const details = await Promise.all(ids.map((id) => getActionForPeople(actor, id)));
  const gates = new Map(
    details.flatMap((detail) =>
      detail.ok ? [[detail.value.id, gateOf(detail.value, told.ok ? told.value.get(detail.value.id) : undefined)] as const] : [],
    ),
  );
  return steps
    .filter(({ step }) => KINDS.has(step.kind))
    .sort((x, y) => (x.step.startedAt < y.step.startedAt ? -1 : x.step.startedAt > y.step.startedAt ? 1 : x.place - y.place))
    .map(({ step, place }) => toCompared(step, place, gates));
}

const DECIDED: { readonly [state: string]: Gate } = { approved: "approved", revoked: "approved", rejected: "rejected" };

function gateOf({ decision, cause }: ActionDetail, approval: StoryApproval | undefined): Gate {
  if (decision === "pending") return "waiting";
  if (approval !== undefined) return DECIDED[approval.state] ?? "undecided";
  if (decision === "deny") return "refused";
  return cause === "grant" ? "granted" : "allowed";
}

const titleOf = ({ kind, name, tool, agent, model }: StepAnswer): string =>
  (kind === "tool" ? tool : kind === "agent" ? agent : kind === "llm" ? model : null) ?? name;

const toCompared = (step: StepAnswer, place: number, gates: ReadonlyMap<string, Gate>): ComparedStep => ({
  spanId: step.spanId,
  place,
  kind: step.kind,
  title: titleOf(step),
  agent: step.agent,
  status: step.status,
  durationUs: step.endedAt === null ? null : Math.max(0, Date.parse(step.endedAt) - Date.parse(step.startedAt)) * 1_000,
  costMicroUsd: step.costMicroUsd,
  gate: step.governed === false ? "ungoverned" : (gates.get(step.actionId ?? "") ?? null),
});

type Read = { readonly args: ReadonlyMap<number, { readonly a: Value; readonly b: Value }>; readonly unread: number };

async function readArguments(a: Shaped, b: Shaped, rows: readonly Row[]): Promise<Read> {
  const calls = rows.flatMap((row, at) =>
    row.a !== null && row.b !== null && row.a.kind === "tool" ? [{ at, a: row.a.spanId, b: row.b.spanId }] : [],
  );
  const read = calls.slice(0, MOST_ARGUMENTS);
  const [argsA, argsB] = await Promise.all([
    argsOf(
      a,
      read.map((call) => call.a),
    ),
    argsOf(
      b,
      read.map((call) => call.b),
    ),
  ]);
  const args = new Map<number, { readonly a: Value; readonly b: Value }>();
  for (const call of read) {
    const [left, right] = [argsA.get(call.a) ?? null, argsB.get(call.b) ?? null];
    const [textA, textB] = [JSON.stringify(left), JSON.stringify(right)];
    if (textA !== textB && textA.length + textB.length <= LONGEST_ARGUMENTS) args.set(call.at, { a: left, b: right });
  }
  return { args, unread: calls.length - read.length };
}

async function argsOf({ trace }: Shaped, spanIds: readonly string[]): Promise<ReadonlyMap<string, Value>> {
  const rows = await listPayloads(trace, spanIds);
  return new Map(rows.map(({ spanId, span }) => [spanId, span === null ? null : readContent(readKept(span).attributes, "tool").args]));
}

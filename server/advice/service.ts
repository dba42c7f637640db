import { append, entryActor } from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { advise } from "./core/advise";
import * as decisions from "./decision-store";
import { countRuns, type SampleRow } from "./observation-store";
import {
  type AdvicePage,
  type Aftermath,
  DEFAULT_MARGIN,
  type DecideSwitchInput,
  type DecisionView,
  type ModelView,
  type ReadAdviceInput,
  type SetMarginInput,
  type TaskView,
} from "./schema";

const DAY_MS = 86_400_000;
/** Per task class: a longer past says nothing about today's models. */
const MOST_SHOWN = 5;

const toModel = (row: SampleRow): ModelView => ({
  model: row.model ?? "",
  runs: row.runs,
  outcome: { of: row.judged, count: row.succeeded },
  cost: { of: row.costed, mean: row.mean, deviation: row.deviation },
  tookMs: { median: Math.round(row.median), p95: Math.round(row.p95) },
  agents: row.agents,
});

const modelsOf = (rows: readonly SampleRow[]) => rows.filter(({ attribution }) => attribution === "one").map(toModel);
const runsOf = (rows: readonly SampleRow[]) => rows.reduce((sum, { runs }) => sum + runs, 0);
const since = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS);

async function aftermathOf({ taskClass, toModel: to, at }: decisions.DecisionRow): Promise<Aftermath> {
  const models = modelsOf(await countRuns(at, taskClass));
  return { runs: models.reduce((sum, { runs }) => sum + runs, 0), to: models.find(({ model }) => model === to) ?? null };
}

async function toDecision(row: decisions.DecisionRow, names: ReadonlyMap<string, string>, isNewest: boolean): Promise<DecisionView> {
  const { from, to } = row.evidence as unknown as decisions.Evidence;
  const verdict = row.verdict as DecisionView["verdict"];
  return {
    id: row.id,
    from: row.fromModel,
    to: row.toModel,
    verdict,
    share: row.share,
    reason: row.reason,
    by: names.get(row.byId) ?? null,
    at: row.at.toISOString(),
    evidence: { from, to },
    since: verdict === "accepted" && isNewest ? await aftermathOf(row) : null,
  };
}

/** How the models in use compare, by task class: what they cost, how their runs ended, what was decided on them. */
export async function readAdvice(actor: PersonActor, { days }: ReadAdviceInput): Promise<Result<AdvicePage>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you advice.");
  const now = clock.now();
  const [rows, margins, decided] = await Promise.all([
    countRuns(since(now, days), null),
    decisions.listMargins(),
    decisions.listDecisions(),
  ]);
  const people = await listPeopleByIds([...new Set(decided.map(({ byId }) => byId))]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const decidedOn = Map.groupBy(decided, ({ taskClass }) => taskClass);
  const marginOf = new Map(margins.map((row) => [row.taskClass, row]));
  const tasks = [...Map.groupBy(rows, ({ taskClass }) => taskClass)].map(async ([taskClass, own]): Promise<TaskView> => {
    const margin = marginOf.get(taskClass);
    const firstMs = Math.min(...own.map(({ firstAt }) => firstAt.getTime()));
    return {
      taskClass,
      margin: { points: (margin?.basisPoints ?? DEFAULT_MARGIN) / 100, revision: margin?.revision ?? 0 },
      models: modelsOf(own),
      mixed: runsOf(own.filter(({ attribution }) => attribution === "mixed")),
      unattributed: runsOf(own.filter(({ attribution }) => attribution === "none")),
      observedDays: Math.max(1, (now.getTime() - firstMs) / DAY_MS),
      decisions: await Promise.all((decidedOn.get(taskClass) ?? []).slice(0, MOST_SHOWN).map((row, i) => toDecision(row, names, i === 0))),
    };
  });
  const sized = (await Promise.all(tasks)).map((task) => ({ task, runs: task.models.reduce((sum, { runs }) => sum + runs, 0) }));
  return ok({
    asOf: now.toISOString(),
    days,
    tasks: sized.toSorted((a, b) => b.runs - a.runs).map(({ task }) => task),
    can: { decide: access.decide(actor), setMargin: access.setMargin(actor) },
  });
}

/**
 * Keeps what a person decided on a switch, with the figures it rests on. Only what is proposed at this moment can be
 * accepted. Reeve changes no agent: whoever builds it switches, and the page shows what came of it.
 */
export async function decideSwitch(actor: PersonActor, input: DecideSwitchInput): Promise<Result<{ id: string }>> {
  if (!access.decide(actor)) return refuse("forbidden", "Only operators and administrators decide on a switch of models.");
  const { taskClass, from, to, days, verdict, share, reason } = input;
  const now = clock.now();
  const [rows, margins] = await Promise.all([countRuns(since(now, days), taskClass), decisions.listMargins()]);
  const margin = margins.find((row) => row.taskClass === taskClass)?.basisPoints ?? DEFAULT_MARGIN;
  const advice = advise(modelsOf(rows), margin / 10_000);
  const candidate = advice?.candidates.find(({ sample }) => sample.model === to);
  if (advice === null || candidate === undefined || advice.current.model !== from) {
    return refuse("conflict", "The models in use have changed meanwhile. Look at the figures again.");
  }
  if (candidate.standing.kind !== "better_value") {
    return refuse("conflict", "By the figures of this moment, this switch is not proposed. Look at them again.");
  }
  const id = newId("routingDecision");
  const plain = ({ model, runs, outcome, cost }: ModelView | typeof advice.current) => ({ model, runs, outcome, cost });
  const evidence = { days, marginBasisPoints: margin, from: plain(advice.current), to: plain(candidate.sample) };
  await inTransaction(async (tx) => {
    await decisions.insertDecision(tx, {
      id,
      taskClass,
      fromModel: from,
      toModel: to,
      verdict,
      share,
      reason,
      byId: actor.id,
      at: now,
      evidence,
    });
    await append(tx, {
      kind: verdict === "accepted" ? "routing.switch_accepted" : "routing.switch_declined",
      actor: entryActor(actor),
      subject: { type: "routing", id },
      occurredAt: now,
      data: {
        share,
        days,
        marginBasisPoints: margin,
        runsFrom: evidence.from.outcome.of,
        runsTo: evidence.to.outcome.of,
        differenceBasisPoints: Math.round(candidate.difference.value * 10_000),
        savingMicroUsd: Math.round(candidate.saving.value),
      },
    });
  });
  return ok({ id });
}

/** Says how much worse the success of a task class may be before a switch is not proposed. */
export async function setMargin(
  actor: PersonActor,
  { taskClass, points, revision }: SetMarginInput,
): Promise<Result<{ revision: number }>> {
  if (!access.setMargin(actor)) return refuse("forbidden", "Only administrators set the margin of a task class.");
  const now = clock.now();
  const basisPoints = Math.round(points * 100);
  return inTransaction(async (tx): Promise<Result<{ revision: number }>> => {
    if (!(await decisions.saveMargin(tx, taskClass, basisPoints, revision, now))) {
      return refuse("conflict", "Someone else changed this margin meanwhile. Load the page again, then repeat your change.");
    }
    await append(tx, {
      kind: "routing.margin_set",
      actor: entryActor(actor),
      subject: { type: "routing_margin", id: taskClass },
      occurredAt: now,
      data: { basisPoints, revision: revision + 1 },
    });
    return ok({ revision: revision + 1 });
  });
}

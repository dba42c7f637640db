import { append, entryActor } from "@/server/audit/service";
import { systemActor } from "@/server/platform/actor";
import { inPgTransaction, type PgTx } from "@/server/platform/tx";
import { beginRepricing, endRepricing, noteProgress, type Repricing, takeRepricing } from "@/server/pricing/repricings";
import { type PriceTable, priceTable, STALE_MS } from "@/server/pricing/table";
import { type Counted, deltasOf } from "./core/cost";
import { dimensionId, insertDeltas } from "./cost-store";
import {
  changeTraces,
  countCounted,
  firstCountedDay,
  listCounted,
  lockTracesById,
  type Repriced,
  repriceCosts,
  type TraceChange,
} from "./reprice-store";
import { changeOf, countedBefore } from "./settle";
import type { CostStep } from "./settle-store";

const DAY_MS = 86_400_000;
const STEPS_AT_A_TIME = 5_000;
/** Until then a process may still count by the table before; what it stores so late must be found. */
const WAIT_MS = 3 * STALE_MS;

/** What a step would be counted with by the table as it is now, under who and what it was counted before. */
async function countedNow(step: CostStep, was: Counted, { version, price }: PriceTable): Promise<Counted> {
  const { inputTokens: input, outputTokens: output } = step;
  const [provider, model] = step.model === null ? [step.countedProvider, step.countedModel] : [step.provider, step.model];
  const call = { ...step, input, output, provider, model, startedMs: was.startedMs, hasFailed: step.status === "error" };
  const { bucket, tokens, costs, costPicoUsd, ...named } = price(call);
  const { countedAgent: agent, countedTeam: team, countedTask: taskClass, countedEnvironment: environment, countedPerson: person } = step;
  const id = await dimensionId({ agent, team, taskClass, environment, person, model: named.model, provider: named.provider });
  return { ...was, bucket, tokens, costs, costPicoUsd, priceVersion: version, dimensionId: id };
}

type Priced = Repriced & { readonly was: Counted; readonly is: Counted };

async function repriced(steps: readonly CostStep[], table: PriceTable): Promise<Priced[]> {
  const all = await Promise.all(
    steps.map(async (step): Promise<Priced | null> => {
      const was = await countedBefore(step);
      if (was === null || was.priceVersion === table.version) return null;
      const is = await countedNow(step, was, table);
      const isSame = was.bucket === is.bucket && was.costPicoUsd === is.costPicoUsd && was.dimensionId === is.dimensionId;
      return isSame ? null : { step, was, is, changed: changeOf(step, is) };
    }),
  );
  return all.flatMap((one) => one ?? []);
}

const isUnknown = ({ bucket }: Counted): number => (bucket === "unpriced" || bucket === "missing" ? 1 : 0);
const isPriced = ({ costPicoUsd }: Counted): number => (costPicoUsd === null ? 0 : 1);
const differenceOf = ({ was, is }: Priced): bigint => (is.costPicoUsd ?? 0n) - (was.costPicoUsd ?? 0n);

function changesOf(done: readonly Priced[]): TraceChange[] {
  return [...Map.groupBy(done, ({ step }) => step.traceId)].map(([id, own]) => ({
    id,
    costPicoUsd: own.reduce((sum, one) => sum + differenceOf(one), 0n).toString(),
    priced: own.reduce((sum, { was, is }) => sum + isPriced(is) - isPriced(was), 0),
    unpriced: own.reduce((sum, { was, is }) => sum + isUnknown(is) - isUnknown(was), 0),
  }));
}

async function apply(tx: PgTx, steps: readonly CostStep[], table: PriceTable): Promise<readonly Priced[]> {
  const wanted = await repriced(steps, table);
  if (wanted.length === 0) return [];
  await lockTracesById(
    tx,
    wanted.map(({ step }) => step.traceId),
  );
  const kept = new Set((await repriceCosts(tx, wanted)).map(({ traceId, spanId }) => traceId + spanId));
  const done = wanted.filter(({ step }) => kept.has(step.traceId + step.spanId));
  const deltas = deltasOf(
    done.map(({ is }) => is),
    done.map(({ was }) => was),
  );
  await insertDeltas(tx, deltas, "repriced", table.version);
  await changeTraces(tx, changesOf(done));
  return done;
}

async function end(tx: PgTx, version: number, now: Date): Promise<void> {
  const done = await endRepricing(tx, version, now);
  if (done === null) return;
  await append(tx, {
    kind: "prices.repriced",
    actor: entryActor(systemActor),
    subject: { type: "price_version", id: String(version) },
    occurredAt: now,
    data: { version, steps: done.changed, differencePicoUsd: done.difference },
  });
}

/** The day to look at: the one it stands at, or the first of which anything is counted. */
async function dayOf(tx: PgTx, { day, startsAt }: Repricing): Promise<string | null> {
  return day === null ? firstCountedDay(tx, startsAt) : day;
}

/** Works on what a change of prices does to earlier steps: some thousands of them. Answers whether there is more to do. */
async function repriceSome(tx: PgTx, now: Date): Promise<boolean> {
  const open = await takeRepricing(tx, new Date(now.getTime() - WAIT_MS));
  if (open === null) return false;
  const { version, startsAt } = open;
  if (open.state === "waiting") await beginRepricing(tx, version, await countCounted(tx, startsAt));
  const day = await dayOf(tx, open);
  if (day === null) {
    await end(tx, version, now);
    return true;
  }
  const dayMs = Date.parse(day);
  const from = new Date(Math.max(dayMs, startsAt?.getTime() ?? dayMs));
  const after = { traceId: open.lastTraceId, spanId: open.lastSpanId };
  const steps = await listCounted(tx, from, new Date(dayMs + DAY_MS), after, STEPS_AT_A_TIME);
  const last = steps.at(-1);
  if (last === undefined) {
    const next = await firstCountedDay(tx, new Date(dayMs + DAY_MS));
    if (next === null) await end(tx, version, now);
    else await noteProgress(tx, version, { day: next, lastTraceId: "", lastSpanId: "", seen: 0, changed: 0, differencePicoUsd: "0" });
    return true;
  }
  const done = await apply(tx, steps, await priceTable());
  const difference = done.reduce((sum, one) => sum + differenceOf(one), 0n);
  const progress = { seen: steps.length, changed: done.length, differencePicoUsd: difference.toString() };
  await noteProgress(tx, version, { day, lastTraceId: last.traceId, lastSpanId: last.spanId, ...progress });
  return true;
}

/** Counts steps again that were priced before the table changed, day by day, until all are. */
export async function repriceSteps(now: Date): Promise<void> {
  while (await inPgTransaction((tx) => repriceSome(tx, now)));
}

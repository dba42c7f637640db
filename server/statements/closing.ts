import { append, entryActor } from "@/server/audit/service";
import { organisation } from "@/server/identity/service";
import { usdWords } from "@/server/kernel/money";
import { notify } from "@/server/notifications/service";
import { systemActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { isUnsettledBefore, type ModelSums, microTogether, midnightsOf, recordedSince, sumsByModel } from "@/server/spend/month-sums";
import { type Drawn, drawStatements, type Sums } from "./core/lines";
import { monthAfter, monthOf, monthsBetween, monthWords } from "./core/months";
import * as store from "./statement-store";

const HOUR_MS = 3_600_000;
/** A month is closed once its last traces are settled, and not before this long after its end; */
const WAIT_MS = HOUR_MS;
/** or this long after its end, whatever is still unsettled: what comes later is a correction. */
const MOST_MS = 24 * HOUR_MS;
/** What is counted of earlier months than so many changes no more. */
const CORRECTED_MONTHS = 12;

type Span = { readonly month: string; readonly from: Date; readonly to: Date };

async function spanOf(month: string, timeZone: string): Promise<Span> {
  const [from, to] = await midnightsOf([`${month}-01`, `${monthAfter(month)}-01`], timeZone);
  if (from === undefined || to === undefined) throw new Error("two days made no two moments");
  return { month, from, to };
}

const sumsOf = (rows: readonly ModelSums[]): Sums[] =>
  rows
    .filter(({ bucket }) => bucket === "priced")
    .map(({ team, agent, provider, model, calls, ...row }) => ({
      team: team ?? "",
      agent,
      provider,
      model,
      calls,
      inputTokens: BigInt(row.inputTokens),
      outputTokens: BigInt(row.outputTokens),
      costPicoUsd: BigInt(row.costPicoUsd),
    }));

/** The month to be closed next, if it is over and settled. */
async function dueMonth(tx: PrismaTx | null, timeZone: string, now: Date): Promise<Span | null> {
  const [last, since] = [await store.lastClosed(tx), await recordedSince()];
  if (since === null) return null;
  const span = await spanOf(last === null ? monthOf(since, timeZone) : monthAfter(last), timeZone);
  const waited = now.getTime() - span.to.getTime();
  if (waited < WAIT_MS) return null;
  return waited < MOST_MS && (await isUnsettledBefore(span.to)) ? null : span;
}

async function draw(tx: PrismaTx, { month, from, to }: Span, timeZone: string) {
  const since = await recordedSince();
  const months = monthsBetween(since === null ? month : monthOf(since, timeZone), month).slice(-CORRECTED_MONTHS - 1, -1);
  const rows = await sumsByModel(from, to);
  const stated = Map.groupBy(await store.listStated(tx, months), (line) => line.month);
  const earlier = await Promise.all(
    months.map(async (one) => {
      const span = await spanOf(one, timeZone);
      return { month: one, counted: sumsOf(await sumsByModel(span.from, span.to)), stated: stated.get(one) ?? [] };
    }),
  );
  const unknown = Map.groupBy(
    rows.filter(({ bucket }) => bucket === "unpriced" || bucket === "missing"),
    ({ team }) => team ?? "",
  );
  return { drawn: drawStatements(month, sumsOf(rows), earlier), unknown };
}

const teamWords = (team: string) => (team === "" ? "what no team is charged with" : team);

/** Tells an owner that a statement waits for them. */
const noticeOf = (id: string, ownerId: string, month: string, { team, totalPicoUsd }: Drawn) => ({
  kind: "statement.closed",
  subject: { type: "statement", id },
  recipients: [{ personId: ownerId, because: `you own most of the agents of ${teamWords(team)}` }],
  important: false,
  title: `The statement of ${teamWords(team)} for ${monthWords(month)} waits for you`,
  body: `Calls of models cost ${usdWords(microTogether([totalPicoUsd])[0] ?? "0")}. Acknowledge it, or say what is wrong with it.`,
  path: `/spend/statements/${id}`,
  groupKey: `statement:${month}`,
  dedupeKey: `statement:${id}`,
});

/** Closes a month for every team: its lines are written once, and its owner is told. */
async function closeMonth(tx: PrismaTx, span: Span, timeZone: string, now: Date): Promise<void> {
  const { month, from, to } = span;
  const { drawn, unknown } = await draw(tx, span, timeZone);
  const owners = await store.listTeamOwners(tx);
  // A month without any cost is closed too, so that the next one comes after it.
  const all = (drawn.length === 0 ? [{ team: "", lines: [], totalPicoUsd: 0n }] : drawn).map((one) => ({
    ...one,
    id: newId("statement"),
    ownerId: owners.get(one.team) ?? null,
  }));
  await store.insertStatements(
    tx,
    all.map(({ id, team, ownerId, lines, totalPicoUsd }) => ({
      id,
      month,
      team,
      ownerId,
      closedAt: now,
      startsAt: from,
      endsAt: to,
      totalPicoUsd: totalPicoUsd.toString(),
      unknownCalls: (unknown.get(team) ?? []).reduce((sum, { calls }) => sum + calls, 0),
      state: lines.length === 0 ? "acknowledged" : "to_acknowledge",
    })),
    all.flatMap(({ id, lines }) =>
      lines.map((line, place) => ({ ...line, statementId: id, place, costPicoUsd: line.costPicoUsd.toString() })),
    ),
  );
  await append(
    tx,
    ...all.map(({ id, totalPicoUsd, lines }) => ({
      kind: "statement.closed" as const,
      actor: entryActor(systemActor),
      subject: { type: "statement", id },
      occurredAt: now,
      data: { month, lines: lines.length, totalMicroUsd: microTogether([totalPicoUsd])[0] ?? "0" },
    })),
  );
  const notices = all.flatMap((one) => (one.ownerId === null ? [] : [noticeOf(one.id, one.ownerId, month, one)]));
  await notify(tx, notices, now);
}

/** Closes each month that is over and settled, oldest first. Workers do it one after the other. */
export async function closeMonths(now: Date): Promise<void> {
  const { timeZone } = await organisation();
  for (;;) {
    if ((await dueMonth(null, timeZone, now)) === null) return;
    await inTransaction(async (tx) => {
      await store.lockClosing(tx);
      const span = await dueMonth(tx, timeZone, now);
      if (span !== null) await closeMonth(tx, span, timeZone, now);
    });
  }
}

import { append, entryActor } from "@/server/audit/service";
import { listPeopleByIds, organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { settle } from "@/server/notifications/service";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { microTogether, midnightsOf, sumsByModel } from "@/server/spend/month-sums";
import { access } from "./access";
import { monthAfter, monthOf } from "./core/months";
import { STATES, type StatementState, stateAfter, type Verdict } from "./core/state";
import type { Named, Statement, StatementSummary, Statements } from "./schema";
import * as store from "./statement-store";

const SHOWN_MONTHS = 12;
const notFound = () => refuse("not_found", "There is no such statement.");

type People = ReadonlyMap<string, Named>;
async function peopleOf(rows: readonly Pick<store.StatementRow, "ownerId" | "stateById">[]): Promise<People> {
  const ids = [...new Set(rows.flatMap(({ ownerId, stateById }) => [ownerId, stateById].filter((id) => id !== null)))];
  return new Map((await listPeopleByIds(ids)).map(({ id, name }) => [id, { id, name }]));
}

function toSummary(actor: PersonActor, row: store.StatementRow, people: People): StatementSummary {
  const named = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  const state = row.state as StatementState;
  return {
    id: row.id,
    month: row.month,
    team: row.team === "" ? null : row.team,
    owner: named(row.ownerId),
    totalMicroUsd: microTogether([BigInt(row.totalPicoUsd.toFixed(0))])[0] ?? "0",
    state,
    stateAt: row.stateAt?.toISOString() ?? null,
    stateBy: named(row.stateById),
    reason: row.reason,
    can: {
      decide: state !== "acknowledged" && access.decide(actor, row),
      handOver: state !== "acknowledged" && access.handOver(actor),
    },
  };
}

/** Every team's statements of the last months, and what this month costs so far. */
export async function listStatements(actor: PersonActor): Promise<Result<Statements>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you statements.");
  const now = clock.now();
  const { timeZone } = await organisation();
  const openMonth = monthOf(now, timeZone);
  const months = await store.listClosed(SHOWN_MONTHS);
  const [rows, [from, to]] = await Promise.all([
    store.listStatements(months),
    midnightsOf([`${openMonth}-01`, `${monthAfter(openMonth)}-01`], timeZone),
  ]);
  const open = from === undefined || to === undefined ? [] : (await sumsByModel(from, to)).filter(({ bucket }) => bucket === "priced");
  const people = await peopleOf(rows);
  const names = [...new Set([...rows.map(({ team }) => team), ...open.map(({ team }) => team ?? "")])];
  names.sort((a, b) => Number(a === "") - Number(b === "") || a.localeCompare(b));
  const openCosts = names.map((name) =>
    open.filter(({ team }) => (team ?? "") === name).reduce((sum, { costPicoUsd }) => sum + BigInt(costPicoUsd), 0n),
  );
  const openMicros = microTogether(openCosts);
  const byKey = new Map(rows.map((row) => [`${row.month} ${row.team}`, row]));
  return ok({
    asOf: now.toISOString(),
    timeZone,
    openMonth,
    months,
    teams: names.map((name, i) => ({
      team: name === "" ? null : name,
      openMicroUsd: openMicros[i] ?? "0",
      statements: months.map((month) => {
        const row = byKey.get(`${month} ${name}`);
        return row === undefined ? null : toSummary(actor, row, people);
      }),
    })),
  });
}

/** One statement with its lines; what is shown adds up. */
export async function readStatement(actor: PersonActor, id: string): Promise<Result<Statement>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you statements.");
  const row = await store.findStatement(id);
  if (row === null) return notFound();
  const { name, timeZone } = await organisation();
  const micros = microTogether(row.lines.map(({ costPicoUsd }) => BigInt(costPicoUsd.toFixed(0))));
  const lines = row.lines.map(({ month, agent, provider, model, calls, inputTokens, outputTokens }, i) => ({
    month,
    agent,
    provider,
    model,
    calls,
    inputTokens: inputTokens.toString(),
    outputTokens: outputTokens.toString(),
    costMicroUsd: micros[i] ?? "0",
  }));
  const sum = (some: readonly { costMicroUsd: string }[]) => some.reduce((all, one) => all + BigInt(one.costMicroUsd), 0n).toString();
  const usage = lines.filter(({ month }) => month === row.month);
  const corrections = lines.filter(({ month }) => month !== row.month);
  return ok({
    ...toSummary(actor, row, await peopleOf([row])),
    totalMicroUsd: sum(lines),
    organisation: name,
    timeZone,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    closedAt: row.closedAt.toISOString(),
    unknownCalls: row.unknownCalls,
    lines: usage.map(({ month: _, ...line }) => line),
    corrections,
    usageMicroUsd: sum(usage),
    correctionsMicroUsd: sum(corrections),
  });
}

const VERDICT_WORDS = { acknowledge: "Acknowledged", dispute: "Disputed" } as const;
const ENTRY = { acknowledge: "statement.acknowledged", dispute: "statement.disputed" } as const;

/** What its owner says of a statement: acknowledged, or disputed with a reason. Said once; two who say it at a time, one is heard. */
async function decide(actor: PersonActor, id: string, verdict: Verdict, reason: string | null, now: Date): Promise<Result<{ id: string }>> {
  const row = await store.findStatement(id);
  if (row === null || !access.read(actor)) return notFound();
  if (!access.decide(actor, row))
    return refuse("forbidden", "Only its owner says whether a statement is right. An operator can hand it over.");
  const from = STATES.filter((state) => stateAfter(state, verdict) !== null);
  const to = stateAfter(row.state as StatementState, verdict);
  if (to === null) return refuse("conflict", `The statement is ${row.state === "acknowledged" ? "acknowledged" : "disputed"} already.`);
  return inTransaction(async (tx) => {
    if (!(await store.moveStatement(tx, row, { from, to, reason }, actor.id, now))) {
      return refuse("conflict", "Someone else said something of this statement meanwhile. Look at it again.");
    }
    await append(tx, {
      kind: ENTRY[verdict],
      actor: entryActor(actor),
      subject: { type: "statement", id },
      occurredAt: now,
      data: { month: row.month, from: row.state, to },
    });
    await settle(tx, { type: "statement", id }, `${VERDICT_WORDS[verdict]} by ${actor.name}`, now);
    return ok({ id });
  });
}

export const acknowledge = (actor: PersonActor, id: string, now: Date = clock.now()) => decide(actor, id, "acknowledge", null, now);
export const dispute = (actor: PersonActor, id: string, reason: string, now: Date = clock.now()) =>
  decide(actor, id, "dispute", reason, now);

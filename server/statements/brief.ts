import { append, entryActor } from "@/server/audit/service";
import { readMonthBudget } from "@/server/budgets/month-budget";
import type { BudgetNow } from "@/server/budgets/schema";
import { organisation } from "@/server/identity/service";
import { usdWords } from "@/server/kernel/money";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { configuredChannels, notify } from "@/server/notifications/service";
import { type Actor, type PersonActor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import type { MonthForecast } from "@/server/spend/forecast-schema";
import { forecastMonth } from "@/server/spend/forecasts";
import type { Spend } from "@/server/spend/schema";
import { exploreSpend } from "@/server/spend/service";
import { access } from "./access";
import type { Brief, BriefChoiceInput, Every } from "./brief-schema";
import * as store from "./brief-store";
import { briefSentences, budgetStanding } from "./core/brief-words";
import { monthWords } from "./core/months";
import { nextSending } from "./core/sending-time";
import { countByState } from "./statement-store";

type Facts = Omit<Brief, "sent" | "canBeSent" | "hasEmail">;

const bare = (month: string) => monthWords(month).split(" ")[0] ?? "";
const unknownOf = ({ unpriced, missing }: Spend) => unpriced.reduce((sum, { calls }) => sum + calls, missing.calls);

/** Where the month's budget stands: passed already, or on which day by the forecast. */
function budgetOf(budget: BudgetNow | null, { ahead, spentSoFarMicroUsd, today }: MonthForecast): Brief["budget"] {
  if (budget === null) return null;
  const left = BigInt(budget.limit) - BigInt(spentSoFarMicroUsd);
  const isPassed = left < 0n || budget.remaining === "0";
  const day = ahead?.days.find(({ sumMicroUsd }) => BigInt(sumMicroUsd) > left)?.day ?? null;
  return { limitMicroUsd: budget.limit, isPassed, passes: isPassed ? today : day };
}

/** The month so far in figures and three sentences; for a reader, or for Reeve itself when it sends them. */
async function factsFor(actor: Actor): Promise<Result<Facts>> {
  const [spend, month, states, { name }, monthBudget] = await Promise.all([
    exploreSpend(actor, { span: "month", by: "team" }),
    forecastMonth(actor, { by: "team" }),
    countByState(),
    organisation(),
    readMonthBudget(clock.now()),
  ]);
  if (!spend.ok) return spend;
  if (!month.ok) return month;
  const { total, before, movers, groups, days, recordedSince } = spend.value;
  const { ahead, beforeMicroUsd } = month.value;
  const own = (days[0] ?? month.value.today).slice(0, 7);
  const isWhole = beforeMicroUsd.every((day) => day !== null);
  const mover = movers.find(({ dimension, key }) => dimension === "agent" && key !== null);
  const [toAcknowledge, disputed] = [states.get("to_acknowledge") ?? 0, states.get("disputed") ?? 0];
  const budget = budgetOf(monthBudget, month.value);
  const sentences = briefSentences({
    budget,
    monthName: bare(own),
    spentMicroUsd: total.costMicroUsd,
    before: before === null ? null : { microUsd: before.costMicroUsd, monthName: bare(before.from.slice(0, 7)) },
    mover: mover?.key ? { name: mover.key, differenceMicroUsd: mover.differenceMicroUsd } : null,
    ahead: ahead === null ? null : { ...ahead, isThin: ahead.basis.isThin, days: ahead.basis.days },
    lastMonthMicroUsd: isWhole ? beforeMicroUsd.reduce((sum, day) => sum + BigInt(day ?? "0"), 0n).toString() : null,
    unknownCalls: unknownOf(spend.value),
    toAcknowledge,
    disputed,
  });
  const perDay = days.map((day, i) => ({
    day,
    microUsd:
      recordedSince === null || day < recordedSince
        ? null
        : groups.reduce((sum, { perDayMicroUsd }) => sum + BigInt(perDayMicroUsd[i] ?? "0"), 0n).toString(),
  }));
  return ok({
    asOf: spend.value.asOf,
    timeZone: spend.value.timeZone,
    organisation: name,
    monthName: monthWords(own),
    sentences,
    spentMicroUsd: total.costMicroUsd,
    beforeMicroUsd: before?.costMicroUsd ?? null,
    budget,
    ahead: ahead === null ? null : { totalMicroUsd: ahead.totalMicroUsd, lowMicroUsd: ahead.lowMicroUsd, highMicroUsd: ahead.highMicroUsd },
    unknownCalls: unknownOf(spend.value),
    toAcknowledge,
    disputed,
    days: perDay,
    teams: groups.map(({ key, costMicroUsd, beforeMicroUsd: was }) => ({ team: key, microUsd: costMicroUsd, beforeMicroUsd: was })),
  });
}

/** The page of spend for executives, and whether this reader is sent it. */
export async function readBrief(actor: PersonActor): Promise<Result<Brief>> {
  const facts = await factsFor(actor);
  if (!facts.ok) return facts;
  const choice = access.beSent(actor) ? await store.findChoice(actor.id) : null;
  return ok({
    ...facts.value,
    sent: choice === null ? null : { every: choice.every as Every, timeZone: choice.timeZone, nextAt: choice.nextAt.toISOString() },
    canBeSent: access.beSent(actor),
    hasEmail: configuredChannels().email,
  });
}

/** How often an executive is sent the brief, in their own zone; null is never. */
export async function chooseBrief(
  actor: PersonActor,
  { every, timeZone }: BriefChoiceInput,
  now: Date = clock.now(),
): Promise<Result<void>> {
  if (!access.beSent(actor)) return refuse("forbidden", "Only executives are sent the brief.");
  return inTransaction(async (tx) => {
    if (every === null) await store.removeChoice(tx, actor.id);
    else await store.saveChoice(tx, { personId: actor.id, every, timeZone, nextAt: nextSending(every, timeZone, now) });
    await append(tx, {
      kind: "brief.chosen",
      actor: entryActor(actor),
      subject: { type: "person", id: actor.id },
      occurredAt: now,
      data: { every: every ?? "never" },
    });
    return ok(undefined);
  });
}

function bodyOf({ sentences, spentMicroUsd, ahead, budget, unknownCalls, toAcknowledge, disputed, teams }: Facts): string {
  const figures = [
    `Spent so far: ${usdWords(spentMicroUsd)}`,
    ahead === null ? "Expected by the month's end: too little on record" : `Expected by the month's end: ${usdWords(ahead.totalMicroUsd)}`,
    budget === null
      ? "Budget of the month: none is set"
      : `Budget of the month: ${usdWords(budget.limitMicroUsd)}, ${budgetStanding(budget)}`,
    `Calls without a known cost: ${unknownCalls}`,
    `Statements to acknowledge: ${toAcknowledge}, disputed: ${disputed}`,
  ];
  const most = teams.slice(0, 5).map(({ team, microUsd }) => `${team ?? "No team"}: ${usdWords(microUsd)}`);
  return [...sentences, "", ...figures, "", "By team", ...most].join("\n");
}

/** Sends the brief to every executive whom it is due to, once, and sets the next time. A time that was missed is not made up for. */
export async function sendBriefs(now: Date): Promise<void> {
  const due = await store.listDue(now);
  if (due.length === 0) return;
  const facts = await factsFor(systemActor);
  if (!facts.ok) return;
  for (const choice of due) {
    const every = choice.every as Every;
    await inTransaction(async (tx) => {
      if (!(await store.moveOn(tx, choice, nextSending(every, choice.timeZone, now)))) return;
      await notify(
        tx,
        [
          {
            kind: "brief.sent",
            subject: { type: "brief", id: choice.personId },
            recipients: [{ personId: choice.personId, because: `you chose to be sent it ${every}` }],
            channels: ["inbox", "email"],
            important: false,
            title: `Spend, ${facts.value.monthName}: ${usdWords(facts.value.spentMicroUsd)} so far`,
            body: bodyOf(facts.value),
            path: "/spend/brief",
            groupKey: "brief",
            dedupeKey: `brief:${choice.personId}:${choice.nextAt.getTime()}`,
          },
        ],
        now,
      );
    });
  }
}

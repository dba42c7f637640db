import { readAttainment } from "@/server/approvals/attainment";
import { countQueue } from "@/server/approvals/queue";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { readGaps } from "@/server/maturity/gaps";
import { readTrend } from "@/server/maturity/history";
import { readRoadmap } from "@/server/maturity/roadmap";
import type { Gaps, Roadmap, Scorecard, SnapshotRow } from "@/server/maturity/schema";
import { readScorecard } from "@/server/maturity/service";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { readBrief } from "@/server/statements/brief";
import { access } from "./access";
import { fallsOf, severityOf, sharesOf } from "./core/home";
import type { Home, HomeAttainment, HomeMaturity, HomeSpend } from "./home-schema";

const DAYS = 30;
const TREND_DAYS = 14;
const SHOWN = 5;

const told = <T>(answer: Result<T>): T | null => (answer.ok ? answer.value : null);

async function spendOf(actor: PersonActor): Promise<HomeSpend | null> {
  const brief = told(await readBrief(actor));
  if (brief === null) return null;
  const { asOf, monthName, spentMicroUsd, beforeMicroUsd, ahead, budget, days, unknownCalls } = brief;
  return { asOf, monthName, spentMicroUsd, beforeMicroUsd, ahead, budget, days, unknownCalls };
}

async function attainmentOf(actor: PersonActor): Promise<HomeAttainment | null> {
  const [answer, queue] = await Promise.all([readAttainment(actor, { range: { days: DAYS } }), countQueue(actor)]);
  const [attainment, waiting] = [told(answer), told(queue)];
  if (attainment === null || waiting === null) return null;
  const { inTime, late, expired, overdue } = attainment.counts;
  return {
    inTime,
    measured: inTime + late + expired + overdue,
    shares: sharesOf(attainment.steps),
    waiting: waiting.all,
    pastDue: waiting.breached,
    dueWithinHour: waiting.dueWithinHour,
  };
}

function maturityOf(card: Scorecard | null, trend: readonly SnapshotRow[]): HomeMaturity | null {
  if (card === null || card.standing === null) return null;
  const { at, rubricVersion, level, score, path, rows } = card.standing;
  const falls = fallsOf(trend).map(({ id, from, to }) => ({ name: rows.find((row) => row.id === id)?.name ?? id, from, to }));
  return { at, rubricVersion, organisation: card.organisation, level, score, path, falls };
}

function risksOf(gaps: Gaps | null, roadmap: Roadmap | null): Home["risks"] {
  if (gaps === null || gaps.at === null) return null;
  const planned = new Map(roadmap?.items.filter(({ outcome }) => outcome === null).map((item) => [item.criterion, item]));
  const rows = gaps.rows.slice(0, SHOWN).map(({ criterion: { id, text, dimension, risk } }) => {
    const item = planned.get(id);
    const by = { owner: item?.owner.name ?? null, dueOn: item?.dueOn ?? null, isLate: item?.isLate ?? false };
    return { id, text, dimension, severity: severityOf(risk), ...by };
  });
  return { total: gaps.rows.length, rows };
}

/** Spend, maturity, how people keep up, and what is worth closing first: each from where its own page has it. */
export async function readHome(actor: PersonActor): Promise<Result<Home>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the overview.");
  const now = clock.now();
  const [spend, attainment, card, gaps, roadmap, trend] = await Promise.all([
    spendOf(actor),
    attainmentOf(actor),
    readScorecard(actor),
    readGaps(actor),
    readRoadmap(actor, now),
    readTrend(actor, TREND_DAYS, now),
  ]);
  return ok({
    asOf: now.toISOString(),
    days: DAYS,
    spend,
    attainment,
    maturity: maturityOf(told(card), told(trend) ?? []),
    risks: risksOf(told(gaps), told(roadmap)),
  });
}

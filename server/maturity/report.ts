import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { readBrief } from "@/server/statements/brief";
import type { Brief } from "@/server/statements/brief-schema";
import { budgetWords } from "@/server/statements/words";
import { prepareReason, STATE_WORDS, verdictWords } from "./core/card-words";
import { dayOf } from "./core/days";
import { headlineOf, holdsOf, leadOf } from "./core/report-words";
import { DIMENSIONS } from "./core/rubric";
import { STATES } from "./core/state";
import { readGaps } from "./gaps";
import { readTrend } from "./history";
import type { Report, ReportDisagreement, ReportRisk, ReportSpend, ReportWaiver } from "./report-schema";
import { readReviews } from "./reviews";
import { readRoadmap } from "./roadmap";
import { CRITERIA, RUBRIC } from "./rubrics";
import type { Gaps, ItemRow, Reviews, Roadmap, SnapshotRow } from "./schema";
import { readScorecard } from "./service";

const DAY_MS = 86_400_000;
/** Thirteen weeks, as the scorecard's own trend. */
const TREND_DAYS = 91;
const LATELY_MS = 7 * DAY_MS;
/** A waiver that ends within so many days is worth a decision now. */
const NEAR_DAYS = 30;
/** More than this is no report but a list; the pages have them all. */
const MOST = { risks: 8, disagreements: 4, waivers: 6, exclusions: 6, items: 16, teams: 6 } as const;

const textOf = (subject: string): string => CRITERIA.get(subject)?.text ?? DIMENSIONS[subject as keyof typeof DIMENSIONS] ?? subject;

function risksOf({ rows }: Gaps, { items }: Roadmap): ReportRisk[] {
  const open = new Map(items.filter(({ outcome }) => outcome === null).map((item) => [item.criterion, item]));
  return rows.slice(0, MOST.risks).map(({ rank, criterion, priority }) => {
    const { id, dimension, level, text, action, risk, impact, effort } = criterion;
    const item = open.get(id);
    const by = { owner: item?.owner ?? null, dueOn: item?.dueOn ?? null };
    return { rank, id, dimension, level, text, action, why: prepareReason({ criterion }), risk, impact, effort, priority, ...by };
  });
}

const disagreementsOf = ({ rounds }: Reviews): ReportDisagreement[] =>
  rounds
    .filter(({ state }) => state === "disagreed")
    .map(({ subject, completedAt, openedAt, assessments }) => ({
      subject,
      text: textOf(subject),
      since: completedAt ?? openedAt,
      verdicts: assessments.map(({ by, verdict, rationale }) => ({
        by,
        verdict: verdictWords(verdict, CRITERIA.has(subject)),
        rationale: rationale ?? "",
      })),
    }));

/** Those that stand, the first to end first. Their end is the midnight after their last day. */
const waiversOf = ({ waivers }: Reviews, now: Date, timeZone: string): ReportWaiver[] =>
  waivers
    .filter(({ isStanding }) => isStanding)
    .toSorted((a, b) => Date.parse(a.until) - Date.parse(b.until))
    .map(({ criterion, owner, reason, until, isStale }) => {
      const daysLeft = Math.floor((Date.parse(until) - now.getTime()) / DAY_MS);
      const last = dayOf(new Date(Date.parse(until) - 1), timeZone);
      return { criterion, text: textOf(criterion), owner, reason, until: last, daysLeft, isNearEnd: daysLeft <= NEAR_DAYS, isStale };
    });

const exclusionsOf = ({ exclusions }: Reviews): Report["exclusions"] =>
  exclusions
    .filter(({ ended }) => ended === null)
    .flatMap(({ criterion, reason, proposed, confirmed }) =>
      confirmed === null ? [] : [{ criterion, text: textOf(criterion), reason, by: proposed.by, confirmedBy: confirmed.by }],
    );

/** Items by their quarters. */
function quartersOf(items: readonly ItemRow[]): Report["roadmap"]["quarters"] {
  return [...Map.groupBy(items, ({ quarter }) => quarter)].map(([quarter, some]) => ({
    quarter,
    items: some.map(({ criterion, text, owner, dueOn, expectedGain, state, outcome, isLate }) => {
      return { criterion, text, owner, dueOn, expectedGain, state, isDone: outcome === "done", isLate };
    }),
  }));
}

const toSpend = ({
  asOf,
  monthName,
  sentences,
  spentMicroUsd,
  beforeMicroUsd,
  ahead,
  budget,
  unknownCalls,
  teams,
}: Brief): ReportSpend => ({
  asOf,
  monthName,
  sentences,
  spentMicroUsd,
  beforeMicroUsd,
  forecast: ahead,
  budgetMicroUsd: budget?.limitMicroUsd ?? null,
  budgetWords: budget === null ? null : budgetWords(budget),
  unknownCalls,
  teams: teams.slice(0, MOST.teams),
});

function latelyOf(trend: readonly SnapshotRow[]): number | null {
  const last = trend.at(-1);
  const weekAgo = trend.findLast(({ at }) => last !== undefined && Date.parse(at) <= Date.parse(last.at) - LATELY_MS);
  return last === undefined || weekAgo === undefined ? null : last.score - weekAgo.score;
}

const brief = ({ day, level, score }: SnapshotRow) => ({ day, level, score });

/** What a board reads, out of the newest snapshot and what stands beside it; null before the first evaluation. */
export async function readReport(actor: PersonActor, now: Date = clock.now()): Promise<Result<Report | null>> {
  const [card, gaps, reviews, roadmap, past, spend] = await Promise.all([
    readScorecard(actor),
    readGaps(actor),
    readReviews(actor, now),
    readRoadmap(actor, now),
    readTrend(actor, TREND_DAYS, now),
    readBrief(actor),
  ]);
  if (!card.ok) return card;
  if (!gaps.ok) return gaps;
  if (!reviews.ok) return reviews;
  if (!roadmap.ok) return roadmap;
  if (!past.ok) return past;
  const trend = past.value;
  const { organisation, timeZone, standing, targets: all } = card.value;
  if (standing === null) return ok(null);
  const { id, day, at, measuredAt, digest, level, score, states, rows, criteria, path, rubricVersion } = standing;
  const targets = all.filter(({ subject, scope }) => subject === "ALL" && scope === "").toSorted((a, b) => a.level - b.level);
  const first = trend.length > 1 ? (trend[0] ?? null) : null;
  const then = new Map(first?.dimensions.map((one) => [one.id, one.score]));
  const [disagreements, waivers] = [disagreementsOf(reviews.value), waiversOf(reviews.value, now, timeZone)];
  const exclusions = exclusionsOf(reviews.value);
  const items = roadmap.value.items.filter(({ outcome }) => outcome !== "dropped");
  const computed = RUBRIC.criteria.filter(({ check }) => check.type === "auto").length;
  return ok({
    organisation,
    timeZone,
    madeAt: now.toISOString(),
    today: dayOf(now, timeZone),
    rubricVersion,
    criteria: { all: criteria.length, computed, attested: RUBRIC.criteria.length - computed },
    snapshot: { id, day, at, measuredAt, digest },
    headline: headlineOf(level),
    lead: leadOf({ organisation, level, since: first, dimensions: rows, path, targets }),
    level,
    score,
    targets,
    since: first === null ? null : brief(first),
    lately: latelyOf(trend),
    trend: trend.map(brief),
    inventedUntil: trend.findLast(({ isInvented }) => isInvented)?.day ?? null,
    dimensions: rows.map((row) => ({
      ...{ id: row.id, name: row.name, isCore: row.isCore, level: row.level, score: row.score, target: row.target },
      before: then.get(row.id) ?? null,
      holds: holdsOf(row, criteria),
    })),
    states: STATES.map((state) => ({ state, words: STATE_WORDS[state], count: states[state], share: states[state] / criteria.length })),
    risks: risksOf(gaps.value, roadmap.value),
    gaps: gaps.value.rows.length,
    disagreements: disagreements.slice(0, MOST.disagreements),
    waivers: waivers.slice(0, MOST.waivers),
    exclusions: exclusions.slice(0, MOST.exclusions),
    roadmap: { quarters: quartersOf(items.slice(0, MOST.items)), whenDone: roadmap.value.whenDone },
    more: {
      disagreements: Math.max(0, disagreements.length - MOST.disagreements),
      waivers: Math.max(0, waivers.length - MOST.waivers),
      exclusions: Math.max(0, exclusions.length - MOST.exclusions),
      items: Math.max(0, items.length - MOST.items),
    },
    spend: spend.ok ? toSpend(spend.value) : null,
  });
}

/** What says that there is nothing to report yet. */
export const NOTHING_YET = refuse("not_found", "Nothing was evaluated yet. It is done within a minute of the start.");

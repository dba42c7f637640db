import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access, rightsOf } from "./access";
import { listRounds, type RoundRecord } from "./assessment-store";
import { roundState, standingVerdict, validUntilOf } from "./core/state";
import { type Figures, figuresOf, readFigures } from "./figures";
import { type NameOf, namesOf } from "./people";
import { CRITERIA } from "./rubrics";
import type { AssessmentRow, Evidence, ExclusionRow, Reviews, RoundRow, WaiverRow } from "./schema";
import { type ExclusionRecord, listExclusions, listWaivers, type WaiverRecord } from "./waiver-store";

type Reader = { readonly actor: PersonActor; readonly now: Date; readonly named: NameOf };

function evidenceOf({ evidenceLink, evidenceName, evidenceDigest }: RoundRecord["assessments"][number]): Evidence | null {
  if (evidenceLink !== null) return { link: evidenceLink };
  return evidenceName === null || evidenceDigest === null ? null : { fileName: evidenceName, digest: evidenceDigest };
}

/** One verdict as somebody may see it: until both are in, only its author knows what it says. Evidence would tell, too: only what is met needs any. */
function toAssessment(one: RoundRecord["assessments"][number], isOpen: boolean, { actor, named }: Reader): AssessmentRow {
  const isHidden = isOpen && one.authorId !== actor.id;
  return {
    by: named(one.authorId),
    at: one.at.toISOString(),
    evidence: isHidden ? null : evidenceOf(one),
    verdict: isHidden ? null : one.verdict,
    rationale: isHidden ? null : one.rationale,
    validUntil: isHidden ? null : (one.validUntil?.toISOString() ?? null),
  };
}

function toRound(round: RoundRecord, reader: Reader): RoundRow {
  const { id, subject, openedAt, completedAt, assessments, resolved, resolution, resolvedById, resolvedAt } = round;
  const state = roundState(round);
  const isOpen = state === "waiting";
  const isOther = !assessments.some(({ authorId }) => authorId === reader.actor.id);
  const mayJudge = access.assess(reader.actor) && isOther;
  const isSettled = resolved !== null && resolution !== null && resolvedById !== null && resolvedAt !== null;
  return {
    id,
    subject,
    state,
    openedAt: openedAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
    verdict: standingVerdict(round),
    validUntil: isOpen ? null : (validUntilOf(round)?.toISOString() ?? null),
    assessments: assessments.map((one) => toAssessment(one, isOpen, reader)),
    resolution: isSettled ? { verdict: resolved, reason: resolution, by: reader.named(resolvedById), at: resolvedAt.toISOString() } : null,
    can: { assess: isOpen && mayJudge, resolve: state === "disagreed" && mayJudge },
  };
}

function toWaiver(waiver: WaiverRecord, { actor, now, named }: Reader, figures: Figures): WaiverRow {
  const { id, criterion, ownerId, reason, until, byId, at, revokedAt, revokedById } = waiver;
  const known = CRITERIA.get(criterion);
  const isStanding = revokedAt === null && until > now;
  return {
    id,
    criterion,
    owner: named(ownerId),
    reason,
    until: until.toISOString(),
    by: named(byId),
    at: at.toISOString(),
    revoked: revokedAt === null || revokedById === null ? null : { by: named(revokedById), at: revokedAt.toISOString() },
    isStanding,
    isStale: isStanding && known !== undefined && figuresOf(figures, known).risk > waiver.risk,
    can: { revoke: isStanding && access.waive(actor) },
  };
}

function toExclusion(exclusion: ExclusionRecord, { actor, named }: Reader): ExclusionRow {
  const { id, criterion, reason, proposedById, proposedAt, confirmedById, confirmedAt, endedById, endedAt } = exclusion;
  const said = (who: string | null, at: Date | null) => (who === null || at === null ? null : { by: named(who), at: at.toISOString() });
  const may = endedAt === null && access.exclude(actor);
  return {
    id,
    criterion,
    reason,
    proposed: { by: named(proposedById), at: proposedAt.toISOString() },
    confirmed: said(confirmedById, confirmedAt),
    ended: said(endedById, endedAt),
    can: { confirm: may && confirmedAt === null && proposedById !== actor.id, end: may },
  };
}

/** What people said of one criterion or dimension, or of all, newest first. */
export async function reviewsOf(actor: PersonActor, subject: string | undefined, now: Date): Promise<Omit<Reviews, "can">> {
  const [rounds, waivers, exclusions, figures] = await Promise.all([
    listRounds(subject),
    listWaivers(subject),
    listExclusions(subject),
    readFigures(),
  ]);
  const named = await namesOf([
    ...rounds.flatMap(({ resolvedById, assessments }) => [resolvedById, ...assessments.map(({ authorId }) => authorId)]),
    ...waivers.flatMap(({ ownerId, byId, revokedById }) => [ownerId, byId, revokedById]),
    ...exclusions.flatMap(({ proposedById, confirmedById, endedById }) => [proposedById, confirmedById, endedById]),
  ]);
  const reader = { actor, now, named };
  return {
    rounds: rounds.map((round) => toRound(round, reader)),
    waivers: waivers.map((waiver) => toWaiver(waiver, reader, figures)),
    exclusions: exclusions.map((exclusion) => toExclusion(exclusion, reader)),
  };
}

/** What people said beside the checks: assessments and their differences, waivers, and what does not apply. */
export async function readReviews(actor: PersonActor, now: Date = clock.now()): Promise<Result<Reviews>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the maturity scorecard.");
  return ok({ ...(await reviewsOf(actor, undefined, now)), can: rightsOf(actor) });
}

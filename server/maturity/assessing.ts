import { append, entryActor } from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfJson } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import * as store from "./assessment-store";
import { type RoundState, roundState } from "./core/state";
import { restate } from "./evaluating";
import { CRITERIA } from "./rubrics";
import type { Evidence } from "./schema";

const DAY_MS = 86_400_000;

const REFUSED = {
  assess: refuse("forbidden", "Your role does not let you assess. An executive, an operator, an auditor or an administrator can."),
  own: refuse("conflict", "You have given your verdict. Somebody else gives the second one."),
  raced: refuse("conflict", "Somebody else gave the second verdict meanwhile. Look at it again."),
  unknown: refuse("not_found", "There is no such criterion."),
  computed: refuse("invalid_request", "This criterion is computed from what Reeve records: nobody attests it."),
  noRound: refuse("not_found", "There is no such assessment."),
} as const;

/** What became of the round: it waits for somebody else, or both verdicts are in. */
type Answer = { readonly id: string; readonly state: RoundState };

type Said = {
  readonly subject: string;
  readonly verdict: number;
  readonly rationale: string;
  readonly evidence: Evidence | null;
  readonly validUntil: Date | null;
};

function columnsOf(evidence: Evidence | null) {
  if (evidence === null) return { evidenceLink: null, evidenceName: null, evidenceDigest: null };
  if ("link" in evidence) return { evidenceLink: evidence.link, evidenceName: null, evidenceDigest: null };
  return { evidenceLink: null, evidenceName: evidence.fileName, evidenceDigest: evidence.digest };
}

/** The round that waits for a second verdict, or a new one: whoever comes first opens it, the other finds it. */
async function roundFor(tx: PrismaTx, subject: string, now: Date): Promise<store.RoundRecord> {
  const open = await store.findOpen(tx, subject);
  if (open !== null) return open;
  await store.openRound(tx, { id: newId("maturityRound"), subject, openedAt: now });
  const opened = await store.findOpen(tx, subject);
  if (opened === null) throw new Error("a round that was opened is not there");
  return opened;
}

/**
 * Takes one person's verdict. The first waits, unseen by others; the second, of somebody else, completes the round, and from then on
 * it counts: the lower of the two where they differ. The record holds what was said as a digest until then.
 */
async function say(actor: PersonActor, { subject, evidence, ...said }: Said, now: Date): Promise<Result<Answer>> {
  if (!access.assess(actor)) return REFUSED.assess;
  return inTransaction(async (tx) => {
    const round = await roundFor(tx, subject, now);
    if (round.assessments.some(({ authorId }) => authorId === actor.id)) return REFUSED.own;
    const place = round.assessments.length + 1;
    const row = { roundId: round.id, place, authorId: actor.id, at: now, ...said, ...columnsOf(evidence) };
    if (!(await store.insertAssessment(tx, row))) return REFUSED.raced;
    const entry = { actor: entryActor(actor), subject: { type: "maturity_round", id: round.id }, occurredAt: now };
    const digest = digestOfJson({ ...row, at: now.toISOString(), validUntil: said.validUntil?.toISOString() ?? null });
    await append(tx, { ...entry, kind: "maturity.assessed", data: { of: subject, place, digest } });
    if (place < 2) return ok({ id: round.id, state: "waiting" });
    await store.completeRound(tx, round.id, now);
    const verdicts = [...round.assessments.map(({ verdict }) => verdict), said.verdict];
    await append(tx, { ...entry, kind: "maturity.assessment_completed", data: { of: subject, verdicts } });
    await restate(tx, actor, now);
    return ok({ id: round.id, state: verdicts[0] === verdicts[1] ? "agreed" : "disagreed" });
  });
}

type Attestation = { criterion: string; isMet: boolean; rationale: string; evidence: Evidence | null; validDays: number };

/** Says of an attested criterion whether it holds, with evidence that is valid for some days: no longer than the rubric lets it be. */
export async function attest(actor: PersonActor, input: Attestation, now: Date = clock.now()): Promise<Result<Answer>> {
  const check = CRITERIA.get(input.criterion)?.check;
  if (check === undefined) return REFUSED.unknown;
  if (check.type !== "attest") return REFUSED.computed;
  const { criterion: subject, isMet, rationale, evidence, validDays } = input;
  if (validDays > check.validDays) {
    const message = `Evidence for this is valid for ${check.validDays} days at most.`;
    return refuse("invalid_request", message, { errors: [{ path: "validDays", message }] });
  }
  const validUntil = new Date(now.getTime() + validDays * DAY_MS);
  return say(actor, { subject, verdict: isMet ? 1 : 0, rationale, evidence, validUntil }, now);
}

/** Says at which level somebody sees a dimension. It stands beside what is computed and moves no score. */
export const assess = (
  actor: PersonActor,
  { dimension, level, rationale }: { dimension: string; level: number; rationale: string },
  now: Date = clock.now(),
): Promise<Result<Answer>> => say(actor, { subject: dimension, verdict: level, rationale, evidence: null, validUntil: null }, now);

/** Settles a difference, once, by somebody who is neither of the two; one of the two verdicts, or what lies between. */
export async function resolve(
  actor: PersonActor,
  { id, verdict, reason }: { id: string; verdict: number; reason: string },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.assess(actor)) return REFUSED.assess;
  const round = await store.findRound(id);
  if (round === null) return REFUSED.noRound;
  if (roundState(round) !== "disagreed") return refuse("conflict", "There is no open difference here. Look at it again.");
  if (round.assessments.some(({ authorId }) => authorId === actor.id)) {
    return refuse("forbidden", "You are one of the two who differ. Somebody else settles it.");
  }
  const verdicts = round.assessments.map((one) => one.verdict);
  if (verdict < Math.min(...verdicts) || verdict > Math.max(...verdicts)) {
    const message = "Choose one of the two verdicts, or what lies between them.";
    return refuse("invalid_request", message, { errors: [{ path: "verdict", message }] });
  }
  return inTransaction(async (tx) => {
    const resolution = { resolved: verdict, resolvedById: actor.id, resolvedAt: now, resolution: reason };
    if (!(await store.resolveRound(tx, id, resolution))) return refuse("conflict", "Somebody else settled it meanwhile. Look at it again.");
    await append(tx, {
      kind: "maturity.difference_resolved",
      actor: entryActor(actor),
      subject: { type: "maturity_round", id },
      occurredAt: now,
      data: { of: round.subject, verdicts, verdict },
    });
    await restate(tx, actor, now);
    return ok({ id });
  });
}

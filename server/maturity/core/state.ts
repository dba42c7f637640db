import type { Finding } from "./verdict";

/** What may be said of a criterion. Only `met` scores. */
export const STATES = ["met", "not_met", "insufficient_data", "expired", "waived", "not_applicable"] as const;
export type State = (typeof STATES)[number];

/** What the records of a criterion say beside its figures. */
export type Standing = {
  readonly finding: Finding | "expired";
  /** Someone accepted the risk for a time that is not over. */
  readonly isWaived: boolean;
  /** Two people said that it does not apply. */
  readonly isNotApplicable: boolean;
};

/** The state of a criterion. A waiver is worth naming where something is open, and lifts nothing; what is met stays met. */
export function stateOf({ finding, isWaived, isNotApplicable }: Standing): State {
  if (isNotApplicable) return "not_applicable";
  return isWaived && finding !== "met" ? "waived" : finding;
}

/** One person's blind verdict: 0 or 1 of a criterion, a level of a dimension. */
export type Assessed = { readonly authorId: string; readonly verdict: number; readonly validUntil: Date | null };

/** What two people said of the same thing, neither knowing the other's verdict. */
export type Round = {
  readonly assessments: readonly Assessed[];
  /** What was settled where they differed. */
  readonly resolved: number | null;
};

export const ROUND_STATES = ["waiting", "agreed", "disagreed", "resolved"] as const;
export type RoundState = (typeof ROUND_STATES)[number];

const verdictsOf = ({ assessments }: Round): readonly number[] => assessments.map(({ verdict }) => verdict);

export function roundState(round: Round): RoundState {
  const [first, second] = verdictsOf(round);
  if (first === undefined || second === undefined) return "waiting";
  if (first === second) return "agreed";
  return round.resolved === null ? "disagreed" : "resolved";
}

/** What counts of a round: nothing until both are in, then the lower of the two until a difference is resolved. */
export function standingVerdict(round: Round): number | null {
  if (roundState(round) === "waiting") return null;
  return round.resolved ?? Math.min(...verdictsOf(round));
}

/** Until when a round counts: its evidence runs out when the first of the two does. */
export function validUntilOf({ assessments }: Round): Date | null {
  const ends = assessments.flatMap(({ validUntil }) => (validUntil === null ? [] : [validUntil.getTime()]));
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

/** What an attested criterion says at a moment, by the newest round in which both are in. */
export function attestedFinding(newestComplete: Round | null, at: Date): Finding | "expired" {
  const verdict = newestComplete === null ? null : standingVerdict(newestComplete);
  if (newestComplete === null || verdict === null) return "insufficient_data";
  const until = validUntilOf(newestComplete);
  if (until !== null && until <= at) return "expired";
  return verdict > 0 ? "met" : "not_met";
}

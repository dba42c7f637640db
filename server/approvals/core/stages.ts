import type { Verdict } from "./verdict";

/** A stage as it was planned: whom it asks, by id, and how many of them must approve. Nobody named means every approver. */
export type PlannedStage = {
  readonly name: string;
  readonly groupIds: readonly string[];
  readonly personIds: readonly string[];
  readonly onCallIds: readonly string[];
  readonly quorum: number;
  /** Open minutes of the request's calendar, from the moment the stage opens. */
  readonly dueMinutes: number;
};

/** The stage of a request from before there were stages: any approver, one of them. */
export const ONE_APPROVER: PlannedStage = { name: "Approval", groupIds: [], personIds: [], onCallIds: [], quorum: 1, dueMinutes: 240 };

/** What became of a vote; null while its author may still undo it. */
export const VOTE_OUTCOMES = ["effective", "undone", "void"] as const;
export type VoteOutcome = (typeof VOTE_OUTCOMES)[number];

/** A vote as far as counting needs it. */
export type CastVote = {
  readonly id: string;
  readonly stage: number;
  readonly personId: string;
  readonly onBehalfOfId: string | null;
  readonly verdict: Verdict;
  readonly effectiveAt: Date;
  /** Set where the single-operator mode let one person do what takes two: such a vote fills its stage. */
  readonly waived: string | null;
  readonly outcome: VoteOutcome | null;
};

const isLive = (vote: CastVote): boolean => vote.outcome === null || vote.outcome === "effective";

export type Tally = {
  /** How many more people may decide the stage. */
  readonly slots: number;
  readonly voterIds: readonly string[];
  /** When the next vote takes effect, if one waits. */
  readonly settlesAt: Date | null;
};

/** What the votes so far leave of a stage. Votes of other stages, undone and void ones count for nothing. */
export function tally(stage: number, quorum: number, votes: readonly CastVote[]): Tally {
  const live = votes.filter((vote) => vote.stage === stage && isLive(vote));
  const isFull = live.some((vote) => vote.verdict === "reject" || vote.waived !== null);
  const waiting = live.filter((vote) => vote.outcome === null).map((vote) => vote.effectiveAt.getTime());
  return {
    slots: isFull ? 0 : Math.max(0, quorum - live.length),
    voterIds: [...new Set(live.flatMap((vote) => (vote.onBehalfOfId === null ? [vote.personId] : [vote.personId, vote.onBehalfOfId])))],
    settlesAt: waiting.length === 0 ? null : new Date(Math.min(...waiting)),
  };
}

/** What the votes in effect make of a stage: one rejection ends it, a quorum of approvals passes it, else it stays open. */
export function stageOutcome(stage: number, quorum: number, votes: readonly CastVote[]): "rejected" | "passed" | "open" {
  const effective = votes.filter((vote) => vote.stage === stage && vote.outcome === "effective");
  if (effective.some((vote) => vote.verdict === "reject")) return "rejected";
  return effective.length >= quorum || effective.some((vote) => vote.waived !== null) ? "passed" : "open";
}

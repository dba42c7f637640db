import type { CardStage, CardVote, QueueRow } from "@/server/approvals/schema";
import { listWords } from "@/server/kernel/list-words";
import type { Card } from "./card-type";

/** How far a request with more than one approval is: "stage 2 of 2", "1 of 2"; null for the simple case. */
export function placeWords({
  stage,
  stageCount,
  quorum,
  votesIn,
}: Pick<QueueRow, "stage" | "stageCount" | "quorum" | "votesIn">): string | null {
  const words = [...(stageCount > 1 ? [`stage ${stage} of ${stageCount}`] : []), ...(quorum > 1 ? [`${votesIn} of ${quorum}`] : [])];
  return words.length === 0 ? null : words.join(", ");
}

/** Whom a stage asks, and how many of them: "Finance or Tom Okafor, any 2". */
export function asksWords({ asks, quorum }: Pick<CardStage, "asks" | "quorum">): string {
  const who = asks.length === 0 ? "Any approver" : listWords(asks, "or");
  return asks.length === 0 && quorum === 1 ? who : `${who}, any ${quorum}`;
}

export type StageLine = {
  readonly at: number;
  readonly title: string;
  readonly asks: string;
  readonly state: CardStage["state"];
  /** How far it is, at the end of the line. */
  readonly end: string;
  readonly votes: readonly CardVote[];
};

const ENDS = { passed: "done", later: "later", ended: "ended" } as const;

/** The stages in their order, each with its votes. A request of one stage needs no name for it. */
export const stageLines = (card: Card): readonly StageLine[] =>
  card.stages.map((stage, index) => ({
    at: index + 1,
    title: card.stages.length > 1 ? stage.name : asksWords(stage),
    asks: card.stages.length > 1 ? asksWords(stage) : "",
    state: stage.state,
    end: stage.state === "open" ? `${card.votesIn} of ${stage.quorum}` : ENDS[stage.state],
    votes: card.votes.filter((vote) => vote.stage === index + 1),
  }));

const DONE = { approve: "approved", reject: "rejected" } as const;

/** What a vote says, without what is still to become of it. */
export function voteWords({ person, isMine, verdict, onBehalfOf, waived, outcome }: CardVote): string {
  const who = `${isMine ? "You" : person.name} ${DONE[verdict]}`;
  const forWhom = onBehalfOf === null ? "" : ` for ${onBehalfOf.name}`;
  const alone = waived === null ? "" : ", alone, to be reviewed";
  return `${who}${forWhom}${alone}${outcome === null ? "" : FATES[outcome]}`;
}

/** How a vote of high risk was confirmed: by which passkey, or by password. */
export function stepUpWords({ stepUp }: CardVote): string | null {
  if (stepUp === null) return null;
  if (stepUp.kind === "password") return "Confirmed with a fresh password";
  return `Countersigned with passkey “${stepUp.passkeyName}”${stepUp.isRemoved ? ", removed since" : ""}`;
}

const FATES = { effective: "", undone: ", then took it back", void: ", but it did not count: the request moved on first" } as const;

/** A vote within its undo window, once it is over and before the server has settled it. */
export const waitWords = (seconds: number): string => (seconds > 0 ? `takes effect in ${seconds} s` : "takes effect now");

/** The reader's own vote that can still be undone. */
export const ownWaitingVote = ({ state, votes }: Card): CardVote | undefined =>
  state === "pending" ? votes.find((vote) => vote.isMine && vote.outcome === null) : undefined;

/** What the reader's own approval would do: "Your approval is 1 of 2; then Security decides." */
export function mineWords({ stages, stage, quorum, votesIn, decidesFor, isAlone }: Card): string {
  const next = stages[stage];
  const forWhom = decidesFor === null ? "" : ` You decide for ${decidesFor.name}.`;
  const alone = isAlone ? " You decide alone, so it goes on the list for review." : "";
  return `Your approval ${effectOf({ next, quorum: isAlone ? 1 : quorum, votesIn })}.${forWhom}${alone}`;
}

type Effect = { readonly next: CardStage | undefined; readonly quorum: number; readonly votesIn: number };

function effectOf({ next, quorum, votesIn }: Effect): string {
  if (quorum === 1) return next === undefined ? "decides" : `passes it on to ${next.name}`;
  const count = `is ${votesIn + 1} of ${quorum}`;
  if (next !== undefined) return `${count}; then ${next.name} decides`;
  return votesIn + 1 === quorum ? `${count} and decides` : count;
}

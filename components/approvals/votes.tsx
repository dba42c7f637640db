"use client";

import { CheckCircle2, Circle, CircleDot, CircleSlash } from "lucide-react";
import type { ReactNode } from "react";
import { useNow } from "@/components/ui/use-now";
import type { CardVote } from "@/server/approvals/schema";
import type { Card } from "./card-type";
import { ExportCountersignature } from "./export-countersignature";
import { decideWords } from "./prepare-card";
import { shortMoment } from "./prepare-queue";
import { mineWords, type StageLine, stageLines, stepUpWords, voteWords, waitWords } from "./prepare-stages";
import { useSecondsLeft } from "./use-seconds-left";

const ICONS = {
  passed: <CheckCircle2 aria-hidden className="mt-0.5 size-4 text-ok" />,
  open: <CircleDot aria-hidden className="mt-0.5 size-4 text-info" />,
  later: <Circle aria-hidden className="mt-0.5 size-4 text-ink-3" />,
  ended: <CircleSlash aria-hidden className="mt-0.5 size-4 text-ink-3" />,
} as const;

/** The stages of a request with their votes, what the reader's own would do, and who may not decide. */
export function Votes({ card }: { readonly card: Card }) {
  const { mine, not } = decideWords(card);
  const isOpen = card.state === "pending" || card.state === "frozen";
  return (
    <ol className="flex flex-col gap-1.5">
      {stageLines(card).map((stage) => (
        <Line key={stage.at} icon={ICONS[stage.state]} end={card.stages.length > 1 || card.quorum > 1 ? stage.end : null}>
          <span className={stage.state === "later" ? "text-ink-2" : undefined}>{stage.title}</span>
          {stage.asks !== "" && <small className="block text-xs text-ink-2">{stage.asks}</small>}
          <StageVotes stage={stage} />
          {isOpen && stage.at === card.stage && (
            <small className="block text-xs text-ink-2">{card.can.approve.allowed ? mineWords(card) : mine}</small>
          )}
        </Line>
      ))}
      {not.length > 0 && (
        <Line icon={ICONS.ended}>
          May not decide
          <small className="block text-xs text-ink-2">{not.join(" ")}</small>
        </Line>
      )}
    </ol>
  );
}

const StageVotes = ({ stage }: { readonly stage: StageLine }) =>
  stage.votes.length === 0 ? null : (
    <ul className="text-xs text-ink-2">
      {stage.votes.map((vote) => (
        <li key={vote.id} className="flex gap-2">
          <span className="min-w-0 wrap-anywhere">
            {voteWords(vote)}
            {vote.outcome === null && <Wait vote={vote} />}
            {vote.reason !== null && `: “${vote.reason}”`}
            <Confirmed vote={vote} />
          </span>
          <span className="ml-auto shrink-0 text-ink-3">
            <Moment at={vote.castAt} />
          </span>
        </li>
      ))}
    </ul>
  );

/** How a vote of high risk was confirmed; a countersignature can be taken along and verified anywhere. */
function Confirmed({ vote }: { readonly vote: CardVote }) {
  const words = stepUpWords(vote);
  if (words === null) return null;
  return (
    <span className="block">
      {words}.{vote.stepUp?.kind === "passkey" && <ExportCountersignature voteId={vote.id} />}
    </span>
  );
}

/** The seconds until a vote takes effect. */
export const Wait = ({ vote }: { readonly vote: CardVote }) => (
  <span className="text-ink-3 tabular-nums">, {waitWords(useSecondsLeft(Date.parse(vote.effectiveAt)))}</span>
);

type LineProps = { readonly icon: ReactNode; readonly children: ReactNode; readonly end?: ReactNode };

const Line = ({ icon, children, end }: LineProps) => (
  <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5">
    {icon}
    <div>{children}</div>
    <span className="text-xs leading-5 text-ink-3">{end}</span>
  </li>
);

function Moment({ at }: { readonly at: string }) {
  const now = useNow(60_000);
  return now === null ? null : <time dateTime={at}>{shortMoment(Date.parse(at), now)}</time>;
}

"use client";

import dynamic from "next/dynamic";
import { GivenGrants } from "@/components/grants/given-grants";
import { traceIdOf } from "@/components/traces/trace-address";
import { TraceLink } from "@/components/traces/trace-link";
import { Mono } from "@/components/ui/mono";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { ArgsTable } from "./args-table";
import { type CardLook, CardSection } from "./card-section";
import type { ActionOnCard, Card } from "./card-type";
import { CostSoFar } from "./cost-so-far";
import { EditsSection } from "./edits-section";
import { IfNobodyDecides } from "./if-nobody";
import { KnownState } from "./known-state";
import { Outcome } from "./outcome";
import { initiatorWords, plainLine, touchWords } from "./prepare-card";
import { withRevealed } from "./prepare-reveal";
import { RevealNote, useReveal } from "./reveal-note";
import { TouchedHosts } from "./touched-hosts";
import { usePrecedent } from "./use-precedent";
import { Votes } from "./votes";
import { WhoWaits } from "./who-waits";
import { WhyHere } from "./why-here";

// Stand at the foot of the card, below what is read first.
const ActionStory = dynamic(() => import("@/components/audit/action-story").then((module) => module.ActionStory), {
  loading: () => <Skeleton className="h-24" />,
});

const Precedent = dynamic(() => import("./precedent").then((module) => module.Precedent), { loading: () => <Skeleton className="h-24" /> });

/** What a part is called: beside the list there is less room. */
const TITLES = {
  pane: { outcome: "Outcome", touches: "Touches", waits: "Who waits", setOffBy: "Set off by" },
  page: { outcome: "What became of it", touches: "What it touches", waits: "Who waits", setOffBy: "Who set it off" },
} as const satisfies Record<CardLook, object>;

type Props = { readonly card: Card; readonly look: CardLook };

/** Everything that is known of a request: what runs, why it is here, what to judge by, what became of it. */
export function CardBody({ card: asRead, look }: Props) {
  const reveal = useReveal(asRead.action.id);
  const card = withRevealed(asRead, reveal.revealed);
  const { action } = card;
  const isDecided = card.decided !== null || (card.state !== "pending" && card.state !== "frozen");
  const precedent = usePrecedent(card.id);
  const titles = TITLES[look];
  const traceId = traceIdOf(action.run);
  return (
    <>
      {isDecided && (
        <CardSection title={titles.outcome} look={look} isPart>
          <Outcome card={card} />
        </CardSection>
      )}
      <CardSection title="What will run" look={look} isPart>
        <Call action={action} />
        <KnownState id={card.id} resource={action.resource} />
      </CardSection>
      <CardSection title="Arguments" look={look}>
        <ArgsTable action={action} usual={precedent.data?.usual} />
        <RevealNote action={action} title={asRead.title} reveal={reveal} />
      </CardSection>
      <EditsSection card={card} look={look} />
      <CardSection title={titles.touches} look={look}>
        <p className="flex flex-wrap gap-x-4">
          {touchWords(action).map(({ text, isStrong }) => (
            <span key={text} className={isStrong ? "font-medium" : undefined}>
              {text}
            </span>
          ))}
        </p>
        <TouchedHosts card={card} />
      </CardSection>
      <CardSection title={titles.waits} look={look}>
        <WhoWaits card={card} />
      </CardSection>
      <CardSection title="Why it is here" look={look} isPart>
        <WhyHere action={action} />
      </CardSection>
      <CardSection title={titles.setOffBy} look={look}>
        <SetOffBy action={action} agentName={card.agentName} />
      </CardSection>
      {traceId !== null && (
        <CardSection title="Cost so far" look={look}>
          <CostSoFar traceId={traceId} />
        </CardSection>
      )}
      <CardSection title="Its reasoning" look={look}>
        {action.reasoning === null ? (
          <p className="text-ink-2">{card.agentName} gave no reasons.</p>
        ) : (
          <UntrustedText text={action.reasoning.text} writer={card.agentName} removedCharacters={action.reasoning.removedCharacters} />
        )}
      </CardSection>
      <CardSection title="Decided before" look={look} isPart>
        <Precedent card={card} look={look} />
      </CardSection>
      <Deciding card={card} look={look} isOpen={!isDecided} />
      {card.state === "approved" && <GivenGrants approvalId={card.id} />}
      {(look === "page" || isDecided) && (
        <CardSection title="On record" look={look} isPart>
          <ActionStory actionId={action.id} />
        </CardSection>
      )}
    </>
  );
}

/** Who decides, and what follows if nobody does. On the page it stands beside the decision, where there is room. */
const Deciding = ({ card, look, isOpen }: Props & { readonly isOpen: boolean }) => (
  <div className={look === "page" ? "xl:hidden" : undefined}>
    <CardSection title="Votes" look={look} isPart>
      <Votes card={card} />
    </CardSection>
    {isOpen && (
      <CardSection title="If nobody decides" look={look}>
        <IfNobodyDecides card={card} />
      </CardSection>
    )}
  </div>
);

function Call({ action }: { readonly action: ActionOnCard }) {
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Mono className="font-medium">{action.toolName}</Mono>
        {action.toolVersion !== null && <span className="text-ink-3">version {plainLine(action.toolVersion)}</span>}
        {action.resource !== null && (
          <span className="text-ink-2">
            on <Mono>{plainLine(action.resource)}</Mono>
          </span>
        )}
      </p>
      {action.toolDescription !== null && <p className="text-sm text-ink-2">{action.toolDescription}</p>}
    </>
  );
}

function SetOffBy({ action, agentName }: { readonly action: ActionOnCard; readonly agentName: string }) {
  const { name, note } = initiatorWords(action);
  return (
    <p className="wrap-anywhere">
      {name}
      {note !== null && <span className="text-ink-3"> ({note})</span>}
      {action.run === null ? (
        " set it off"
      ) : (
        <>
          {" set off "}
          <Mono>{plainLine(action.run.id)}</Mono>
          {action.run.taskClass !== null && <span className="text-ink-3"> {plainLine(action.run.taskClass)}</span>}
        </>
      )}
      , as {agentName} says. It proposed this <Time at={action.createdAt} format="relative" />.{action.run !== null && " "}
      {action.run !== null && <TraceLink run={action.run} />}
    </p>
  );
}

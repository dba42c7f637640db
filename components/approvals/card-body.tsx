"use client";

import dynamic from "next/dynamic";
import { GivenGrants } from "@/components/grants/given-grants";
import { Mono } from "@/components/ui/mono";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { UntrustedText } from "@/components/ui/untrusted-text";
import { ArgsTable } from "./args-table";
import { type CardLook, CardSection } from "./card-section";
import type { ActionOnCard, Card } from "./card-type";
import { EditsSection } from "./edits-section";
import { IfNobodyDecides } from "./if-nobody";
import { KnownState } from "./known-state";
import { Outcome } from "./outcome";
import { initiatorWords, plainLine, touchWords, waitingWords } from "./prepare-card";
import { withRevealed } from "./prepare-reveal";
import { RevealNote, useReveal } from "./reveal-note";
import { TouchedHosts } from "./touched-hosts";
import { Votes } from "./votes";
import { WhyHere } from "./why-here";

// Stand at the foot of the card, below what is read first.
const ActionStory = dynamic(() => import("@/components/audit/action-story").then((module) => module.ActionStory), {
  loading: () => <Skeleton className="h-24" />,
});

const Precedent = dynamic(() => import("./precedent").then((module) => module.Precedent), { loading: () => <Skeleton className="h-24" /> });

/** Everything that is known of a request: what runs, why it is here, what to judge by, what became of it. */
export function CardBody({ card: asRead, look }: { readonly card: Card; readonly look: CardLook }) {
  const reveal = useReveal(asRead.action.id);
  const card = withRevealed(asRead, reveal.revealed);
  const { action } = card;
  const isDecided = card.decided !== null || (card.state !== "pending" && card.state !== "frozen");
  return (
    <>
      {isDecided && (
        <CardSection title={look === "pane" ? "Outcome" : "What became of it"} look={look} isPart>
          <Outcome card={card} />
        </CardSection>
      )}
      <CardSection title="What will run" look={look} isPart>
        <Call action={action} />
        <KnownState id={card.id} resource={action.resource} />
      </CardSection>
      <CardSection title="Arguments" look={look}>
        <ArgsTable action={action} />
        <RevealNote action={action} title={asRead.title} reveal={reveal} />
      </CardSection>
      <EditsSection card={card} look={look} />
      <CardSection title={look === "pane" ? "Touches" : "What it touches"} look={look}>
        <p className="flex flex-wrap gap-x-4">
          {touchWords(action).map(({ text, isStrong }) => (
            <span key={text} className={isStrong ? "font-medium" : undefined}>
              {text}
            </span>
          ))}
        </p>
        <TouchedHosts card={card} />
      </CardSection>
      <CardSection title={look === "pane" ? "Also waits" : "What else waits"} look={look}>
        <p>{waitingWords(card)}</p>
      </CardSection>
      <CardSection title="Why it is here" look={look} isPart>
        <WhyHere action={action} />
      </CardSection>
      <CardSection title={look === "pane" ? "Set off by" : "Who set it off"} look={look}>
        <SetOffBy action={action} agentName={card.agentName} />
      </CardSection>
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
      {/* On the page it stands beside the decision, where there is room. */}
      <div className={look === "page" ? "xl:hidden" : undefined}>
        <CardSection title="Votes" look={look} isPart>
          <Votes card={card} />
        </CardSection>
        {!isDecided && (
          <CardSection title="If nobody decides" look={look}>
            <IfNobodyDecides card={card} />
          </CardSection>
        )}
      </div>
      {card.state === "approved" && <GivenGrants approvalId={card.id} />}
      {(look === "page" || isDecided) && (
        <CardSection title="On record" look={look} isPart>
          <ActionStory actionId={action.id} />
        </CardSection>
      )}
    </>
  );
}

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
      , as {agentName} says. It proposed this <Time at={action.createdAt} format="relative" />.
    </p>
  );
}

"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { verdictWords } from "@/server/maturity/core/card-words";
import type { AssessmentRow, RoundRow } from "@/server/maturity/schema";
import { ResolveForm } from "./resolve-form";

type RoundsProps = { readonly rounds: readonly RoundRow[]; readonly isCriterion: boolean };

const STATES: Readonly<Record<RoundRow["state"], string>> = {
  waiting: "waits for a second assessor",
  agreed: "both agree",
  disagreed: "they disagree; the lower verdict stands until it is resolved",
  resolved: "they disagreed; it is resolved",
};

/** What two people said, neither knowing the other's verdict until both are in. */
export function Rounds({ rounds, isCriterion }: RoundsProps) {
  return (
    <Section
      title="Assessments"
      note="Two people say it independently; neither sees the other's verdict until both are in. Where they differ the lower one stands until it is resolved."
    >
      {rounds.length === 0 && <p className="text-sm text-ink-3">Nobody has said anything of it yet.</p>}
      <ul className="max-w-3xl">
        {rounds.map((round) => (
          <Round key={round.id} round={round} isCriterion={isCriterion} />
        ))}
      </ul>
    </Section>
  );
}

function Round({ round, isCriterion }: { readonly round: RoundRow; readonly isCriterion: boolean }) {
  const [isResolving, setResolving] = useState(false);
  const { resolution } = round;
  return (
    <li className="border-t border-line py-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p>
          <b className="font-medium">{verdictWords(round.verdict, isCriterion)}</b>
          <span className="text-ink-2">, {STATES[round.state]}</span>
        </p>
        {round.can.resolve && (
          <Button size="sm" onClick={() => setResolving(true)}>
            Resolve
          </Button>
        )}
      </div>
      <ul className="mt-1 grid gap-2">
        {round.assessments.map((one) => (
          <Assessment key={`${one.by.id} ${one.at}`} one={one} isCriterion={isCriterion} />
        ))}
      </ul>
      {resolution !== null && (
        <p className="mt-2 text-pretty text-ink-2">
          Resolved as {verdictWords(resolution.verdict, isCriterion)} by {resolution.by.name} on <Time at={resolution.at} precision="day" />
          : {resolution.reason}
        </p>
      )}
      {isResolving && <ResolveForm round={round} isCriterion={isCriterion} onClose={() => setResolving(false)} />}
    </li>
  );
}

function Assessment({ one, isCriterion }: { readonly one: AssessmentRow; readonly isCriterion: boolean }) {
  return (
    <li className="text-ink-2">
      <span className="text-ink">{one.by.name}</span>: {verdictWords(one.verdict, isCriterion)}, <Time at={one.at} precision="day" />
      {one.validUntil !== null && (
        <>
          , valid until <Time at={one.validUntil} precision="day" />
        </>
      )}
      {one.rationale !== null && <span className="block text-pretty wrap-anywhere">{one.rationale}</span>}
      {one.evidence !== null && <EvidenceLine evidence={one.evidence} />}
    </li>
  );
}

const EvidenceLine = ({ evidence }: { readonly evidence: NonNullable<AssessmentRow["evidence"]> }) => (
  <span className="block text-xs wrap-anywhere">
    Evidence:{" "}
    {"link" in evidence ? (
      <a href={evidence.link} rel="noreferrer noopener" target="_blank" className="link underline underline-offset-2">
        {evidence.link}
      </a>
    ) : (
      <>
        {evidence.fileName}, SHA-256 <Mono isShort>{evidence.digest}</Mono>
      </>
    )}
  </span>
);

"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { CriterionDetail, ExclusionRow, WaiverRow } from "@/server/maturity/schema";
import { Rounds } from "./rounds";

/** What people said of a criterion: attestations and assessments, waivers, and that it does not apply. */
export function CriterionRecords({ detail }: { readonly detail: CriterionDetail }) {
  const { rounds, waivers, exclusions, criterion } = detail;
  return (
    <>
      {(criterion.isAttested || rounds.length > 0) && <Rounds rounds={rounds} isCriterion />}
      {waivers.length > 0 && (
        <Section title="Waivers" note="A waiver accepts the risk for a time. It never lifts a level.">
          <ul className="max-w-3xl">
            {waivers.map((waiver) => (
              <Waiver key={waiver.id} waiver={waiver} />
            ))}
          </ul>
        </Section>
      )}
      {exclusions.length > 0 && (
        <Section title="Not applicable" note="It is left out of the level once a second person has confirmed it.">
          <ul className="max-w-3xl">
            {exclusions.map((exclusion) => (
              <Exclusion key={exclusion.id} exclusion={exclusion} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Waiver({ waiver }: { readonly waiver: WaiverRow }) {
  const revoke = useMutation(
    useTRPC().maturity.revokeWaiver.mutationOptions({
      onSuccess: () => toast("The waiver is revoked."),
      onError: (error) => toast.error(sentenceOf(error)),
    }),
  );
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-t border-line py-3 text-sm">
      <div className="min-w-0 flex-1 basis-72">
        <p className="text-pretty wrap-anywhere">{waiver.reason}</p>
        <p className="text-xs text-ink-3">
          {waiver.owner.name} answers for it until <Time at={waiver.until} precision="day" />; accepted by {waiver.by.name} on{" "}
          <Time at={waiver.at} precision="day" />
          {waiver.revoked !== null && (
            <>
              ; revoked by {waiver.revoked.by.name} on <Time at={waiver.revoked.at} precision="day" />
            </>
          )}
          {waiver.revoked === null && !waiver.isStanding && "; it has ended"}
        </p>
        {waiver.isStale && <p className="text-xs text-warn">The criterion is rated riskier now than when this was accepted.</p>}
      </div>
      {waiver.can.revoke && (
        <Button size="sm" isPending={revoke.isPending} onClick={() => revoke.mutate({ id: waiver.id })}>
          Revoke
        </Button>
      )}
    </li>
  );
}

function Exclusion({ exclusion }: { readonly exclusion: ExclusionRow }) {
  const trpc = useTRPC();
  const [said, setSaid] = useState<string | null>(null);
  const onError = (error: { readonly message: string }) => setSaid(sentenceOf(error));
  const confirm = useMutation(trpc.maturity.confirmExclusion.mutationOptions({ onSuccess: () => toast("Confirmed."), onError }));
  const end = useMutation(trpc.maturity.endExclusion.mutationOptions({ onSuccess: () => toast("It applies again."), onError }));
  const { proposed, confirmed, ended } = exclusion;
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-t border-line py-3 text-sm">
      <div className="min-w-0 flex-1 basis-72">
        <p className="text-pretty wrap-anywhere">{exclusion.reason}</p>
        <p className="text-xs text-ink-3">
          proposed by {proposed.by.name} on <Time at={proposed.at} precision="day" />
          {confirmed === null ? "; waits for a second person" : `; confirmed by ${confirmed.by.name}`}
          {ended !== null && `; ended by ${ended.by.name}`}
        </p>
        {said !== null && (
          <p role="alert" className="text-xs text-danger">
            {said}
          </p>
        )}
      </div>
      {exclusion.can.confirm && (
        <Button size="sm" isPending={confirm.isPending} onClick={() => confirm.mutate({ id: exclusion.id })}>
          Confirm
        </Button>
      )}
      {exclusion.can.end && (
        <Button size="sm" isPending={end.isPending} onClick={() => end.mutate({ id: exclusion.id })}>
          {confirmed === null ? "Withdraw" : "It applies again"}
        </Button>
      )}
    </li>
  );
}

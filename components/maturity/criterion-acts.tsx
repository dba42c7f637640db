"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { CriterionDetail } from "@/server/maturity/schema";
import { AttestForm } from "./attest-form";
import { ExcludeForm } from "./exclude-form";
import { ItemForm } from "./item-form";
import { WaiveForm } from "./waive-form";

type Act = "attest" | "waive" | "exclude" | "plan";

/** What a person may do about a criterion. */
export function CriterionActs({ detail }: { readonly detail: CriterionDetail }) {
  const [act, setAct] = useState<Act | null>(null);
  const { criterion, can, validDays, waivers, exclusions } = detail;
  const close = () => setAct(null);
  const isExcluded = exclusions.some(({ ended }) => ended === null);
  const isPlanned = detail.item?.outcome === null;
  const isWaived = waivers.some(({ isStanding }) => isStanding);
  return (
    <>
      {can.assess && criterion.isAttested && (
        <Button variant="primary" onClick={() => setAct("attest")}>
          Attest
        </Button>
      )}
      {can.plan && criterion.state !== "met" && !isPlanned && <Button onClick={() => setAct("plan")}>Add to roadmap</Button>}
      {can.waive && criterion.state !== "met" && !isWaived && <Button onClick={() => setAct("waive")}>Waive</Button>}
      {can.exclude && !isExcluded && <Button onClick={() => setAct("exclude")}>Does not apply</Button>}
      {act === "plan" && <ItemForm of={criterion} onClose={close} />}
      {act === "attest" && <AttestForm criterion={criterion.id} signal={criterion.signal} maxDays={validDays ?? 365} onClose={close} />}
      {act === "waive" && <WaiveForm criterion={criterion.id} onClose={close} />}
      {act === "exclude" && <ExcludeForm criterion={criterion.id} onClose={close} />}
    </>
  );
}

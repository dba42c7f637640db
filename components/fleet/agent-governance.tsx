"use client";

import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import type { AgentView } from "@/server/fleet/schema";
import { cleanLine } from "@/server/kernel/untrusted";
import { CLASS_WORDS, ROLE_WORDS } from "./governance-words";
import { Facts, PageSection } from "./page-section";
import { RiskTier } from "./risk-tier";

const Nothing = ({ children }: { readonly children: string }) => <span className="text-ink-3">{children}</span>;

/** What people settled about an agent: how risky and why, its place under the EU AI Act, what it must not do, when it is reviewed. */
export function AgentGovernance({ agent }: { readonly agent: AgentView }) {
  return (
    <PageSection title="What was settled about it">
      <Facts
        facts={[
          { label: "Risk tier", value: <RiskTier tier={agent.riskTier} /> },
          { label: "Why this tier", value: agent.riskReason ?? <Nothing>Nobody has said.</Nothing> },
          { label: "EU AI Act", value: <AiAct agent={agent} /> },
          { label: "Out of bounds", value: <OutOfBounds uses={agent.outOfBounds} /> },
          { label: "Next review", value: <Review agent={agent} /> },
        ]}
      />
    </PageSection>
  );
}

function AiAct({ agent: { aiActClass, aiActRole } }: { readonly agent: AgentView }) {
  if (aiActClass === null && aiActRole === null) return <Nothing>Nobody has assessed it.</Nothing>;
  return (
    <>
      {aiActClass === null ? <Nothing>Class not assessed</Nothing> : CLASS_WORDS[aiActClass]}
      {" · "}
      {aiActRole === null ? <Nothing>our role not settled</Nothing> : `we are the ${ROLE_WORDS[aiActRole].toLowerCase()}`}
    </>
  );
}

function OutOfBounds({ uses }: { readonly uses: readonly string[] }) {
  if (uses.length === 0) return <Nothing>No use is written down that it must not be put to.</Nothing>;
  return (
    <ul className="grid gap-1">
      {[...new Set(uses)].map((use) => (
        <li key={use}>{cleanLine(use, 300)}</li>
      ))}
    </ul>
  );
}

function Review({ agent: { reviewDue } }: { readonly agent: AgentView }) {
  const now = useNow();
  if (reviewDue === null) return <Nothing>No day is set.</Nothing>;
  return (
    <>
      <Time at={`${reviewDue}T12:00:00Z`} precision="day" />
      {now !== null && reviewDue < new Date(now).toISOString().slice(0, 10) && <span className="text-warn"> · overdue</span>}
    </>
  );
}

import { riskWord } from "@/components/fleet/risk-tier";
import { type Attainment, NONE } from "@/server/approvals/attainment-schema";
import { FEWEST_DECISIONS } from "@/server/approvals/core/attainment";
import type { AttainmentParams } from "./attainment-address";
import { Parts } from "./parts";

const WHO_SEES = {
  everyone: "Operators and auditors see everyone; approvers see themselves alone.",
  self: "You see yourself alone; operators and auditors see everyone.",
} as const;

export type StandingsProps = {
  readonly attainment: Attainment;
  readonly params: AttainmentParams;
  readonly onChange: (change: Partial<AttainmentParams>) => void;
};

/** The same figures by team, risk, rule and approver; what is narrowed to already is no link. */
export function Standings({ attainment, params, onChange }: StandingsProps) {
  const { teams, rules, risks, approvers, from, to } = attainment;
  const narrow = (isChosen: boolean, change: Partial<AttainmentParams>) => (isChosen ? {} : { onNarrow: () => onChange(change) });
  const file = (name: string) => `attainment-by-${name}-${from}-${to}`;
  return (
    <>
      <div className="grid gap-x-12 lg:grid-cols-2">
        <Parts
          title="By team"
          head="Team"
          file={file("team")}
          parts={teams.map(({ id, name, counts }) => ({ key: id, name, counts, ...narrow(params.team === id, { team: id }) }))}
          empty="No team asked for anything."
        />
        <Parts
          title="By risk"
          head="Risk"
          file={file("risk")}
          parts={risks.map(({ id, counts }) => ({ key: id, name: riskWord(id), counts, ...narrow(params.risk === id, { risk: id }) }))}
          empty=""
        />
      </div>
      <Parts
        title="By rule"
        head="Rule"
        note="By the rule that asked people, in the version that it had then."
        file={file("rule")}
        parts={rules.map(({ id, name, version, counts }) => ({
          key: `${id} ${version}`,
          name,
          ...(id === NONE ? {} : { note: `${name === id ? "" : `${id}, `}version ${version ?? "unknown"}` }),
          counts,
          ...narrow(params.rule === id, { rule: id }),
        }))}
        empty="No rule asked people."
      />
      <Parts
        title="By approver"
        head="Approver"
        note={`By whose vote settled the request. ${WHO_SEES[approvers.scope]} Nothing is said about anyone with fewer than ${FEWEST_DECISIONS} decisions here.`}
        file={file("approver")}
        parts={approvers.rows.map(({ id, name, isMe, counts }) => ({ key: id, name, ...(isMe ? { note: "you" } : {}), counts }))}
        empty={
          approvers.scope === "self"
            ? `You settled fewer than ${FEWEST_DECISIONS} requests of this range, so there is nothing to say.`
            : `Nobody settled ${FEWEST_DECISIONS} requests of this range.`
        }
      />
    </>
  );
}

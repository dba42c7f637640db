import { Moment } from "@/components/schedules/moment";
import type { ActSeen } from "@/server/approvals/escalation-schema";
import { actWords } from "./words";

const whomWords = ({ kind, whom }: ActSeen): string => {
  if (kind === "expire") return "";
  return whom.length === 0 ? "Nobody: there is no one to tell at that time." : whom.join(", ");
};

/** Acts of the clock in order: when, what, and whom it tells. Gaps are said. */
export function ActList({ acts, zone, label }: { readonly acts: readonly ActSeen[]; readonly zone: string; readonly label: string }) {
  return (
    <ol aria-label={label} className="@container grid gap-1.5 text-sm">
      {acts.map((act) => (
        <li key={`${act.at}/${act.kind}/${act.loop}/${act.step}`} className="grid gap-x-4 @lg:grid-cols-[14rem_minmax(0,1fr)]">
          <span className="text-ink-2">
            <Moment at={act.at} zone={zone} />
          </span>
          <span className="min-w-0 wrap-anywhere">
            <span className="font-medium">{actWords(act)}</span>
            {act.isImportant && <span className="text-ink-3"> (important)</span>}
            {act.kind !== "expire" && <span className={act.whom.length === 0 ? "text-danger" : undefined}>: {whomWords(act)}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

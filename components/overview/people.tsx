import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format-count";
import { formatDuration } from "@/components/ui/format-time";
import type { Overview } from "@/server/overview/schema";
import { attainmentHref } from "./overview-address";
import { formatShare, measuredOf } from "./prepare-overview";
import { Section } from "./section";

/** How people kept up with what was asked of them, and what waits for them now. */
export function People({ overview }: { readonly overview: Overview }) {
  const { waiting } = overview;
  return (
    <Section title="Decisions by people" link={{ href: "/queue?tab=all", label: "Open the queue" }}>
      <dl className="mt-2 grid gap-x-12 gap-y-6 md:grid-cols-3">
        <InTime overview={overview} />
        <MedianTime overview={overview} />
        <Fact term="Waiting now" value={formatCount(waiting.all)} isBad={waiting.pastDue > 0}>
          {waiting.all === 0 && "Every request to people is settled."}
          {waiting.pastDue > 0 && <span className="font-medium text-danger">{formatCount(waiting.pastDue)} past due. </span>}
          {waiting.all > 0 && waiting.pastDue === 0 && "None past due. "}
          {waiting.dueWithinHour > 0 && <span className="text-warn">{formatCount(waiting.dueWithinHour)} due within the hour.</span>}
        </Fact>
      </dl>
    </Section>
  );
}

function InTime({ overview: { decisions, before, days } }: { readonly overview: Overview }) {
  const measured = measuredOf(decisions);
  const late = decisions.decided - decisions.withinDue;
  const was = before && measuredOf(before.decisions) > 0 ? formatShare(before.decisions.withinDue, measuredOf(before.decisions)) : null;
  return (
    <Fact term="Decided within due" value={formatShare(decisions.withinDue, measured)}>
      {measured === 0 ? (
        "No request to people of this time has ended or is past due."
      ) : (
        <>
          {formatCount(decisions.withinDue)} of {formatCount(measured)} requests. {formatCount(late)} decided late,{" "}
          {formatCount(decisions.expired)} expired unanswered
          {decisions.overdue > 0 && `, ${formatCount(decisions.overdue)} still undecided past due`}.
          {was && ` The ${days} days before: ${was}.`}{" "}
          <Link href={attainmentHref(days)} className="link underline">
            By team and rule
          </Link>
        </>
      )}
    </Fact>
  );
}

function MedianTime({ overview: { decisions, before, days } }: { readonly overview: Overview }) {
  const was = before?.decisions.medianMs ?? null;
  return (
    <Fact term="Median time to decide" value={decisions.medianMs === null ? "–" : formatDuration(decisions.medianMs)}>
      {decisions.medianMs === null
        ? "Nobody has decided anything in this time."
        : `${formatCount(decisions.decided)} ${decisions.decided === 1 ? "decision" : "decisions"}; half were faster.${was === null ? "" : ` The ${days} days before: ${formatDuration(was)}.`}`}
    </Fact>
  );
}

type FactProps = { readonly term: string; readonly value: string; readonly isBad?: boolean; readonly children: ReactNode };

const Fact = ({ term, value, isBad = false, children }: FactProps) => (
  <div>
    <dt className="text-base text-ink-2">{term}</dt>
    <dd>
      <p className={clsx("text-xl font-semibold tracking-tight", isBad && "text-danger")}>{value}</p>
      <p className="max-w-[45ch] text-base text-pretty text-ink-2">{children}</p>
    </dd>
  </div>
);

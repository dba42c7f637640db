import clsx from "clsx";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { formatDay } from "@/components/attainment/prepare-attainment";
import { Section } from "@/components/ui/section";
import { SideScroll } from "@/components/ui/side-scroll";
import { Table, Td, Th } from "@/components/ui/table";
import { formatChange, formatScore } from "@/server/maturity/core/figure-words";
import { checksSay, daysLeftWords, quarterWords } from "@/server/maturity/core/report-words";
import type { Report } from "@/server/maturity/report-schema";
import { criterionHref } from "./maturity-address";

type PartProps = { readonly report: Report };

const Named = ({ id, text }: { readonly id: string; readonly text: string }) => (
  <>
    {text}{" "}
    <Link href={criterionHref(id)} className="link whitespace-nowrap underline underline-offset-2">
      {id}
    </Link>
  </>
);

const None = ({ children }: { readonly children: ReactNode }) => <p className="text-sm text-ink-2">{children}</p>;
const More = ({ count, href, where }: { readonly count: number; readonly href: string; readonly where: string }) =>
  count === 0 ? null : (
    <p className="mt-2 text-sm text-ink-3">
      {count} more stand on the page of{" "}
      <Link href={href} className="link underline underline-offset-2">
        {where}
      </Link>
      .
    </p>
  );

/** What to close first, in its order. */
export function Risks({ report: { risks, gaps } }: PartProps) {
  const note = `The first ${risks.length} of ${gaps} gaps up to the targets, by risk × impact × gap × confidence ÷ effort.`;
  return (
    <Section title="What to close first" note={risks.length === 0 ? undefined : note}>
      {risks.length === 0 ? (
        <None>Nothing is open up to the targets.</None>
      ) : (
        <SideScroll label="What to close first, as a table">
          <Table caption="The gaps that are worth most" isInset className="min-w-2xl print:min-w-0">
            <thead>
              <tr>
                <Th isLabelHidden>Rank</Th>
                <Th>Criterion, where it stands, what to do</Th>
                <Th isNumeric>Priority</Th>
                <Th>Who, by when</Th>
              </tr>
            </thead>
            <tbody>
              {risks.map(({ rank, id, text, why, action, priority, owner, dueOn }) => (
                <tr key={id} className="break-inside-avoid">
                  <Td className="align-top text-ink-3">{rank}</Td>
                  <Td className="align-top text-pretty">
                    <span className="font-medium">
                      <Named id={id} text={text} />
                    </span>
                    <span className="block text-ink-2">
                      {why}. {action}.
                    </span>
                  </Td>
                  <Td isNumeric className="align-top font-semibold">
                    {priority.toFixed(1)}
                  </Td>
                  <Td className={clsx("align-top whitespace-nowrap", owner === null && "text-ink-3")}>
                    {owner === null ? "nobody yet" : owner.name}
                    {dueOn !== null && <span className="block text-ink-2">{formatDay(dueOn, true)}</span>}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </SideScroll>
      )}
    </Section>
  );
}

/** Where two assessors differ, with both reasons. */
export function Disagreements({ report: { disagreements, more } }: PartProps) {
  return (
    <Section title="Where two assessors disagree" note="The lower verdict stands until a third person settles it.">
      {disagreements.length === 0 ? (
        <None>No disagreement is open.</None>
      ) : (
        <ul>
          {disagreements.map(({ subject, text, since, verdicts }) => (
            <li key={subject} className="break-inside-avoid border-t border-line py-2.5 text-sm">
              <p className="font-medium">
                <Named id={subject} text={text} />
              </p>
              <p className="text-ink-3">open since {formatDay(since.slice(0, 10), true)}</p>
              <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(9rem,auto)_minmax(0,1fr)]">
                {verdicts.map(({ by, verdict, rationale }) => (
                  <Fragment key={by.id}>
                    <dt>
                      {by.name}: <b className="font-semibold">{verdict}</b>
                    </dt>
                    <dd className="text-pretty wrap-anywhere text-ink-2">{rationale}</dd>
                  </Fragment>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      )}
      <More count={more.disagreements} href="/maturity" where="the scorecard" />
    </Section>
  );
}

/** Risks that somebody accepts for a time, the first to end first, and what does not apply. */
export function Waivers({ report: { waivers, exclusions, more } }: PartProps) {
  return (
    <Section title="Risks accepted for a time" note="A waiver names a gap and lifts no level. The first to end stands first.">
      {waivers.length === 0 ? (
        <None>No waiver stands.</None>
      ) : (
        <ul>
          {waivers.map(({ criterion, text, owner, reason, until, daysLeft, isNearEnd, isStale }) => (
            <li key={criterion} className="flex break-inside-avoid flex-wrap justify-between gap-x-6 border-t border-line py-2.5 text-sm">
              <div className="min-w-0 flex-1 basis-80">
                <p className="font-medium">
                  <Named id={criterion} text={text} />
                </p>
                <p className="text-pretty wrap-anywhere text-ink-2">
                  {reason}
                  {isStale && " It is rated riskier now than when it was accepted."}
                </p>
              </div>
              <p className="whitespace-nowrap">
                {owner.name}, until {formatDay(until, true)}
                {isNearEnd && <span className="block font-medium text-warn">{daysLeftWords(daysLeft)}</span>}
              </p>
            </li>
          ))}
        </ul>
      )}
      <More count={more.waivers} href="/maturity" where="the scorecard" />
      {exclusions.length > 0 && (
        <p className="mt-3 text-sm text-pretty text-ink-2">
          Do not apply:{" "}
          {exclusions
            .map(({ criterion, reason, by, confirmedBy }) => `${criterion} (${reason}; ${by.name}, confirmed by ${confirmedBy.name})`)
            .join("; ")}
          {more.exclusions > 0 && `; and ${more.exclusions} more`}.
        </p>
      )}
    </Section>
  );
}

/** What is done by whom and when, by quarter, and where that leads. */
export function ReportRoadmap({ report: { roadmap, level, score, more } }: PartProps) {
  const { quarters, whenDone } = roadmap;
  const note =
    whenDone === null || quarters.length === 0
      ? undefined
      : `With all that is open done: Level ${whenDone.level} and score ${formatScore(whenDone.score)}, from Level ${level} and ${formatScore(score)}.`;
  return (
    <Section title="Roadmap" note={note}>
      {quarters.length === 0 ? (
        <None>Nothing is planned yet.</None>
      ) : (
        <SideScroll label="Roadmap, as a table">
          <Table caption="What is planned, by quarter" isInset className="min-w-2xl print:min-w-0">
            <thead>
              <tr>
                <Th>Quarter</Th>
                <Th>Work</Th>
                <Th>Owner</Th>
                <Th>Due</Th>
                <Th>Checks say</Th>
                <Th isNumeric>Score</Th>
              </tr>
            </thead>
            <tbody>
              {quarters.flatMap(({ quarter, items }) =>
                items.map((item, i) => (
                  <tr key={item.criterion} className="break-inside-avoid">
                    <Td className="font-medium whitespace-nowrap">
                      {i === 0 ? quarterWords(quarter) : <span className="sr-only">{quarterWords(quarter)}</span>}
                    </Td>
                    <Td className="text-pretty">
                      <Named id={item.criterion} text={item.text} />
                    </Td>
                    <Td className="whitespace-nowrap">{item.owner.name}</Td>
                    <Td className={clsx("whitespace-nowrap", item.isLate && "font-medium text-danger")}>
                      {formatDay(item.dueOn, true)}
                      {item.isLate && ", late"}
                    </Td>
                    <Td className="whitespace-nowrap text-ink-2">{checksSay(item)}</Td>
                    <Td isNumeric>{formatChange(item.expectedGain)}</Td>
                  </tr>
                )),
              )}
            </tbody>
          </Table>
        </SideScroll>
      )}
      <More count={more.items} href="/maturity/roadmap" where="the roadmap" />
    </Section>
  );
}

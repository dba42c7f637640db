"use client";

import clsx from "clsx";
import Link from "next/link";
import { formatMicroUsd } from "@/components/ui/format-money";
import { Mono } from "@/components/ui/mono";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import type { Precedent as Decided, PastRequest } from "@/server/approvals/precedent-schema";
import type { CardLook } from "./card-section";
import type { Card } from "./card-type";
import { jsonText, visibleText } from "./prepare-args";
import { plainLine } from "./prepare-card";
import { becameWords, countWords, decidedWords, precedentWords } from "./prepare-precedent";
import { usePrecedent } from "./use-precedent";

const TONES = { plain: "", danger: "text-danger", warn: "text-warn", faint: "text-ink-3" } as const;
const IN_PANE = 3;

type Props = { readonly card: Card; readonly look: CardLook };

/** How requests like this one were decided and how they ended: asked for once the card stands, since it is more than one look. */
export function Precedent({ card, look }: Props) {
  const { data, isError, refetch } = usePrecedent(card.id);
  if (isError) {
    return (
      <p className="text-ink-2">
        What was decided before could not be read.{" "}
        <button type="button" className="link" onClick={() => void refetch()}>
          Try again
        </button>
      </p>
    );
  }
  if (data === undefined) return <Skeleton className="h-24" />;
  const words = countWords(data);
  return (
    <>
      <p>
        {precedentWords(data, card.agentName, card.toolName).map(({ text, isStrong }) =>
          isStrong ? (
            <strong key={text} className="font-semibold">
              {text}
            </strong>
          ) : (
            <span key={text}>{text}</span>
          ),
        )}
      </p>
      {data.alike.length > 0 && (
        <>
          {look === "page" && <AlikeTable precedent={data} />}
          <AlikeList precedent={data} look={look} />
        </>
      )}
      {words !== "" && <p className="mt-1 text-sm text-ink-2">{words}</p>}
    </>
  );
}

const Became = ({ past }: { readonly past: PastRequest }) => {
  const { text, tone } = becameWords(past.became);
  return <span className={TONES[tone]}>{text}</span>;
};

const Amount = ({ past }: { readonly past: PastRequest }) =>
  past.amountMicroUsd === null ? <span className="text-ink-3">unknown</span> : formatMicroUsd(past.amountMicroUsd);

/** Which call it was, and whose where that is another agent's. */
const Title = ({ past, of }: { readonly past: PastRequest; readonly of: Decided["of"] }) => (
  <>
    <Link href={`/queue/${past.id}`} prefetch={false} className="link wrap-anywhere">
      {plainLine(past.title)}
    </Link>
    {past.isSameResource && <span className="text-ink-3"> same resource</span>}
    {of === "tool" && <span className="text-ink-3"> {past.agentName}</span>}
  </>
);

function AlikeTable({ precedent: { alike, argument, of } }: { readonly precedent: Decided }) {
  const cell = "border-b border-line py-1.5 pr-4 align-top last:pr-0";
  const head = "h-7 border-b border-line pr-4 text-left font-normal whitespace-nowrap last:pr-0";
  return (
    <table className="mt-1 w-full border-collapse text-sm max-md:hidden">
      <caption className="sr-only">The requests most like this one</caption>
      <thead className="text-xs text-ink-3">
        <tr>
          <th scope="col" className={head}>
            Date
          </th>
          <th scope="col" className={head}>
            Request
          </th>
          {argument !== null && (
            <th scope="col" className={clsx(head, "max-w-28 text-right")}>
              <Mono>{plainLine(argument.name).slice(0, 24)}</Mono>
            </th>
          )}
          <th scope="col" className={clsx(head, "text-right")}>
            Amount
          </th>
          <th scope="col" className={head}>
            Decided
          </th>
          <th scope="col" className={head}>
            How it ended
          </th>
        </tr>
      </thead>
      <tbody>
        {alike.map((past) => (
          <tr key={past.id}>
            <td className={clsx(cell, "text-ink-3 whitespace-nowrap")}>
              <Time at={past.decidedAt} precision="day" />
            </td>
            <td className={cell}>
              <Title past={past} of={of} />
            </td>
            {argument !== null && (
              <td className={clsx(cell, "text-right tabular-nums")}>
                <Argument past={past} />
              </td>
            )}
            <td className={clsx(cell, "text-right whitespace-nowrap tabular-nums")}>
              <Amount past={past} />
            </td>
            <td className={cell}>{decidedWords(past)}</td>
            <td className={clsx(cell, "whitespace-nowrap")}>
              <Became past={past} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On one line, so that the columns keep their width; the request itself shows all of it. */
function Argument({ past }: { readonly past: PastRequest }) {
  if (past.argument === null) return <span className="text-ink-3">–</span>;
  const text = argumentText(past.argument).slice(0, 200);
  return (
    <span className="ml-auto block max-w-28 truncate" title={text}>
      {text}
    </span>
  );
}

const argumentText = (value: NonNullable<PastRequest["argument"]>): string =>
  typeof value === "string" ? visibleText(value) : jsonText(value);

/** Where there is little room: two lines each. */
function AlikeList({ precedent: { alike, argument, of }, look }: { readonly precedent: Decided; readonly look: CardLook }) {
  return (
    <ul className={clsx("mt-1 flex flex-col gap-1.5 text-sm", look === "page" && "md:hidden")}>
      {(look === "pane" ? alike.slice(0, IN_PANE) : alike).map((past) => (
        <li key={past.id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4">
          <span>
            <Title past={past} of={of} />
          </span>
          <span className="text-right tabular-nums">
            <Amount past={past} />
          </span>
          <span className="col-span-2 text-xs text-ink-2 wrap-anywhere">
            {argument !== null && past.argument !== null && `${plainLine(argument.name).slice(0, 24)} ${argumentText(past.argument)}. `}
            {decidedWords(past)}, <Time at={past.decidedAt} precision="day" />, <Became past={past} />
          </span>
        </li>
      ))}
    </ul>
  );
}

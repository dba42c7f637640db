import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { CutOff } from "@/server/budgets/schema";
import { amountWords } from "./prepare-budgets";

const ENDED = {
  window: "A new window began",
  extension: "More was approved",
  edit: "The budget was changed",
  retired: "The budget was retired",
} as const satisfies Record<NonNullable<CutOff["endedBy"]>, string>;

/** Who was cut off, when and why, and what let calls pass again. */
export function CutOffs({ cutOffs }: { readonly cutOffs: readonly CutOff[] }) {
  return (
    <Section title="Cut off">
      {cutOffs.length === 0 ? <p className="text-sm text-ink-2">It never cut anything off.</p> : null}
      <ul>
        {cutOffs.map((cutOff) => (
          <CutOffRow key={cutOff.id} cutOff={cutOff} />
        ))}
      </ul>
    </Section>
  );
}

/** One time that a budget cut off. */
export const CutOffRow = ({
  cutOff: { at, spent, limit, measure, words, refused, agents, endedAt, endedBy },
}: {
  readonly cutOff: CutOff;
}) => (
  <li className="flex gap-3 border-b border-line py-3 text-sm">
    <TriangleAlert aria-hidden className={`mt-0.5 size-4 shrink-0 ${endedAt === null ? "text-danger" : "text-ink-3"}`} />
    <div className="min-w-0 text-pretty wrap-anywhere text-ink-2">
      <p>
        <strong className="font-medium text-ink">
          <Time at={at} />, {amountWords(measure, spent)} of {amountWords(measure, limit)}.
        </strong>{" "}
        {words} {refused > 0 && `${formatCount(refused)} ${refused === 1 ? "call was" : "calls were"} refused. `}
        {endedAt === null ? (
          "It lasts."
        ) : (
          <>
            {ENDED[endedBy ?? "window"]} <Time at={endedAt} />.
          </>
        )}
      </p>
      {agents.length > 0 && (
        <p className="mt-1 flex flex-wrap gap-x-4">
          {agents.map((agent) => (
            <Link key={agent} href={`/agents/${encodeURIComponent(agent)}`} className="link">
              {agent}
            </Link>
          ))}
        </p>
      )}
    </div>
  </li>
);

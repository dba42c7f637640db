import clsx from "clsx";
import { UntrustedText } from "@/components/ui/untrusted-text";
import type { BriefLine } from "@/server/traces/core/story-schema";
import { Sentence } from "./story-sentence";

type Props = { readonly traceId: string; readonly brief: readonly BriefLine[] };

/** The answers that an auditor wants first, in the order in which they ask. */
export const StoryBrief = ({ traceId, brief }: Props) => (
  <aside aria-labelledby="in-brief" className="mb-8 w-full shrink-0 xl:sticky xl:top-6 xl:mb-0 xl:w-80 xl:self-start 2xl:w-96">
    <h2 id="in-brief" className="border-b border-line pb-1.5 text-sm font-semibold">
      In brief
    </h2>
    <dl className="text-sm">
      {brief.map((line) => (
        <div key={line.key} className="grid grid-cols-[5.75rem_minmax(0,1fr)] gap-x-3 border-b border-line py-2 last:border-none">
          <dt className="text-ink-3">{line.label}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {line.lines.map((parts, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and never move
              <p key={i}>
                <Sentence traceId={traceId} parts={parts} />
              </p>
            ))}
            {line.note !== null && <p className={clsx("text-xs", line.isAlarm ? "text-danger" : "text-ink-3")}>{line.note}</p>}
            {line.quote !== null && (
              <div className={clsx(line.lines.length > 0 && "mt-1.5")}>
                <UntrustedText text={line.quote.text} writer={line.quote.writer} />
              </div>
            )}
          </dd>
        </div>
      ))}
    </dl>
  </aside>
);

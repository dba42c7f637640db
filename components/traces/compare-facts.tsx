import clsx from "clsx";
import Link from "next/link";
import { Time } from "@/components/ui/time";
import { named } from "@/server/traces/core/words";
import type { TraceLine } from "@/server/traces/schema";
import { prepareFacts } from "./prepare-compare";
import { traceHref } from "./trace-address";
import { taskWords } from "./trace-words";

type Props = { readonly a: TraceLine; readonly b: TraceLine };

const Head = ({ side, trace }: { readonly side: string; readonly trace: TraceLine }) => (
  <th scope="col" className="min-w-0 py-1.5 pr-3 text-left align-top font-normal">
    <span className="mr-1.5 rounded-[4px] bg-sunken px-1.5 py-0.5 font-mono text-xs">{side}</span>
    <Link href={traceHref(trace.traceId)} className="link font-medium wrap-anywhere">
      {taskWords(trace)}
    </Link>
    <span className="block text-xs text-ink-3 [&_time]:whitespace-normal">
      {trace.agent === null ? "not named" : named(trace.agent)}, <Time at={trace.startedAt} precision="second" />
    </span>
  </th>
);

/** What each of two runs took, used and cost; what is not the same is set in weight. */
export const CompareFacts = ({ a, b }: Props) => (
  <div className="px-4 pb-4 md:px-6">
    <table className="w-full table-fixed text-sm">
      <caption className="sr-only">What each took, used and cost</caption>
      <thead>
        <tr className="border-b border-line">
          <th scope="col" className="w-20 md:w-28">
            <span className="sr-only">What</span>
          </th>
          <Head side="A" trace={a} />
          <Head side="B" trace={b} />
        </tr>
      </thead>
      <tbody>
        {prepareFacts(a, b).map((fact) => (
          <tr key={fact.label} className="border-b border-line align-top">
            <th scope="row" className="py-1 pr-3 text-left font-normal text-ink-3">
              {fact.label}
            </th>
            {[fact.a, fact.b].map((words, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two sides, which never move
              <td key={i} className={clsx("py-1 pr-3 wrap-anywhere", fact.isDifferent ? "font-medium" : "text-ink-2")}>
                {words}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

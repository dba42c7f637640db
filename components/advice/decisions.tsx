import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { DecisionView } from "@/server/advice/schema";
import { cleanText } from "@/server/kernel/untrusted";
import { aftermathWords } from "./prepare-advice";

/** What was decided on switches in a task class, and what really happened since. */
export function Decisions({ decisions }: { readonly decisions: readonly DecisionView[] }) {
  if (decisions.length === 0) return null;
  return (
    <Section title="Decided" note="Reeve changes no agent: whoever builds it switches. What came of it is counted here.">
      <ol className="flex flex-col divide-y divide-line">
        {decisions.map((decision) => {
          const { id, verdict, from, to, share, by, at, reason } = decision;
          const after = aftermathWords(decision);
          return (
            <li key={id} className="flex max-w-[75ch] flex-col gap-1 py-3 text-sm text-pretty wrap-anywhere">
              <p>
                <strong className="font-semibold">
                  {verdict === "accepted" ? "Accepted" : "Declined"}: {from} to {to}
                </strong>
                {verdict === "accepted" && ` for ${share} % of the traffic`}{" "}
                <span className="text-ink-2">
                  by {by ?? "someone who is gone"}, <Time at={at} />
                </span>
              </p>
              <p dir="auto">{cleanText(reason).text}</p>
              {after !== null && <p className="text-ink-2">{after}</p>}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

import { ErrorState } from "@/components/ui/error-state";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { Runs } from "@/server/spend/runs-schema";
import { OutcomeSection } from "./outcome-section";
import { SpreadSection } from "./spread-section";
import { WasteSection } from "./waste-section";

type Props = {
  readonly runs: Runs | undefined;
  readonly failure: string | null;
  readonly isRetrying: boolean;
  readonly onRetry: () => void;
};

/** What runs cost: an outcome, a single run, and what bought nothing. */
export function RunsSections({ runs, failure, isRetrying, onRetry }: Props) {
  if (runs === undefined)
    return (
      <Section title="What an outcome costs">
        {failure === null ? (
          <Skeleton className="h-40" />
        ) : (
          <ErrorState title="The runs could not be read" onRetry={onRetry} isRetrying={isRetrying}>
            {failure}
          </ErrorState>
        )}
      </Section>
    );
  if (runs.total.runs === 0) return null;
  return (
    <>
      <div className="grid gap-x-12 xl:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <OutcomeSection runs={runs} />
        <WasteSection runs={runs} />
      </div>
      {runs.spread !== null && <SpreadSection spread={runs.spread} />}
    </>
  );
}

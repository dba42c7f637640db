import { Kbd } from "@/components/ui/kbd";
import { Skeleton } from "@/components/ui/skeleton";

/** The card while it loads, at its size. */
export function CardSkeleton() {
  return (
    <div role="status" aria-label="Loading the request" className="flex flex-col gap-4 px-6 py-3">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="mt-2 h-6 w-3/5" />
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="h-5 w-2/5" />
      {[0, 1, 2].map((part) => (
        <div key={part} className="grid grid-cols-[92px_minmax(0,1fr)] gap-x-4 border-t border-line pt-4">
          <Skeleton className="h-3 w-16" />
          <Skeleton className="h-20" />
        </div>
      ))}
    </div>
  );
}

/** Beside the list while nothing is open; beside an empty list nothing is said twice. */
export function NothingOpen({ mayTake, isEmpty }: { readonly mayTake: boolean; readonly isEmpty: boolean }) {
  if (isEmpty) return null;
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 px-8 text-center text-ink-2">
      <p className="text-base font-medium text-ink">Nothing is open.</p>
      <p>
        <Kbd tone="strong">j</Kbd> opens the first request{mayTake && ", "}
        {mayTake && (
          <>
            <Kbd tone="strong">n</Kbd> takes the most urgent one
          </>
        )}
        .
      </p>
      <p className="text-ink-3">Opening does not claim: others see a request as free until you claim or decide it.</p>
    </div>
  );
}

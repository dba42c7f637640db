import type { QueueCounts } from "@/server/approvals/schema";
import { stateWords } from "./prepare-queue";

/** What waits, in one sentence. On a phone it stops at what is breached. */
export function QueueSentence({ counts, isDecider }: { readonly counts: QueueCounts; readonly isDecider: boolean }) {
  const { waiting, breached, soon } = stateWords(counts, isDecider);
  return (
    <>
      {waiting}
      {breached !== null && <span className="text-danger"> {breached}</span>}
      {breached !== null && soon !== null && <span className="max-md:hidden">,</span>}
      {breached !== null && soon === null && "."}
      {soon !== null && <span className={breached === null ? undefined : "max-md:hidden"}> {soon}.</span>}
      {breached !== null && soon !== null && <span className="md:hidden">.</span>}
    </>
  );
}

import { tracedActions } from "@/server/actions/traced";
import { inPgTransaction } from "@/server/platform/tx";
import { listLoose, setAuthority } from "./authority-store";
import { authorityOf } from "./core/governed";
import { firstDayKept } from "./core/retention";
import { dropRuns } from "./event-run-store";
import { daysAhead, ensureDays, forgetDays, retentionInForce } from "./partitions";
import { prune } from "./retention";
import { foldOutcomes } from "./source-store";
import { dropWords } from "./words-store";

/** How long an action may come after the step that it allowed: its proposal was underway, or the worker was. */
const LATE_MS = 3_600_000;
const PAGE = 500;
const WORDS_AT_ONCE = 5_000;

/** Sums up what became of batches, until nothing is left to sum up. */
export async function foldCounts(): Promise<void> {
  while ((await inPgTransaction(foldOutcomes)) > 0);
}

/** Looks again for the actions of tool steps that seemed to have none: which of the two came first must make no difference. */
export async function joinLateActions(now: Date): Promise<void> {
  const since = new Date(now.getTime() - LATE_MS);
  for (let after = ""; ; ) {
    const steps = await listLoose(since, after, PAGE);
    const actions = await tracedActions(
      new Set(),
      new Set(steps.map(({ traceId }) => traceId)),
      new Set(steps.flatMap(({ runId }) => runId ?? [])),
    );
    const found = steps.flatMap((step) => {
      const { actionId, governed } = authorityOf({ ...step, kind: "tool", claimedActionId: null }, actions);
      return actionId === null ? [] : [{ ...step, actionId, governed: governed === true }];
    });
    if (found.length > 0) await inPgTransaction((tx) => setAuthority(tx, found));
    const last = steps.at(-1);
    if (steps.length < PAGE || last === undefined) return;
    after = last.traceId + last.spanId;
  }
}

/** Makes the partitions of the days to come and deletes what is past its retention. */
export async function keepPartitions(now: Date): Promise<void> {
  forgetDays();
  await ensureDays(daysAhead(now));
  await prune(now);
  const { days } = await retentionInForce();
  await dropRuns(firstDayKept(now, days.events));
  // Words are of payloads, and are found no longer than those are kept.
  while ((await dropWords(firstDayKept(now, days.payloads), WORDS_AT_ONCE)) === WORDS_AT_ONCE);
}

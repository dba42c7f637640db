import { type Places, placesChangedSince, tracedActions } from "@/server/actions/traced";
import { inPgTransaction } from "@/server/platform/tx";
import { listLoose, setAuthority } from "./authority-store";
import { actionsFor, authorityOf, indexActions } from "./core/governed";
import { firstDayKept } from "./core/retention";
import { dropRuns } from "./event-run-store";
import { daysAhead, ensureDays, forgetDays, retentionInForce } from "./partitions";
import { prune } from "./retention";
import { foldOutcomes } from "./source-store";
import { dropWords } from "./words-store";

/** How long an action may come after the step that it allowed: its proposal was underway, or the worker was. */
const LATE_MS = 3_600_000;
/** How long it takes at most until what was written at a moment is there to be read, whichever clock told the moment. */
const SLACK_MS = 300_000;
const PLACES_AT_ONCE = 500;
const WORDS_AT_ONCE = 5_000;

/** Sums up what became of batches, until nothing is left to sum up. */
export async function foldCounts(): Promise<void> {
  while ((await inPgTransaction(foldOutcomes)) > 0);
}

// Of the worker: what an earlier run saw need not be looked at by the next one.
let lookedAtMs = Number.NEGATIVE_INFINITY;

/** Gives the loose steps of these traces and runs their actions. */
async function joinActions(since: Date, places: Places): Promise<void> {
  const steps = await listLoose(since, places);
  if (steps.length === 0) return;
  const runIds = new Set(steps.flatMap(({ runId }) => runId ?? []));
  const index = indexActions(await tracedActions(new Set(), new Set(steps.map(({ traceId }) => traceId)), runIds));
  const found = steps.flatMap((step) => {
    const asked = { ...step, kind: "tool", claimedActionId: null } as const;
    const { actionId, governed } = authorityOf(asked, actionsFor(asked, index));
    return actionId === null ? [] : [{ ...step, actionId, governed: governed === true }];
  });
  if (found.length > 0) await inPgTransaction((tx) => setAuthority(tx, found));
}

/**
 * Looks again for the actions of tool steps that seemed to have none: which of the two came first must make no difference. It goes
 * by the actions that are new or newly consumed, since most steps without one never get any.
 */
export async function joinLateActions(now: Date): Promise<void> {
  const since = new Date(now.getTime() - LATE_MS);
  const notSeen = Math.min(lookedAtMs, now.getTime()) - SLACK_MS;
  const { traceIds, runIds } = await placesChangedSince(new Date(Math.max(since.getTime(), notSeen)));
  for (let at = 0; at < Math.max(traceIds.length, runIds.length); at += PLACES_AT_ONCE) {
    const part = (ids: readonly string[]) => ids.slice(at, at + PLACES_AT_ONCE);
    await joinActions(since, { traceIds: part(traceIds), runIds: part(runIds) });
  }
  lookedAtMs = now.getTime();
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

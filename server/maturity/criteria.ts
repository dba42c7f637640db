import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access, rightsOf } from "./access";
import { CHECKS } from "./checks";
import { dayOf } from "./core/days";
import type { Criterion } from "./core/rubric";
import type { Result as Kept } from "./core/snapshot";
import { defaultsOf } from "./figures";
import { readNewest } from "./newest";
import { findItemOf } from "./plan-store";
import { reviewsOf } from "./reviews";
import { toItems } from "./roadmap";
import { CRITERIA } from "./rubrics";
import type { CriterionDetail } from "./schema";
import * as store from "./snapshot-store";

const DAY_MS = 86_400_000;
const PAST_DAYS = 91;

/** A past without the days on which nothing changed. */
function changesOf(past: readonly store.PastResult[]): CriterionDetail["history"] {
  const told = past.map(({ at, state, held }) => ({ at: at.toISOString(), state, value: held?.[0]?.value ?? null }));
  return told.filter(({ state, value }, i) => state !== told[i - 1]?.state || value !== told[i - 1]?.value);
}

function queryOf({ id }: Criterion, kept: Kept): CriterionDetail["query"] {
  const check = CHECKS.get(id);
  return check === undefined || kept.queryVersion === null
    ? null
    : { version: kept.queryVersion, inWords: check.inWords, tookMs: kept.tookMs };
}

/** One criterion: what was measured by which query, the rows behind it, its past, and all that people said of it. */
export async function readCriterion(actor: PersonActor, id: string, now: Date = clock.now()): Promise<Result<CriterionDetail>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the maturity scorecard.");
  const criterion = CRITERIA.get(id);
  if (criterion === undefined) return refuse("not_found", "There is no such criterion.");
  const [known, { timeZone }] = await Promise.all([readNewest(), organisation()]);
  const row = known?.rows.get(id);
  if (known === null || row === undefined)
    return refuse("not_found", "Nothing was evaluated yet. It is done within a minute of the start.");
  const today = dayOf(now, timeZone);
  const [kept, past, said, item] = await Promise.all([
    store.findResult(known.snapshot.id, id),
    store.listPast(id, dayOf(new Date(now.getTime() - PAST_DAYS * DAY_MS), timeZone)),
    reviewsOf(actor, id, now),
    findItemOf(id),
  ]);
  const [planned] = item === null ? [] : await toItems([item], known, today);
  return ok({
    criterion: row,
    at: (known.snapshot.measuredAt ?? known.snapshot.at).toISOString(),
    snapshotId: known.snapshot.id,
    rubricVersion: known.snapshot.rubricVersion,
    query: kept === null ? null : queryOf(criterion, kept),
    samples: kept?.samples ?? [],
    maps: criterion.maps,
    defaults: defaultsOf(criterion),
    validDays: criterion.check.type === "attest" ? criterion.check.validDays : null,
    history: changesOf(past),
    ...said,
    item: planned ?? null,
    can: rightsOf(actor),
  });
}

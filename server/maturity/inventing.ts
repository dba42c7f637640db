import { append, entryActor } from "@/server/audit/service";
import { organisation } from "@/server/identity/service";
import { invariant } from "@/server/kernel/result";
import { systemActor } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { dayOf } from "./core/days";
import { becameMet, invert } from "./core/invented";
import { type Found, foundOf, snapshotOf } from "./core/snapshot";
import { findingOf } from "./core/verdict";
import { digestOf, readRecords } from "./evaluating";
import { RUBRIC } from "./rubrics";
import * as store from "./snapshot-store";

const DAY_MS = 86_400_000;

export type Past = {
  /** The days to have a snapshot of, by how long ago they are, the oldest first. */
  readonly daysAgo: readonly number[];
  /** Criteria that are not met today and were until so many days ago. */
  readonly fallen: readonly string[];
  readonly fellDaysAgo: number;
};

/** What is known of a day: what is found today, without what became so since, and with what has fallen since. */
function foundThen(found: ReadonlyMap<string, Found>, at: number, past: Past, since: ReadonlyMap<string, number>, fellAt: number) {
  const fallen = new Set(past.fallen);
  return new Map(
    [...found].map(([id, one]): [string, Found] => {
      const hasFallen = fallen.has(id) && at < fellAt && findingOf(one.held) === "not_met";
      const isTooEarly = (since.get(id) ?? at) > at;
      return [id, hasFallen || isTooEarly ? invert(one) : { ...one, samples: [], tookMs: 0 }];
    }),
  );
}

/**
 * Makes up the weeks before the newest snapshot for a demo organisation, which has none: out of what was found in that one, and of
 * what people had said by then. Each such snapshot and its entry in the record say that they are invented, and none is ever taken
 * for where the organisation stands. Throws in any other organisation.
 */
export async function inventPast(past: Past): Promise<void> {
  await inTransaction(async (tx) => {
    const { isDemo, timeZone } = await organisation(tx);
    invariant(isDemo, "the past is made up in a demo organisation alone");
    await store.lockSnapshots(tx);
    const newest = await store.findNewest(tx);
    invariant(newest !== null, "there is nothing yet from which a past could be made up");
    const found = new Map(
      (await store.listWhole(newest.id, tx)).map(foundOf).flatMap((one) => (one === null ? [] : [[one.criterion, one] as const])),
    );
    const now = newest.at.getTime();
    const moments = past.daysAgo.map((days) => new Date(now - days * DAY_MS));
    const met = RUBRIC.criteria.map(({ id }) => id).filter((id) => findingOf(found.get(id)?.held ?? []) === "met" && found.has(id));
    // The last week is left to what fell: all that rose had risen by then.
    const since = becameMet(met, moments[0]?.getTime() ?? now, now - 10 * DAY_MS);
    const fellAt = now - past.fellDaysAgo * DAY_MS;
    const sealed = [];
    for (const at of moments) {
      const then = foundThen(found, at.getTime(), past, since, fellAt);
      const moment = { at, day: dayOf(at, timeZone), measuredAt: null, isDaily: false, origin: "demo", tookMs: 0 } as const;
      const content = snapshotOf(RUBRIC, then, await readRecords(tx, at), moment);
      sealed.push({ id: newId("maturitySnapshot"), digest: digestOf(content), content });
    }
    await store.insertSnapshots(tx, sealed);
    const entries = sealed.map(({ id, digest, content: { day, at, rubricVersion, level, score } }) => ({
      kind: "maturity.past_invented" as const,
      actor: entryActor(systemActor),
      subject: { type: "maturity_snapshot", id },
      occurredAt: new Date(at),
      data: { day, rubricVersion, level, scoreHundredths: Math.round(score * 100), digest },
    }));
    await append(tx, ...entries);
  });
}

import { append, entryActor } from "@/server/audit/service";
import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { type Actor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { isDatabaseAway, logFailure } from "@/server/platform/database-away";
import { digestOfJson } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { listStanding } from "./assessment-store";
import { CHECKS } from "./checks";
import { dayOf } from "./core/days";
import type { Check, Measurement } from "./core/measurement";
import { type Criterion, DIMENSION_IDS, type Limits } from "./core/rubric";
import { type Found, foundOf, type Records, type SnapshotContent, snapshotOf } from "./core/snapshot";
import { attestedFinding, validUntilOf } from "./core/state";
import { verdictOf } from "./core/verdict";
import { limitsOf, readFigures, weightOf } from "./figures";
import { hasFleet } from "./fleet-store";
import { measureFleet } from "./measuring";
import { isTooSlow } from "./query-store";
import { CRITERIA, RUBRIC } from "./rubrics";
import * as store from "./snapshot-store";
import { listConfirmed, listStandingWaivers } from "./waiver-store";

/** A worker that died while it evaluated gives its turn up after so long. */
const TURN_MS = 5 * 60_000;

const TOO_SLOW = "The query took over two seconds, twice, and was ended, so there is no figure. It is asked again at the next evaluation.";
const FAILED = "The query failed, so there is no figure. The log of Reeve says why.";

/** Measures, and once more where the query was ended: a busy minute is no reason to let a criterion fall. */
const measureTwice = (check: Check, at: Date): Promise<Measurement> =>
  check.measure(at).catch((error: unknown) => {
    if (isTooSlow(error)) return check.measure(at);
    throw error;
  });

/** What a check measured; where its query failed, that there is nothing, and why. */
async function measure(check: Check, conditions: number, at: Date): Promise<Measurement> {
  try {
    return await measureTwice(check, at);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    const isSlow = isTooSlow(error);
    if (!isSlow) logFailure(error, "a check of the maturity scorecard failed", { criterion: check.criterion });
    const readings = Array.from({ length: conditions }, () => ({ value: null }));
    return { readings, n: 0, samples: [], missing: isSlow ? TOO_SLOW : FAILED };
  }
}

async function find({ id, check: terms }: Criterion, at: Date, limits: Limits): Promise<Found | null> {
  const check = CHECKS.get(id);
  if (check === undefined || terms.type !== "auto") return null;
  const begun = performance.now();
  const measurement = await measure(check, terms.conditions.length, at);
  const { held, n, minSample, lack, missing } = verdictOf(terms, measurement, limits);
  const tookMs = Math.round(performance.now() - begun);
  const { version: queryVersion, windowDays } = check;
  return { criterion: id, queryVersion, windowDays, n, minSample, held, samples: measurement.samples, lack, missing, tookMs };
}

/** Asks every check, one after the other, so that whoever waits for a decision has the database; outside any transaction of ours. */
async function findAll(at: Date): Promise<ReadonlyMap<string, Found>> {
  const limits = limitsOf(await readFigures());
  const found = new Map<string, Found>();
  for (const criterion of RUBRIC.criteria) {
    const one = await find(criterion, at, limits);
    if (one !== null) found.set(criterion.id, one);
  }
  return found;
}

/** What people said that counts at a moment. */
export async function readRecords(tx: PrismaTx, at: Date): Promise<Records> {
  const figures = await readFigures(tx);
  const rounds = await listStanding(tx, at);
  const [waivers, exclusions] = [await listStandingWaivers(tx, at), await listConfirmed(tx, at)];
  const subjects = [...CRITERIA.keys(), ...DIMENSION_IDS];
  return {
    attested: new Map(
      rounds.map((round) => [round.subject, { id: round.id, finding: attestedFinding(round, at), validUntil: validUntilOf(round) }]),
    ),
    waivers: new Map(waivers.map(({ criterion, id, until }) => [criterion, { id, until }])),
    exclusions: new Map(exclusions.map(({ criterion, id }) => [criterion, { id }])),
    weights: new Map(subjects.map((subject) => [subject, weightOf(figures, subject)])),
  };
}

/** What a snapshot is proved by: everything that it holds, its results in the order of their names. */
export function digestOf({ origin, ...content }: SnapshotContent): string {
  const results = content.results.toSorted((a, b) => (a.criterion < b.criterion ? -1 : 1));
  return digestOfJson({ ...content, ...(origin === null ? {} : { origin }), results });
}

type Moment = { readonly at: Date; readonly measuredAt: string | null; readonly isDaily: boolean; readonly tookMs: number };

/** Writes a snapshot with its entry; null where the day has its daily one already. The caller has the lock of snapshots. */
async function take(tx: PrismaTx, actor: Actor, found: ReadonlyMap<string, Found>, moment: Moment): Promise<string | null> {
  const { at } = moment;
  const { timeZone } = await organisation(tx);
  const content = snapshotOf(RUBRIC, found, await readRecords(tx, at), { ...moment, origin: null, day: dayOf(at, timeZone) });
  const [id, digest] = [newId("maturitySnapshot"), digestOf(content)];
  if (!(await store.insertSnapshots(tx, [{ id, digest, content }]))) return null;
  await append(tx, {
    kind: "maturity.snapshot_taken",
    actor: entryActor(actor),
    subject: { type: "maturity_snapshot", id },
    occurredAt: at,
    data: {
      day: content.day,
      rubricVersion: content.rubricVersion,
      level: content.level,
      scoreHundredths: Math.round(content.score * 100),
      states: { ...content.states },
      digest,
    },
  });
  return id;
}

/**
 * When a snapshot is taken that comes after all there are. Whoever was slower to get the lock than another is later than that one, so
 * that the newest snapshot is always the one that knows everything.
 */
async function momentAfter(tx: PrismaTx, at: Date): Promise<Date> {
  const newest = await store.findNewest(tx);
  return newest === null || newest.at < at ? at : new Date(newest.at.getTime() + 1);
}

/** Evaluates every criterion and takes a snapshot; answers its id, or null where the day has its daily one already. */
async function evaluate(actor: Actor, at: Date, isDaily: boolean): Promise<string | null> {
  const begun = performance.now();
  const found = await findAll(at);
  const tookMs = Math.round(performance.now() - begun);
  return inTransaction(async (tx) => {
    await store.lockSnapshots(tx);
    const taken = await momentAfter(tx, new Date(at.getTime() + tookMs));
    return take(tx, actor, found, { at: taken, measuredAt: at.toISOString(), isDaily, tookMs });
  });
}

/** Runs an evaluation if it is nobody else's turn; undefined where it is. */
async function inTurn<T>(now: Date, work: () => Promise<T>): Promise<T | undefined> {
  const until = new Date(now.getTime() + TURN_MS);
  if (!(await store.takeTurn(now, until))) return undefined;
  try {
    return await work();
  } finally {
    await store.giveTurnBack(until, now);
  }
}

/** Takes the day's snapshot, once, whichever worker comes first; at the first start at once. */
export async function evaluateDaily(now: Date): Promise<void> {
  const { timeZone } = await organisation();
  if (await store.hasDaily(dayOf(now, timeZone))) return;
  await inTurn(now, () => evaluate(systemActor, now, true));
}

/** After the day's snapshot, counts the same by agent, once, whichever worker comes first. */
export async function measureDaily(now: Date): Promise<void> {
  const day = dayOf(now, (await organisation()).timeZone);
  if (!(await store.hasDaily(day)) || (await hasFleet(day))) return;
  await inTurn(now, async () => {
    if (!(await hasFleet(day))) await measureFleet(systemActor, now);
  });
}

/** Evaluates at once, beside the day's snapshot, and counts by agent. */
export async function evaluateNow(actor: Actor, now: Date = clock.now()): Promise<Result<{ id: string }>> {
  if (!access.evaluate(actor)) return refuse("forbidden", "Only administrators may have Reeve evaluate at once.");
  const taken = await inTurn(now, async () => {
    const id = await evaluate(actor, now, false);
    await measureFleet(actor, now);
    return id;
  });
  if (taken === undefined) return refuse("conflict", "An evaluation is under way. Look again in a minute.");
  return taken === null ? refuse("conflict", "There is a newer evaluation already. Look at it.") : ok({ id: taken });
}

/**
 * Brings what people said into a snapshot of its own, inside the transaction in which they said it: the figures are those of the
 * newest one. Before the first evaluation there is nothing to bring it into.
 */
export async function restate(tx: PrismaTx, actor: Actor, at: Date): Promise<void> {
  await store.lockSnapshots(tx);
  const newest = await store.findNewest(tx);
  if (newest === null) return;
  const results = await store.listWhole(newest.id, tx);
  const found = new Map(results.map(foundOf).flatMap((one) => (one === null ? [] : [[one.criterion, one] as const])));
  const measuredAt = (newest.measuredAt ?? newest.at).toISOString();
  await take(tx, actor, found, { at: await momentAfter(tx, at), measuredAt, isDaily: false, tookMs: newest.tookMs });
}

/** Whether a snapshot is what was taken: its digest over everything that it holds. */
export async function isIntact(snapshotId: string): Promise<boolean> {
  const [snapshot, results] = await Promise.all([store.findSnapshot(snapshotId), store.listWhole(snapshotId)]);
  if (snapshot === null) return false;
  const { id: _, digest, at, measuredAt, ...rest } = snapshot;
  return digestOf({ ...rest, at: at.toISOString(), measuredAt: measuredAt?.toISOString() ?? null, results }) === digest;
}

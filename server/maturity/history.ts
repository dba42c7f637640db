import { recordOf } from "@/server/audit/reading";
import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { changeBetween, type KeptCard } from "./core/change";
import { dayOf } from "./core/days";
import type { Dimension, Level } from "./core/rubric";
import { scoredOf } from "./core/snapshot";
import { isIntact } from "./evaluating";
import type { Known } from "./newest";
import { CRITERIA } from "./rubrics";
import type { History, MoveRow, SnapshotRow, Verified } from "./schema";
import { toSnapshot } from "./service";
import * as store from "./snapshot-store";

const DAY_MS = 86_400_000;
const FORBIDDEN = refuse("forbidden", "Your role does not show you the maturity scorecard.");

type Snapshot = Known["snapshot"];

type Pair = { readonly before: Snapshot; readonly after: Snapshot };

/** Criteria that are held against a limit which the organisation sets. */
const BOUND = [...CRITERIA.values()]
  .filter(({ check }) => check.type === "auto" && check.conditions.some(({ bound }) => typeof bound === "string"))
  .map(({ id }) => id);

/** What moved between two snapshots: neither of them ever changes, so it is reckoned once. */
const known = new Map<string, MoveRow>();
const MOST_KNOWN = 2_000;
const keyOf = ({ before, after }: Pair): string => `${before.id} ${after.id}`;

function cardOf({ rubricVersion, dimensions }: Snapshot, rows: readonly store.CardRow[]): KeptCard {
  const definitions = new Map(rows.map(({ criterion, definition }) => [criterion, definition]));
  const criteria = scoredOf(CRITERIA, rows).map((one) => ({ ...one, definition: definitions.get(one.id) ?? "" }));
  return { rubricVersion, criteria, weights: Object.fromEntries(dimensions.map(({ dimension, weight }) => [dimension, weight])) };
}

function levelsMoved(before: Snapshot, after: Snapshot): MoveRow["levels"] {
  const was = new Map<Dimension | "ALL", number>([
    ["ALL", before.level],
    ...before.dimensions.map((one) => [one.dimension, one.level] as const),
  ]);
  const is = [{ id: "ALL" as const, level: after.level }, ...after.dimensions.map((one) => ({ id: one.dimension, level: one.level }))];
  return is.flatMap(({ id, level }) => {
    const from = was.get(id);
    return from === undefined || from === level ? [] : [{ id, from: from as Level, to: level as Level }];
  });
}

const weightsOf = ({ dimensions }: Snapshot): string => dimensions.map(({ dimension, weight }) => `${dimension} ${weight}`).join();

/** Two days between which something was defined otherwise are scored again; otherwise all that moved is the world. */
async function moveBetween({ before, after }: Pair, changed: readonly store.ChangedRow[]): Promise<MoveRow> {
  const base = { from: before.day, to: after.day, levels: levelsMoved(before, after) };
  const isRedefined = changed.some((row) => row.isRedefined) || weightsOf(before) !== weightsOf(after);
  if (!isRedefined && before.rubricVersion === after.rubricVersion) {
    const criteria = changed.map(({ criterion: id, from, to }) => ({ id, from, to, by: "world" as const }));
    return { ...base, byWorld: after.score - before.score, byDefinition: 0, criteria };
  }
  const cards = Map.groupBy(await store.listCards([before.id, after.id]), ({ snapshotId }) => snapshotId);
  const { byWorld, byDefinition, moved } = changeBetween(
    cardOf(before, cards.get(before.id) ?? []),
    cardOf(after, cards.get(after.id) ?? []),
  );
  return { ...base, byWorld, byDefinition, criteria: moved };
}

const hasMoved = (before: Snapshot, after: Snapshot): boolean =>
  before.score !== after.score || before.level !== after.level || before.rubricVersion !== after.rubricVersion;

/** What moved between the two of each pair, in their order. */
async function movesOf(pairs: readonly Pair[]): Promise<MoveRow[]> {
  const open = pairs.filter((pair) => !known.has(keyOf(pair)));
  if (open.length > 0) {
    const ids = open.map(({ before, after }) => ({ before: before.id, after: after.id }));
    const changed = Map.groupBy(await store.listChanged(ids, BOUND), (row) => row.snapshotId);
    const moves = await Promise.all(open.map((pair) => moveBetween(pair, changed.get(pair.after.id) ?? [])));
    if (known.size + open.length > MOST_KNOWN) known.clear();
    for (const [i, pair] of open.entries()) known.set(keyOf(pair), moves[i] as MoveRow);
  }
  return pairs.flatMap((pair) => known.get(keyOf(pair)) ?? []);
}

const listDays = async (days: number, now: Date) =>
  store.listDays(dayOf(new Date(now.getTime() - days * DAY_MS), (await organisation()).timeZone));

/** The last snapshot of each day, oldest first. */
export async function readTrend(actor: PersonActor, days: number, now: Date = clock.now()): Promise<Result<SnapshotRow[]>> {
  return access.read(actor) ? ok((await listDays(days, now)).map(toSnapshot)) : FORBIDDEN;
}

/** The last snapshot of each day, and what moved the score where it moved: the world, or a definition. */
export async function readHistory(actor: PersonActor, days: number, now: Date = clock.now()): Promise<Result<History>> {
  if (!access.read(actor)) return FORBIDDEN;
  const snapshots = await listDays(days, now);
  const pairs = snapshots.flatMap((after, i): Pair[] => {
    const before = snapshots[i - 1];
    return before !== undefined && hasMoved(before, after) ? [{ before, after }] : [];
  });
  return ok({ snapshots: snapshots.map(toSnapshot), moves: (await movesOf(pairs)).reverse() });
}

const KINDS = ["maturity.snapshot_taken", "maturity.past_invented"];

/** Whether a snapshot still is what was taken: everything that it holds against its digest, and that against the one in the record. */
export async function verifySnapshot(actor: PersonActor, id: string): Promise<Result<Verified>> {
  if (!access.read(actor)) return FORBIDDEN;
  const snapshot = await store.findSnapshot(id);
  if (snapshot === null) return refuse("not_found", "There is no such snapshot.");
  const [isWhole, entry] = await Promise.all([isIntact(id), recordOf({ kinds: KINDS, subjectId: id, occurredAt: snapshot.at })]);
  const isOnRecord = entry !== null && entry.data.digest === snapshot.digest;
  return ok({
    isIntact: isWhole && isOnRecord,
    isOnRecord,
    digest: snapshot.digest,
    entryId: entry?.id ?? null,
    canOpen: access.openRecord(actor),
  });
}

import * as audit from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { type Actor, type PersonActor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { type Days, faultsOf, firstDayKept, goesAt, STREAMS, type Stream } from "./core/retention";
import { retentionInForce } from "./partitions";
import type { ChangeRetentionInput, Loss, RetentionPage, StreamState } from "./retention-schema";
import { dropPartition, insertRetention, listPartitions, type Partition, readDay } from "./retention-store";

const REFUSED = {
  read: refuse("forbidden", "Your role does not show you how long traces are kept."),
  change: refuse("forbidden", "Only administrators change how long traces are kept."),
  conflict: refuse("conflict", "Someone else changed the retention meanwhile. Look at theirs, then change it again."),
  same: refuse("invalid_request", "Nothing is different: this is how long it is kept already."),
} as const;

/** Days that the database never counted are counted here, so many at most: beyond, the figure is that of the others. */
const MOST_COUNTED = 40;

/** The table that is the stream; others only take up room. */
const MAIN: Readonly<Record<Stream, string>> = { steps: "step", payloads: "step_payload", events: "step_event", metrics: "metric_sample" };

// One after the other: a page must not take the connections that others need.
async function recordsOf(partitions: readonly Partition[]): Promise<bigint> {
  const full = partitions.filter(({ isEmpty }) => !isEmpty);
  let sum = full.reduce((all, { records }) => all + (records ?? 0n), 0n);
  for (const uncounted of full.filter(({ records }) => records === null).slice(-MOST_COUNTED)) sum += (await readDay(uncounted)).records;
  return sum;
}

const bytesOf = (partitions: readonly Partition[]): bigint => partitions.reduce((sum, { bytes }) => sum + bytes, 0n);

/** The first of these days that holds something: files may be left where nothing is. */
async function firstRecord(partitions: readonly Partition[], pick: "first" | "last"): Promise<Date | null> {
  for (const partition of partitions.filter(({ isEmpty }) => !isEmpty)) {
    const found = (await readDay(partition))[pick];
    if (found !== null) return found;
  }
  return null;
}

async function stateOf(stream: Stream, days: number, all: readonly Partition[]): Promise<StreamState> {
  const own = all.filter((partition) => partition.stream === stream);
  const main = own.filter(({ table }) => table === MAIN[stream]);
  const oldest = await firstRecord(main, "first");
  const newest = await firstRecord([...main].reverse(), "last");
  const records = await recordsOf(main);
  const next = oldest === null ? null : oldest.toISOString().slice(0, 10);
  return {
    stream,
    days,
    oldestAt: oldest?.toISOString() ?? null,
    newestAt: newest?.toISOString() ?? null,
    records: String(records),
    fullDays: main.filter(({ isEmpty }) => !isEmpty).length,
    allDays: main.length,
    bytes: String(bytesOf(own)),
    next: next === null ? null : { day: next, at: goesAt(next, days) },
  };
}

/** How long each stream is kept, and what the database holds of it. */
export async function readRetention(actor: Actor): Promise<Result<RetentionPage>> {
  if (!access.readSources(actor)) return REFUSED.read;
  const [inForce, partitions] = await Promise.all([retentionInForce(), listPartitions()]);
  const { version, days, change } = inForce;
  const streams: StreamState[] = [];
  for (const stream of STREAMS) streams.push(await stateOf(stream, days[stream], partitions));
  const [author] = change === null ? [] : await listPeopleByIds([change.authorId]);
  return ok({
    version,
    days,
    change:
      change === null ? null : { author: author?.name ?? "someone who left", reason: change.reason, at: change.changedAt.toISOString() },
    streams,
    can: { change: access.administer(actor) },
  });
}

async function lossesOf(days: Days, now: Date): Promise<readonly Loss[]> {
  const partitions = await listPartitions();
  const losses: Loss[] = [];
  for (const stream of STREAMS) {
    const before = firstDayKept(now, days[stream]);
    const going = partitions.filter((partition) => partition.stream === stream && partition.day < before && !partition.isEmpty);
    const main = going.filter(({ table }) => table === MAIN[stream]);
    const [first, last] = [main[0], main.at(-1)];
    if (first === undefined || last === undefined) continue;
    const records = String(await recordsOf(main));
    losses.push({ stream, days: main.length, from: first.day, to: last.day, records, bytes: String(bytesOf(going)) });
  }
  return losses;
}

/** What would go at once if streams were kept for other days. */
export async function previewRetention(actor: Actor, days: Days, now: Date = clock.now()): Promise<Result<readonly Loss[]>> {
  return access.readSources(actor) ? ok(await lossesOf(days, now)) : REFUSED.read;
}

/** Changes how long streams are kept. What would go must have been shown and confirmed; the worker deletes it. */
export async function changeRetention(
  actor: PersonActor,
  { baseVersion, days, reason, isConfirmed }: ChangeRetentionInput,
  now: Date = clock.now(),
): Promise<Result<{ readonly version: number }>> {
  if (!access.administer(actor)) return REFUSED.change;
  const before = await retentionInForce();
  if (before.version !== baseVersion) return REFUSED.conflict;
  const faults = faultsOf(days);
  if (faults.length > 0) {
    const errors = faults.map(({ stream, message }) => ({ path: `days.${stream}`, message }));
    return refuse("invalid_request", "It cannot be kept so.", { errors });
  }
  if (STREAMS.every((stream) => days[stream] === before.days[stream])) return REFUSED.same;
  if (!isConfirmed && (await lossesOf(days, now)).length > 0)
    return refuse("invalid_request", "Something would be deleted: look at what, and confirm it.", {
      errors: [{ path: "isConfirmed", message: "is not given" }],
    });
  const version = baseVersion + 1;
  const isFirst = await inTransaction(async (tx) => {
    if (!(await insertRetention(tx, { version, days, authorId: actor.id, reason, changedAt: now }))) return false;
    await audit.append(tx, {
      kind: "retention.changed",
      actor: audit.entryActor(actor),
      subject: { type: "retention", id: "traces" },
      occurredAt: now,
      data: { version, before: { ...before.days }, days: { ...days } },
    });
    return true;
  });
  return isFirst ? ok({ version }) : REFUSED.conflict;
}

/** Deletes the days that are past their retention, each whole, in one transaction with its entry in the audit log. */
export async function prune(now: Date): Promise<void> {
  const { days, version } = await retentionInForce();
  const partitions = await listPartitions();
  for (const { stream, table, day } of partitions) {
    if (day >= firstDayKept(now, days[stream])) continue;
    await inTransaction(async (tx) => {
      const dropped = await dropPartition(tx, { table, day });
      if (dropped === null || dropped.rows === 0n) return; // nothing was in it
      const data = { stream, table, day, records: Number(dropped.rows), bytes: Number(dropped.bytes), days: days[stream], version };
      await audit.append(tx, {
        kind: "retention.pruned",
        actor: audit.entryActor(systemActor),
        subject: { type: "retention", id: "traces" },
        occurredAt: now,
        data,
      });
    });
  }
}

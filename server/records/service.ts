import { append, entryActor } from "@/server/audit/service";
import { agentPairs } from "@/server/fleet/identities";
import { cursorAfter, readCursor } from "@/server/kernel/cursor";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { digestOfJson } from "@/server/platform/digest";
import { newId } from "@/server/platform/new-id";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { faultsOf } from "./core/kinds";
import { choices, subjectsOf } from "./naming";
import type { ListRecordsInput, RecordInput, RecordPage, RecordResource, RecordRights, Subjects } from "./schema";
import * as store from "./store";
import { toResources } from "./view";

const REFUSED = {
  read: refuse("forbidden", "This key lacks the scope maturity:read or records:write."),
  write: refuse("forbidden", "Only operators, auditors and keys with records:write put something on record."),
  other: refuse("agent_mismatch", "This key may speak of its own agent alone."),
  gone: refuse("conflict", "That record was corrected or withdrawn meanwhile, or is of another kind. Look at it again."),
  unknown: refuse("not_found", "There is no such record."),
  reused: refuse("idempotency_conflict", "This Idempotency-Key was used for a record that says something else."),
} as const;

type NewEntry = Parameters<typeof append>[1];

/** Clocks differ a little; what is further ahead has not happened. */
const AHEAD_MS = 5 * 60_000;

function faultOf(actor: Actor, input: RecordInput, now: Date) {
  if (!access.speakOf(actor, input.agent ?? null)) return REFUSED.other;
  const errors = faultsOf(input.kind, input.facts).map(({ path, message }) => ({ path: `facts.${path}`, message }));
  if (Date.parse(input.happenedAt) > now.getTime() + AHEAD_MS)
    errors.unshift({ path: "happenedAt", message: "This has not happened yet." });
  const [first] = errors;
  return first === undefined ? null : refuse("invalid_request", `The record is not valid. ${first.path}: ${first.message}`, { errors });
}

type Asked = { readonly key: string; readonly hash: string } | null;

/** The rows that these records come to, or what is wrong with one of them. */
async function prepare(actor: Actor, inputs: readonly RecordInput[], asked: Asked, now: Date): Promise<Result<readonly store.NewRecord[]>> {
  if (!access.write(actor)) return REFUSED.write;
  for (const input of inputs) {
    const fault = faultOf(actor, input, now);
    if (fault !== null) return fault;
  }
  const subjects = await subjectsOf(inputs);
  if (!subjects.ok) return subjects;
  const { type, id } = entryActor(actor);
  const rows = inputs.flatMap((input, place) => {
    const subject = subjects.value[place];
    if (subject === undefined) return [];
    return {
      ...subject,
      id: newId("governanceRecord"),
      kind: input.kind,
      happenedAt: new Date(input.happenedAt),
      validUntil: input.validUntil ? new Date(input.validUntil) : null,
      facts: input.facts,
      link: input.link ?? null,
      note: input.note || null,
      authorType: type,
      authorId: id,
      recordedAt: now,
      idempotencyKey: asked?.key ?? null,
      requestHash: asked?.hash ?? null,
      supersedesId: input.corrects ?? null,
    };
  });
  return ok(rows);
}

const entryOf = (actor: Actor, row: store.NewRecord, agentName: string | null): NewEntry => ({
  kind: row.supersedesId === null ? "record.added" : "record.corrected",
  actor: entryActor(actor),
  subject: { type: "record", id: row.id },
  agentName,
  occurredAt: row.recordedAt,
  data: {
    kind: row.kind,
    happenedAt: row.happenedAt.toISOString(),
    agentId: row.agentId,
    personId: row.personId,
    teamId: row.teamId,
    supersedesId: row.supersedesId,
    // What it says is text of people and machines: the entry proves it without telling it.
    digest: digestOfJson({ facts: row.facts, link: row.link, note: row.note, validUntil: row.validUntil?.toISOString() ?? null }),
  },
});

async function write(
  tx: PrismaTx,
  actor: Actor,
  rows: readonly store.NewRecord[],
  inputs: readonly RecordInput[],
  now: Date,
): Promise<Result<void>> {
  for (const { supersedesId, kind, agentId } of rows) {
    if (supersedesId === null) continue;
    // Who is bound to one agent corrects records of that one alone.
    const of = { id: supersedesId, kind, ...(actor.kind === "key" && actor.agentName !== null ? { agentId } : {}) };
    if (!(await store.end(tx, of, { endedById: actor.id ?? "", endReason: null }, now))) return REFUSED.gone;
  }
  await store.insert(tx, rows);
  await append(tx, ...rows.map((row, place) => entryOf(actor, row, inputs[place]?.agent ?? null)));
  return ok(undefined);
}

/** Puts many records on record at once, all of them or none. */
export async function addRecords(
  actor: Actor,
  inputs: readonly RecordInput[],
  now: Date = clock.now(),
): Promise<Result<{ count: number }>> {
  const rows = await prepare(actor, inputs, null, now);
  if (!rows.ok) return rows;
  const done = await inTransaction((tx) => write(tx, actor, rows.value, inputs, now));
  return done.ok ? ok({ count: inputs.length }) : done;
}

/**
 * Puts a record on record, or corrects the one that it names: that one counts no more. The same key and words again answer the
 * record that they made; other words under the same key are refused.
 */
export async function addRecord(actor: Actor, input: RecordInput, key: string | null = null): Promise<Result<RecordResource>> {
  const now = clock.now();
  const asked = key === null ? null : { key, hash: digestOfJson(input) };
  const rows = await prepare(actor, [input], asked, now);
  if (!rows.ok) return rows;
  const done = await inTransaction(async (tx): Promise<Result<string>> => {
    const before = asked === null ? null : await answered(tx, actor, asked);
    if (before !== null) return before;
    const written = await write(tx, actor, rows.value, [input], now);
    return written.ok ? ok(rows.value[0]?.id ?? "") : written;
  });
  return done.ok ? readRecord(actor, done.value) : done;
}

/** What this key was answered under these words before; null where it asks for the first time. */
async function answered(tx: PrismaTx, { id }: Actor, { key, hash }: NonNullable<Asked>): Promise<Result<string> | null> {
  if (id === null) return null;
  await store.lockRequest(tx, id, key);
  const before = await store.findRequest(tx, id, key);
  return before === null ? null : before.requestHash === hash ? ok(before.id) : REFUSED.reused;
}

/** One record, as it stands. */
async function readRecord(actor: Actor, id: string): Promise<Result<RecordResource>> {
  const row = await store.find(id);
  if (!access.read(actor) || row === null) return REFUSED.unknown;
  const [view] = await toResources([row]);
  return view === undefined ? REFUSED.unknown : ok(view);
}

/** Withdraws a record that was wrong altogether: it stays to be read, and counts no more. */
export async function withdrawRecord(
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<Result<void>> {
  if (!access.write(actor) || actor.kind !== "person") return REFUSED.write;
  const now = clock.now();
  return inTransaction(async (tx) => {
    if (!(await store.end(tx, { id }, { endedById: actor.id, endReason: reason }, now))) return REFUSED.gone;
    const subject = { type: "record", id };
    await append(tx, {
      kind: "record.withdrawn",
      actor: entryActor(actor),
      subject,
      occurredAt: now,
      data: { reason: digestOfJson(reason) },
    });
    return ok(undefined);
  });
}

/** One page of records by when it happened, newest first. A key that is bound to one agent sees those of that one. */
export async function listRecords(actor: Actor, input: ListRecordsInput): Promise<Result<RecordPage>> {
  if (!access.read(actor)) return REFUSED.read;
  const after = readCursor(input.cursor, "governanceRecord");
  if (!after.ok) return after;
  const bound = actor.kind === "key" ? actor.agentName : null;
  if (bound !== null && input.agent !== undefined && input.agent !== bound) return REFUSED.other;
  const agent = bound ?? input.agent;
  const agentId = agent === undefined ? undefined : await idOfAgent(agent);
  if (agentId === null) return ok({ items: [], nextCursor: null });
  const { id, kind, limit } = input;
  const rows = await store.list({ id, kind, agentId, isStanding: input.state === "standing", after: after.value, limit });
  const items = await toResources(rows.slice(0, limit));
  return ok({ items, nextCursor: cursorAfter(rows, limit, ({ happenedAt: at, id }) => ({ at, id })) });
}

async function idOfAgent(agent: string): Promise<string | null> {
  return (await agentPairs({ names: [agent] }))[0]?.id ?? null;
}

/** What the one who asks may do about records, and what a record can be about. */
export async function recordChoices(actor: Actor): Promise<Result<Subjects & { readonly can: RecordRights }>> {
  if (!access.read(actor)) return REFUSED.read;
  return ok({ ...(await choices()), can: { add: access.write(actor) } });
}

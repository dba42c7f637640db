import { cursorAfter, readCursor } from "@/server/kernel/cursor";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import { idsIn } from "./core/ids-in";
import type { AuditEntry, EntryPage, ListEntriesInput, Names, OneEntry, Story } from "./schema";
import { type EntryRow, findEntry, findEntryAbout, listOfAction, listPage } from "./store";

/** Gives the names of people, keys, groups, tools and teams. Passed in, since the audit log stands below all that have names. */
export type NamesOf = (ids: readonly string[]) => Promise<Names>;

/** One action has few entries; a story that passes this is cut, and its last entries are in the list. */
const STORY_LIMIT = 500;

const toEntry = (row: EntryRow): AuditEntry => ({
  id: row.id,
  kind: row.kind,
  actor: row.actor,
  subject: row.subject,
  actionId: row.actionId,
  agentName: row.agentName,
  occurredAt: row.occurredAt.toISOString(),
  recordedAt: row.recordedAt.toISOString(),
  data: row.data,
  canonical: row.canonical,
  leafHash: row.leaf.toString("hex"),
  isSequenced: false,
});

const forbidden = () => refuse("forbidden", "The audit log is open to auditors, operators and administrators.");

/** A page of the record, newest first. Entries that several filters fit are given once; none is left out between pages. */
export async function listEntries(actor: PersonActor, input: ListEntriesInput, namesOf: NamesOf): Promise<Result<EntryPage>> {
  if (!access.listEntries(actor)) return forbidden();
  const after = readCursor(input.cursor, "auditEntry");
  if (!after.ok) return after;
  const rows = await listPage(input, after.value, input.limit + 1);
  const items = rows.slice(0, input.limit).map(toEntry);
  const nextCursor = cursorAfter(rows, input.limit, ({ occurredAt, id }) => ({ at: occurredAt, id }));
  return ok({ items, names: await namesOf(idsIn(items)), nextCursor });
}

/** One entry by its id. */
export async function readEntry(actor: PersonActor, id: string, namesOf: NamesOf): Promise<Result<OneEntry>> {
  if (!access.listEntries(actor)) return forbidden();
  const row = await findEntry(id);
  if (row === null) return refuse("not_found", "There is no such entry.");
  const entry = toEntry(row);
  return ok({ entry, names: await namesOf(idsIn([entry])) });
}

/** Everything on record about one action, in the order in which it happened. */
export async function readStory(actor: PersonActor, actionId: string, namesOf: NamesOf): Promise<Result<Story>> {
  if (!access.readStory(actor)) return refuse("forbidden", "Your role does not allow this.");
  const items = (await listOfAction(actionId, STORY_LIMIT)).map(toEntry);
  return ok({ items, names: await namesOf(idsIn(items)) });
}

/** What the record says of one thing that happened, for the domain that keeps the thing: it holds the one against the other. */
export async function recordOf(about: Parameters<typeof findEntryAbout>[0]): Promise<Pick<AuditEntry, "id" | "kind" | "data"> | null> {
  const row = await findEntryAbout(about);
  return row && { id: row.id, kind: row.kind, data: row.data };
}

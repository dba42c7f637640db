import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import { searchWordsOf } from "./core/search-words";
import { toLine } from "./present";
import type { ListTracesInput, TraceLine, TracePage } from "./schema";
import * as store from "./trace-list-store";
import { findTrace } from "./trace-store";

/** A place in the list: the exact start of the last trace, and its id. */
const encodePlace = ({ at, id }: store.Place): string => Buffer.from(`${at} ${id}`).toString("base64url");

function decodePlace(cursor: string): store.Place | null {
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]{8,15}[+-]\d\d:\d\d) ([0-9a-f]{32})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  return at === undefined || id === undefined ? null : { at, id };
}

/** Shorter words are looked for as they are: too many begin so. */
const SHORTEST_BEGINNING = 3;
const MOST_WORDS = 8;

/** Words as PostgreSQL looks for them: any that begins so. Who may not read payloads looks in names alone (weight A). */
function queriesOf(text: string, mayReadPayloads: boolean): readonly string[] {
  const words = [...new Set(searchWordsOf(text))].slice(0, MOST_WORDS);
  return words.map((word) => {
    const flags = `${word.length >= SHORTEST_BEGINNING ? "*" : ""}${mayReadPayloads ? "" : "A"}`;
    return flags === "" ? `'${word}'` : `'${word}':${flags}`;
  });
}

const ID = /^[0-9a-f]{8,32}$/;

/** What a text asks for: a trace by its id, or by the words of its names and payloads; null when it holds nothing to look for. */
async function searchOf(actor: Actor, text: string): Promise<Pick<store.Filter, "idPrefix" | "words"> | null> {
  const prefix = text.trim().toLowerCase();
  if (ID.test(prefix) && (await store.hasIdPrefix(prefix))) return { idPrefix: prefix };
  const words = queriesOf(text, access.readPayloads(actor));
  return words.length === 0 ? null : { words };
}

/**
 * A page of traces, newest first; or, in another order, the foremost of the newest. A page may hold fewer than asked for
 * because the search had gone back far enough for one: it then says how far, and where it goes on.
 */
export async function listTraces(actor: Actor, input: ListTracesInput): Promise<Result<TracePage>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you this.");
  const { cursor, limit, text, order, ...filter } = input;
  const after = cursor ? decodePlace(cursor) : null;
  if (cursor && after === null) return refuse("invalid_request", "This page of the list cannot be found: start from the top.");
  const search = text === undefined ? {} : await searchOf(actor, text);
  if (search === null) return ok({ items: [], nextCursor: null, searchedTo: null });
  const { rows, reached } = await store.listTraces({ ...filter, ...search }, after, order, limit + 1);
  const items = rows.slice(0, limit).map(toLine);
  const searchedTo = reached === null ? null : new Date(reached.at).toISOString();
  if (order !== "newest") return ok({ items, nextCursor: null, searchedTo });
  const next = rows.length > limit ? rows[limit - 1] : reached;
  return ok({ items, nextCursor: next ? encodePlace(next) : null, searchedTo: rows.length > limit ? null : searchedTo });
}

/** What a trace took and cost so far, as its line of the list says; null when nothing of it has come. */
export async function readLine(actor: Actor, traceId: string): Promise<Result<TraceLine | null>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you traces.");
  const trace = await findTrace(traceId);
  return ok(trace === null ? null : toLine(trace));
}

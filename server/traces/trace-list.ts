import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import { narrow } from "./narrowing";
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

/**
 * A page of traces, newest first; or, in another order, the foremost of the newest. A page may hold fewer than asked for
 * because the search had gone back far enough for one: it then says how far, and where it goes on.
 */
export async function listTraces(actor: Actor, input: ListTracesInput): Promise<Result<TracePage>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you this.");
  const { cursor, limit, order, ...asked } = input;
  const after = cursor ? decodePlace(cursor) : null;
  if (cursor && after === null) return refuse("invalid_request", "This page of the list cannot be found: start from the top.");
  const filter = await narrow(actor, asked);
  if (filter === null) return ok({ items: [], nextCursor: null, searchedTo: null });
  const { rows, reached } = await store.listTraces(filter, after, order, limit + 1);
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

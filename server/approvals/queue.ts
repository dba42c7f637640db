import { cursorAfter, readCursor } from "@/server/kernel/cursor";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { deciderOf } from "./deciders";
import { peopleOf, toRow, viewerOf } from "./rows";
import type { QueueCounts, QueueInput, QueuePage, QueueRow } from "./schema";
import * as store from "./store";

const HOUR_MS = 60 * 60_000;

/** One page of what is open, most urgent or newest first. Pages follow each other without gaps or repeats, whatever was decided meanwhile. */
export async function listQueue(actor: PersonActor, input: QueueInput): Promise<Result<QueuePage>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const now = clock.now();
  const after = readCursor(input.cursor, "approval", input.sort);
  if (!after.ok) return after;
  const decider = await deciderOf(actor);
  const found = await store.listQueue(input, decider, after.value, now);
  const records = found.slice(0, input.limit);
  const viewer = await viewerOf(actor, decider, { personIds: records.flatMap(peopleOf), records }, now);
  const rows = records.map((record) => toRow(record, viewer));
  return ok({
    items: input.text === undefined ? rows : rows.filter(holds(input.text)),
    nextCursor: cursorAfter(
      found,
      input.limit,
      (row) => ({ at: input.sort === "urgency" ? row.urgencyAt : row.createdAt, id: row.id }),
      input.sort,
    ),
    asOf: now.toISOString(),
  });
}

/** What is hidden from a reader cannot be found by them either: a row must hold the text as they see it. */
const holds = (text: string) => {
  const wanted = text.toLowerCase();
  return (row: QueueRow) => [row.title, row.agentName, row.toolName].some((shown) => shown.toLowerCase().includes(wanted));
};

/** How much is open and how pressing it is, for this person and in all. */
export async function countQueue(actor: PersonActor): Promise<Result<QueueCounts>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const now = clock.now();
  return ok(await store.countQueue(await deciderOf(actor), now, new Date(now.getTime() + HOUR_MS)));
}

import { StreamQuery } from "@/server/actions/schema";
import { decisions, startOfStream } from "@/server/gate/stream";
import { refuse } from "@/server/kernel/result";
import { logFailure } from "@/server/platform/database-away";
import { eventStream, type StreamEvent } from "@/server/platform/event-stream";
import { readQuery, restRoute } from "@/server/platform/rest";
import { takeSlot } from "@/server/platform/slots";

export const dynamic = "force-dynamic";

/** Each line asks the database now and then; an agent's process needs one. */
const STREAMS_A_KEY = 100;

export const GET = restRoute(["actions:read", "actions:write"], async ({ request, actor }) => {
  const query = readQuery(request, StreamQuery);
  if (!query.ok) return query;
  // A browser's EventSource resumes with the header; it outranks the address, which stays what it was at the start.
  const start = await startOfStream(request.headers.get("last-event-id") ?? query.value.cursor ?? null);
  if (!start.ok) return start;
  const leave = takeSlot(`stream:${actor.id}`, STREAMS_A_KEY);
  if (leave === null) return refuse("rate_limited", `This key has ${STREAMS_A_KEY} streams open. One is enough: close the others.`);
  request.signal.addEventListener("abort", leave, { once: true });
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal]);
  async function* events(from: bigint): AsyncGenerator<StreamEvent | null> {
    for await (const decision of decisions(actor, from, signal)) {
      yield decision && { id: String(decision.cursor), event: "decision", data: decision.answer };
    }
  }
  return eventStream(events(start.value), String(start.value), (error) => {
    leave();
    gone.abort();
    if (error !== undefined) logFailure(error, "a stream of decisions ended early");
  });
});

import { decisions, startOfStream } from "@/server/gate/stream";
import { eventStream, type StreamEvent } from "@/server/platform/event-stream";
import { log } from "@/server/platform/log";
import { restRoute } from "@/server/platform/rest";

export const dynamic = "force-dynamic";

export const GET = restRoute(["actions:read", "actions:write"], async ({ request, actor }) => {
  // A browser's EventSource resumes with the header; it outranks the address, which stays what it was at the start.
  const cursor = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("cursor");
  const start = await startOfStream(cursor);
  if (!start.ok) return start;
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal]);
  async function* events(from: bigint): AsyncGenerator<StreamEvent | null> {
    for await (const decision of decisions(actor, from, signal)) {
      yield decision && { id: String(decision.cursor), event: "decision", data: decision.answer };
    }
  }
  return eventStream(events(start.value), String(start.value), (error) => {
    gone.abort();
    if (error !== undefined) log.warn({ err: error }, "a stream of decisions ended early");
  });
});

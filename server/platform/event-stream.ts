const HEARTBEAT_MS = 15_000;

/** One server-sent event. */
export type StreamEvent = { readonly id: string; readonly event: string; readonly data: unknown };
type Events = AsyncGenerator<StreamEvent | null>;

/** The events as they go over the wire. Quiet times are broken by comments, so that proxies do not close the line. */
async function* lines(events: Events, firstId: string): AsyncGenerator<string> {
  yield `retry: 2000\nid: ${firstId}\n: connected\n\n`;
  let lastSentMs = performance.now();
  for await (const event of events) {
    const isQuiet = performance.now() - lastSentMs >= HEARTBEAT_MS;
    if (event === null && !isQuiet) continue;
    lastSentMs = performance.now();
    yield event === null ? ": still here\n\n" : `id: ${event.id}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;
  }
}

/**
 * Server-sent events from a generator, which yields null when it has nothing to tell. When it fails, the stream ends
 * and the client resumes from its last id.
 */
export function eventStream(events: Events, firstId: string, onEnd: (error?: unknown) => void): Response {
  const encoder = new TextEncoder();
  const text = lines(events, firstId);
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await text.next();
        if (done) {
          onEnd();
          controller.close();
        } else controller.enqueue(encoder.encode(value));
      } catch (error) {
        onEnd(error);
        controller.close();
      }
    },
    cancel: () => onEnd(),
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" },
  });
}

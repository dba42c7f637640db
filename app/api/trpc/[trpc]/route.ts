import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { MAX_BATCH } from "@/server/kernel/batch";
import { isDatabaseAway, logFailure } from "@/server/platform/database-away";
import { isSameOrigin } from "@/server/platform/origin";
import { readBytes } from "@/server/platform/rest";
import { createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";

export const dynamic = "force-dynamic";

const handle = (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext,
    maxBatchSize: MAX_BATCH,
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") logFailure(error.cause ?? error, "a procedure failed", { path });
    },
    responseMeta: ({ errors }) => (errors.some((error) => isDatabaseAway(error)) ? { status: 503, headers: { "retry-after": "2" } } : {}),
  });

export const GET = handle;

const refused = (message: string, status: number) => Response.json({ error: { message } }, { status });

/** Mutations come by POST alone, and only from our own pages: the session cookie is `Lax`. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return refused("This request did not come from Reeve's own pages.", 403);
  const body = await readBytes(request);
  if (!body.ok) return refused(body.refusal.message, 413);
  const { url, headers, signal } = request;
  return handle(new Request(url, { method: "POST", headers, signal, body: body.value }));
}

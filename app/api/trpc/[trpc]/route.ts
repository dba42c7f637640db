import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { log } from "@/server/platform/log";
import { isSameOrigin } from "@/server/platform/origin";
import { createContext } from "@/server/trpc/context";
import { appRouter } from "@/server/trpc/root";

export const dynamic = "force-dynamic";

const handle = (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext,
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") log.error({ err: error.cause ?? error, path }, "a procedure failed");
    },
  });

export const GET = handle;

/** Mutations come by POST alone, and only from our own pages: the session cookie is `Lax`. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request))
    return Response.json({ error: { message: "This request did not come from Reeve's own pages." } }, { status: 403 });
  return handle(request);
}

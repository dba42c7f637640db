import { isServer, MutationCache, QueryClient } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { currentReach } from "./reach";

/** Codes at which asking again cannot help. */
const FINAL = new Set([400, 401, 403, 404, 409, 413]);

function mayRetry(failures: number, error: Error): boolean {
  // A page on the server does not wait: the browser asks again. Out of reach, it is asked again once that is over.
  if (isServer || currentReach() !== "here") return false;
  const status: unknown = isTRPCClientError(error) ? (error.data as { httpStatus?: unknown } | null | undefined)?.httpStatus : undefined;
  return failures < 2 && !(typeof status === "number" && FINAL.has(status));
}

/** For a change whose caller brings what is on screen up to date by itself, since reading all of it again was measured to be slow. */
export const REFRESHES_ITSELF = { refreshesItself: true } as const;

/**
 * The rules of data in the browser: what was fetched a moment ago is shown at once, any change refreshes
 * everything on screen, and a refusal is not asked again. One that refreshes by itself does so only where it was taken:
 * after a refusal what is on screen was wrong.
 */
export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    mutationCache: new MutationCache({
      onSettled: (_data, error, _variables, _result, { meta }) => {
        if (error !== null || meta?.refreshesItself !== true) void client.invalidateQueries();
      },
    }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: mayRetry, refetchOnWindowFocus: true },
    },
  });
  return client;
}

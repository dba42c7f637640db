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

/**
 * The rules of data in the browser: what was fetched a moment ago is shown at once, any change refreshes
 * everything on screen, and a refusal is not asked again.
 */
export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    mutationCache: new MutationCache({ onSettled: () => void client.invalidateQueries() }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: mayRetry, refetchOnWindowFocus: true },
    },
  });
  return client;
}

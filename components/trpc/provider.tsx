"use client";

import { isServer, type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import { MAX_BATCH } from "@/server/kernel/batch";
import type { AppRouter } from "@/server/trpc/root";
import { makeQueryClient } from "./query-client";
import { currentReach, onReach } from "./reach";
import { reachLink } from "./reach-link";
import { TRPCProvider } from "./use-trpc";

const url = "/api/trpc";
/** What people wait for goes alone: in a batch it would come with the slowest of the others. */
const ALONE = new Set(["approvals.byId"]);
let browserClient: QueryClient | undefined;

/** One client a request on the server, one a tab in the browser. */
function getQueryClient(): QueryClient {
  if (isServer) return makeQueryClient();
  if (browserClient === undefined) {
    const client = makeQueryClient();
    // What failed or grew old meanwhile is read again by itself.
    onReach(() => currentReach() === "here" && void client.invalidateQueries());
    browserClient = client;
  }
  return browserClient;
}

/** Gives everything below access to the procedures. Queries of one moment share a request, what people wait for has its own; subscriptions are server-sent events. */
export function ProcedureProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const queryClient = getQueryClient();
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        reachLink,
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url }),
          false: splitLink({
            condition: (operation) => operation.type === "mutation" || ALONE.has(operation.path),
            true: httpLink({ url }),
            false: httpBatchLink({ url, maxURLLength: 6_000, maxItems: MAX_BATCH }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

"use client";

import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "@/server/trpc/root";

const context = createTRPCContext<AppRouter>();

export const TRPCProvider = context.TRPCProvider;
/** The procedures as query and mutation options: `useQuery(useTRPC().audit.list.queryOptions(…))`. */
export const useTRPC = context.useTRPC;
/** The bare client, for what is no query or mutation of a screen: the live stream, the renewal of a claim. */
export const useTRPCClient = context.useTRPCClient;

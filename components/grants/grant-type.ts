import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

/** A standing grant as it arrives in the browser. */
export type Grant = inferRouterOutputs<AppRouter>["grants"]["byId"];
export type GrantScope = Grant["scope"];

import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/root";

/** A request with all that is known of it, as it arrives in the browser. */
export type Card = inferRouterOutputs<AppRouter>["approvals"]["byId"];
/** Its action. */
export type ActionOnCard = Card["action"];
/** An action as it is, once it was revealed. */
export type Revealed = inferRouterOutputs<AppRouter>["actions"]["reveal"];

import { auditRouter } from "@/server/audit/router";
import { fleetRouter } from "@/server/fleet/router";
import { router } from "./init";

/** Every procedure that pages may call, one line a domain. */
export const appRouter = router({
  audit: auditRouter,
  fleet: fleetRouter,
});

export type AppRouter = typeof appRouter;

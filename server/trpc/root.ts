import { auditRouter } from "@/server/audit/router";
import { fleetRouter } from "@/server/fleet/router";
import { identityRouter } from "@/server/identity/router";
import { policiesRouter } from "@/server/policies/router";
import { router } from "./init";

/** Every procedure that pages may call, one line a domain. */
export const appRouter = router({
  audit: auditRouter,
  identity: identityRouter,
  fleet: fleetRouter,
  policies: policiesRouter,
});

export type AppRouter = typeof appRouter;

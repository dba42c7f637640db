import { actionsRouter } from "@/server/actions/router";
import { adviceRouter } from "@/server/advice/router";
import { approvalsRouter } from "@/server/approvals/router";
import { standingsOf } from "@/server/approvals/standings";
import { toldOfActions } from "@/server/approvals/told";
import { usesOf } from "@/server/approvals/uses";
import { auditRouter } from "@/server/audit/router";
import { budgetsRouter } from "@/server/budgets/router";
import { escalationRouter } from "@/server/escalation/router";
import { fleetRouter } from "@/server/fleet/router";
import { gateRouter } from "@/server/gate/router";
import { grantsRouter } from "@/server/grants/router";
import { identityRouter } from "@/server/identity/router";
import { loopsRouter } from "@/server/loops/router";
import { maturityRouter } from "@/server/maturity/router";
import { notificationsRouter } from "@/server/notifications/router";
import { overviewRouter } from "@/server/overview/router";
import { policiesRouter } from "@/server/policies/router";
import { pricingRouter } from "@/server/pricing/router";
import { recordsRouter } from "@/server/records/router";
import { schedulesRouter } from "@/server/schedules/router";
import { spendRouter } from "@/server/spend/router";
import { statementsRouter } from "@/server/statements/router";
import { tracesRouter } from "@/server/traces/router";
import { viewsRouter } from "@/server/views/router";
import { router } from "./init";
import { namesOf } from "./names";

/** Every procedure that pages may call, one line a domain. */
export const appRouter = router({
  actions: actionsRouter,
  gate: gateRouter,
  grants: grantsRouter,
  approvals: approvalsRouter,
  audit: auditRouter(namesOf),
  identity: identityRouter,
  fleet: fleetRouter,
  escalation: escalationRouter(usesOf),
  loops: loopsRouter,
  policies: policiesRouter,
  overview: overviewRouter,
  notifications: notificationsRouter,
  schedules: schedulesRouter(usesOf),
  views: viewsRouter,
  traces: tracesRouter(toldOfActions, standingsOf),
  pricing: pricingRouter,
  spend: spendRouter,
  budgets: budgetsRouter,
  statements: statementsRouter,
  advice: adviceRouter,
  maturity: maturityRouter,
  records: recordsRouter,
});

export type AppRouter = typeof appRouter;

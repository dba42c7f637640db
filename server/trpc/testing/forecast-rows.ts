import { ROLES } from "@/server/kernel/roles";
import { newId } from "@/server/platform/new-id";

/** Who may call what about what spend comes to, and what of it is out of the ordinary. */
export const FORECAST_ROWS = {
  "spend.anomalies.dismiss": { may: ["operator", "executive"] as const, input: { id: newId("anomaly"), reason: "Known." } },
  "spend.anomalies.list": { may: ROLES, input: {} },
  "spend.estimates.of": { may: ROLES, input: { agent: "nobody" } },
  "spend.estimates.overruns": { may: ROLES },
  "spend.estimates.set": { may: ["operator"] as const, input: { agent: "nobody", revision: 0, runsPerMonth: 1, costPerRunMicroUsd: "1" } },
  "spend.forecast.month": { may: ROLES, input: { by: "team" } },
  "spend.forecast.outlooks": { may: ROLES, input: { of: [] } },
};

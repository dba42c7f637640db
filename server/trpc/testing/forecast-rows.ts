import { ROLES } from "@/server/kernel/roles";

/** Who may call what about what spend comes to, and what of it is out of the ordinary. */
export const FORECAST_ROWS = {
  "spend.forecast.month": { may: ROLES, input: { by: "team" } },
  "spend.forecast.outlooks": { may: ROLES, input: { of: [] } },
};

import type { RiskTier } from "./deadlines";

/** How fast requests of a risk tier are to be decided: open minutes of the calendar (null: every minute counts). */
export type Target = {
  readonly dueMinutes: number;
  readonly expiryMinutes: number;
  readonly calendarId: string | null;
  readonly chainId: string | null;
};

const HOUR = 60;
const always = { calendarId: null, chainId: null };

/** The targets until an organisation sets its own. */
export const DEFAULT_TARGETS = {
  low: { ...always, dueMinutes: 8 * HOUR, expiryMinutes: 48 * HOUR },
  medium: { ...always, dueMinutes: 4 * HOUR, expiryMinutes: 24 * HOUR },
  high: { ...always, dueMinutes: HOUR, expiryMinutes: 24 * HOUR },
} as const satisfies Record<RiskTier, Target>;

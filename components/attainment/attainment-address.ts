import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { AttainmentInput } from "@/server/approvals/attainment-schema";

/** Ranges that end today, in days. */
export const PRESETS = [7, 30, 90, 365] as const;
const USUAL = 30;
export const RISKS = ["high", "medium", "low"] as const;

/** What of the page stands in the address. Days are of the organisation's zone. */
export const ATTAINMENT_PARAMS = {
  days: parseAsInteger,
  from: parseAsString,
  to: parseAsString,
  team: parseAsString,
  agent: parseAsString,
  rule: parseAsString,
  risk: parseAsStringLiteral(RISKS),
};

export const loadAttainmentParams = createLoader(ATTAINMENT_PARAMS);

export type AttainmentParams = Awaited<ReturnType<typeof loadAttainmentParams>>;

const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** The preset that is chosen; null while two days are. What the address says wrongly counts as not said. */
export const presetOf = ({ days, from, to }: AttainmentParams): number | null =>
  isDay(from) && isDay(to) ? null : (PRESETS.find((preset) => preset === days) ?? USUAL);

/** The query that the address asks for, the same on the server and in the browser. */
export function attainmentQuery(params: AttainmentParams): AttainmentInput {
  const { from, to, team, agent, rule, risk } = params;
  const preset = presetOf(params);
  return {
    range: preset === null && isDay(from) && isDay(to) ? { from, to } : { days: preset ?? USUAL },
    ...(team ? { team: team.slice(0, 100) } : {}),
    ...(agent?.trim() ? { agent: agent.trim().slice(0, 200) } : {}),
    ...(rule ? { rule: rule.slice(0, 100) } : {}),
    ...(risk === null ? {} : { risk }),
  };
}

/** Whether the figures are of fewer requests than the range holds. */
export const isNarrowed = ({ team, agent, rule, risk }: AttainmentParams): boolean => [team, agent, rule, risk].some(Boolean);

export const NOTHING_NARROWED = { team: null, agent: null, rule: null, risk: null } as const;

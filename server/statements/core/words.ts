import type { StatementState } from "./state";

/** Who pays, where no team is charged. */
export const NO_TEAM = "No team";
export const teamWords = (team: string | null): string => team ?? NO_TEAM;

export const STATE_WORDS: Readonly<Record<StatementState, string>> = {
  to_acknowledge: "To acknowledge",
  acknowledged: "Acknowledged",
  disputed: "Disputed",
};

const UNATTRIBUTED = "Unattributed";
export const agentWords = (agent: string | null): string => agent ?? UNATTRIBUTED;
export const modelWords = (model: string | null): string => model ?? "Unknown model";

/** Micro-USD as a decimal of US dollars, without rounding: "1.25". */
export function decimalUsd(micro: string): string {
  const micros = BigInt(micro);
  const size = (micros < 0n ? -micros : micros).toString().padStart(7, "0");
  return `${micros < 0n ? "-" : ""}${size.slice(0, -6)}.${size.slice(-6)}`;
}

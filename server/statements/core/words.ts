import { cleanLine } from "@/server/kernel/untrusted";
import type { StatementState } from "./state";

/** Names come from senders: what turns the words around it, or cannot be seen, is left out. */
const MOST_LETTERS = 120;

/** Who pays, where no team is charged. */
export const NO_TEAM = "No team";
export const teamWords = (team: string | null): string => (team === null ? NO_TEAM : cleanLine(team, MOST_LETTERS));

export const STATE_WORDS: Readonly<Record<StatementState, string>> = {
  to_acknowledge: "To acknowledge",
  acknowledged: "Acknowledged",
  disputed: "Disputed",
};

const UNATTRIBUTED = "Unattributed";
export const agentWords = (agent: string | null): string => (agent === null ? UNATTRIBUTED : cleanLine(agent, MOST_LETTERS));
export const modelWords = (model: string | null): string => (model === null ? "Unknown model" : cleanLine(model, MOST_LETTERS));

/** Micro-USD as a decimal of US dollars, without rounding: "1.25". */
export function decimalUsd(micro: string): string {
  const micros = BigInt(micro);
  const size = (micros < 0n ? -micros : micros).toString().padStart(7, "0");
  return `${micros < 0n ? "-" : ""}${size.slice(0, -6)}.${size.slice(-6)}`;
}

/** A whole number of millionths of a millionth as a decimal: a rate of exchange, "1.0842". */
export function decimalOfPico(pico: bigint): string {
  const digits = pico.toString().padStart(13, "0");
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, "");
}

/** Cents as a bill says them: "$1,204.00", "−$0.07". */
export function centWords(cents: bigint): string {
  const size = cents < 0n ? -cents : cents;
  const dollars = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${cents < 0n ? "−" : ""}$${dollars}.${(size % 100n).toString().padStart(2, "0")}`;
}

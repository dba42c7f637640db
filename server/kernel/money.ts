const MICROS_PER_CENT = 10_000n;
const NO_BREAK_MINUS = "−";

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** Half away from zero, so that a rounded sum never looks smaller than it is. */
const roundTo = (micros: bigint, unit: bigint) => (micros + unit / 2n) / unit;

/**
 * US dollars from integer micro-USD: whole dollars without cents from $10 on ("$4,980"), cents otherwise ("$0.32",
 * "$1,215.50"), and four decimals below a cent, so that a cost is never shown as nothing.
 */
export function usdWords(amount: string | bigint): string {
  const micros = BigInt(amount);
  const sign = micros < 0n ? NO_BREAK_MINUS : "";
  const size = micros < 0n ? -micros : micros;
  if (size === 0n) return "$0";
  if (size < MICROS_PER_CENT) {
    const tenThousandths = roundTo(size, 100n);
    return tenThousandths === 0n ? `${sign}<$0.0001` : `${sign}$0.${tenThousandths.toString().padStart(4, "0")}`;
  }
  const cents = roundTo(size, MICROS_PER_CENT);
  const [dollars, rest] = [cents / 100n, cents % 100n];
  const fraction = rest === 0n && dollars >= 10n ? "" : `.${rest.toString().padStart(2, "0")}`;
  return `${sign}$${grouped(dollars.toString())}${fraction}`;
}

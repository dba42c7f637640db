/** US dollars as people write them, to the millionth, as whole micro-USD: `2.5` is `2500000`. */
export function usdToMicro(usd: string): string {
  const [whole = "0", fraction = ""] = usd.trim().split(".");
  return BigInt(`${whole}${fraction.padEnd(6, "0")}`).toString();
}

/** Whole micro-USD as US dollars without needless zeros: `2500000` is `2.50`. */
export function microToUsd(micro: string): string {
  const digits = micro.padStart(7, "0");
  const fraction = digits.slice(-6).replace(/0+$/, "");
  return `${digits.slice(0, -6)}.${fraction.padEnd(2, "0")}`;
}

/**
 * Amounts in units of `unit`, rounded so that they add up to their rounded sum: each is rounded down, and what is left goes
 * to those that lost most (largest remainder; of two alike to the first). Parts of what was itself rounded so add up to that.
 */
export function roundTogether(amounts: readonly bigint[], unit: bigint, to?: bigint): bigint[] {
  const floor = (amount: bigint): bigint => {
    const whole = amount / unit;
    return amount % unit < 0n ? whole - 1n : whole;
  };
  const sum = amounts.reduce((all, amount) => all + amount, 0n);
  const rounded = amounts.map(floor);
  const left = Number((to ?? floor(sum + unit / 2n)) - rounded.reduce((all, amount) => all + amount, 0n));
  const remainders = amounts.map((amount, i) => ({ i, lost: amount - (rounded[i] ?? 0n) * unit }));
  remainders.sort((a, b) => (a.lost === b.lost ? a.i - b.i : a.lost > b.lost ? -1 : 1));
  for (const { i } of remainders.slice(0, left)) rounded[i] = (rounded[i] ?? 0n) + 1n;
  return rounded;
}

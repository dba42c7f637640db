/** What one agent of a team spent on one model. */
export type Sums = {
  readonly team: string;
  readonly agent: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly calls: number;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly costPicoUsd: bigint;
};

export type Line = Omit<Sums, "team"> & { readonly month: string };
export type Drawn = { readonly team: string; readonly lines: readonly Line[]; readonly totalPicoUsd: bigint };
type Month = { readonly month: string; readonly counted: readonly Sums[]; readonly stated: readonly Sums[] };

const keyOf = ({ team, agent, provider, model }: Sums) => JSON.stringify([team, agent, provider, model]);

/** What was counted of a month beyond what statements say of it: nothing while they still hold. */
function differences({ counted, stated }: Month): Sums[] {
  const sums = new Map(counted.map((one) => [keyOf(one), one]));
  for (const one of stated) {
    const known = sums.get(keyOf(one)) ?? { ...one, calls: 0, inputTokens: 0n, outputTokens: 0n, costPicoUsd: 0n };
    sums.set(keyOf(one), {
      ...known,
      calls: known.calls - one.calls,
      inputTokens: known.inputTokens - one.inputTokens,
      outputTokens: known.outputTokens - one.outputTokens,
      costPicoUsd: known.costPicoUsd - one.costPicoUsd,
    });
  }
  return [...sums.values()].filter(({ costPicoUsd }) => costPicoUsd !== 0n);
}

const size = (amount: bigint) => (amount < 0n ? -amount : amount);
const byCost = (a: Line, b: Line) =>
  size(a.costPicoUsd) === size(b.costPicoUsd)
    ? `${a.agent} ${a.model}`.localeCompare(`${b.agent} ${b.model}`)
    : size(a.costPicoUsd) > size(b.costPicoUsd)
      ? -1
      : 1;

/**
 * The statements of a month, one a team: its calls by agent and model, the dearest first, then what earlier months,
 * closed already, have turned out to cost more or less since. All statements of a team add up to all that was counted.
 */
export function drawStatements(month: string, counted: readonly Sums[], earlier: readonly Month[]): readonly Drawn[] {
  const usage = counted.filter(({ costPicoUsd }) => costPicoUsd !== 0n).map((one) => ({ ...one, month }));
  const credits = earlier.flatMap((one) => differences(one).map((sums) => ({ ...sums, month: one.month })));
  const teams = Map.groupBy([...usage, ...credits], ({ team }) => team);
  return [...teams].map(([team, own]) => {
    const lines = own.map(({ team: _, ...line }): Line => line);
    lines.sort((a, b) => (a.month === b.month ? byCost(a, b) : a.month > b.month ? -1 : 1));
    return { team, lines, totalPicoUsd: lines.reduce((sum, { costPicoUsd }) => sum + costPicoUsd, 0n) };
  });
}

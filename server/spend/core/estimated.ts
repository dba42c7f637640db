/** Calls of one model that told no usage; what all of them cost by the estimate, null where there is none or the model has no price. */
export type UntoldCalls = {
  readonly provider: string | null;
  readonly model: string | null;
  readonly calls: number;
  /** Tokens of each of them. */
  readonly input: number | null;
  readonly output: number | null;
  readonly costPicoUsd: bigint | null;
};

type EstimatedSums = {
  readonly calls: number;
  readonly estimated: number;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly costPicoUsd: bigint;
};

/** Sums up what is estimated; what is not stays told as a number of calls, never as zero tokens of them. */
export function sumEstimated(rows: readonly UntoldCalls[]): EstimatedSums {
  let [calls, estimated, inputTokens, outputTokens, costPicoUsd] = [0, 0, 0n, 0n, 0n];
  for (const row of rows) {
    calls += row.calls;
    if (row.costPicoUsd === null) continue;
    estimated += row.calls;
    inputTokens += BigInt(row.input ?? 0) * BigInt(row.calls);
    outputTokens += BigInt(row.output ?? 0) * BigInt(row.calls);
    costPicoUsd += row.costPicoUsd;
  }
  return { calls, estimated, inputTokens, outputTokens, costPicoUsd };
}

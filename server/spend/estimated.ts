import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { priceTable } from "@/server/pricing/table";
import { access } from "./access";
import { sumEstimated, type UntoldCalls } from "./core/estimated";
import { roundTogether } from "./core/round";
import type { EstimatedSpend } from "./estimated-schema";
import { listUntold, type UntoldRow } from "./estimated-store";
import type { ExploreInput } from "./schema";
import { scopeOf } from "./scope";

const MICRO = 1_000_000n;
const UNKNOWN = { cacheRead: null, cacheWrite: null, cacheWrite1h: null, reasoning: null, hasFailed: false };

const viewOf = (rows: readonly UntoldCalls[], costMicroUsd: bigint) => {
  const { calls, estimated, inputTokens, outputTokens } = sumEstimated(rows);
  return {
    calls,
    estimated,
    inputTokens: inputTokens.toString(),
    outputTokens: outputTokens.toString(),
    costMicroUsd: costMicroUsd.toString(),
  };
};

/** What calls that told no usage may have cost: by the texts that are kept of them and today's prices of their hour. In no total. */
export async function estimateMissing(actor: PersonActor, input: ExploreInput): Promise<Result<EstimatedSpend>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const { moments, ids } = await scopeOf(input, clock.now());
  const [rows, { price }] = await Promise.all([listUntold(moments, ids), priceTable()]);
  const costOf = ({ calls, ...call }: UntoldRow): bigint | null => {
    const { costPicoUsd } = price({ ...call, ...UNKNOWN });
    return costPicoUsd === null ? null : costPicoUsd * BigInt(calls);
  };
  const priced = rows.map((row): UntoldCalls => ({ ...row, costPicoUsd: costOf(row) }));
  const byModel = [...Map.groupBy(priced, ({ provider, model }) => JSON.stringify([provider, model])).values()];
  byModel.sort((a, b) => sumEstimated(b).calls - sumEstimated(a).calls);
  const costs = roundTogether(
    byModel.map((own) => sumEstimated(own).costPicoUsd),
    MICRO,
  );
  return ok({
    how: "characters",
    ...viewOf(
      priced,
      costs.reduce((sum, one) => sum + one, 0n),
    ),
    models: byModel.map((own, i) => ({
      ...{ provider: own[0]?.provider ?? null, model: own[0]?.model ?? null },
      ...viewOf(own, costs[i] ?? 0n),
    })),
  });
}

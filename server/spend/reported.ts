import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { access } from "./access";
import { toMicro } from "./core/explore";
import { countSpend } from "./explore-store";
import { countReported } from "./reported-store";
import type { ExploreInput, Reported } from "./schema";
import { scopeOf } from "./scope";

/** What senders say that calls cost against what is counted, with the reason of each difference; the reasons add up to the whole. */
export async function compareReported(actor: PersonActor, input: ExploreInput): Promise<Result<Reported>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you spend.");
  const { moments, filter, ids, dimensions, isDaily } = await scopeOf(input, clock.now());
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  const [rows, spent] = await Promise.all([countReported(moments, ids, isNarrowed), countSpend(moments, isDaily)]);
  const own = spent.filter(({ day, bucket, dimensionId }) => day !== null && bucket === "priced" && dimensions.has(dimensionId));
  const counted = own.reduce((sum, { costPicoUsd }) => sum + BigInt(costPicoUsd), 0n);
  const both = rows.map((row) => ({ ...row, reported: BigInt(row.reported), counted: BigInt(row.counted) }));
  const said = both.reduce((sum, one) => sum + one.reported, 0n);
  const silent = counted - both.reduce((sum, one) => sum + one.counted, 0n);
  return ok({
    countedMicroUsd: toMicro(counted),
    reportedMicroUsd: both.length === 0 ? null : toMicro(said),
    reasons: [
      ...both.flatMap(({ reason, steps, reported, counted: one, traces }) =>
        reason === "same" ? [] : [{ reason, steps, differenceMicroUsd: toMicro(one - reported), traces: traces ?? [] }],
      ),
      ...(silent === 0n ? [] : [{ reason: "silent" as const, steps: null, differenceMicroUsd: toMicro(silent), traces: [] }]),
    ],
    same: both.find(({ reason }) => reason === "same")?.steps ?? 0,
  });
}

import { append, entryActor } from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import type { ExploreInput } from "@/server/spend/schema";
import { momentsOf } from "@/server/spend/scope";
import { access } from "./access";
import { reviewCost, reviewSeconds } from "./core/review-time";
import type { ReviewTime, SetReviewRateInput } from "./review-time-schema";
import { namesOf, personRef } from "./rows";
import * as store from "./sitting-store";

/**
 * What people's time on requests took over the days of a look at spend, and what it cost where a rate is set. It is told
 * apart by agent alone, and is in no sum of spend.
 */
export async function readReviewTime(actor: PersonActor, input: ExploreInput): Promise<Result<ReviewTime>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue's figures.");
  const { from, to } = await momentsOf(input, clock.now());
  const [timed, rate] = await Promise.all([store.readReviewTime(from, to, input.agent ?? null), store.readRate()]);
  const seconds = reviewSeconds(timed);
  const perHour = rate?.microUsdPerHour ?? null;
  return ok({
    verdicts: timed.verdicts,
    people: timed.people,
    seconds,
    costMicroUsd: perHour === null ? null : reviewCost(seconds, BigInt(perHour)).toString(),
    rate:
      rate === null || perHour === null
        ? null
        : { microUsdPerHour: perHour, setAt: rate.setAt.toISOString(), by: personRef(rate.authorId, await namesOf([rate.authorId])).name },
    canSet: access.setReviewRate(actor),
  });
}

/** Sets what an hour of review costs, or that it is not reckoned. */
export async function setReviewRate(actor: PersonActor, { microUsdPerHour }: SetReviewRateInput): Promise<Result<void>> {
  if (!access.setReviewRate(actor)) return refuse("forbidden", "Only administrators may set what an hour of review costs.");
  const now = clock.now();
  await inTransaction(async (tx) => {
    const { version } = await store.insertRate(tx, microUsdPerHour === null ? null : BigInt(microUsdPerHour), actor.id, now);
    await append(tx, {
      kind: "review_rate.set",
      actor: entryActor(actor),
      subject: { type: "review_rate", id: String(version) },
      occurredAt: now,
      data: { microUsdPerHour },
    });
  });
  return ok(undefined);
}

import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import type { MaturityAnswer } from "./answer-schema";
import { decisive, prepareThreshold } from "./core/card-words";
import { DIMENSIONS } from "./core/rubric";
import { readNewest } from "./newest";
import { NOTHING_YET } from "./report";
import { readTargets, targetOf } from "./service";

/** The newest scorecard for a key that may read it. It is of the whole organisation, whichever agent the key speaks for. */
export async function answerMaturity(actor: Actor): Promise<Result<MaturityAnswer>> {
  if (!access.answer(actor)) return refuse("forbidden", "You may not read the scorecard: that takes a key with the scope maturity:read.");
  const [known, targets] = await Promise.all([readNewest(), readTargets()]);
  if (known === null) return NOTHING_YET;
  const { snapshot, rows } = known;
  return ok({
    rubricVersion: snapshot.rubricVersion,
    asOf: snapshot.at.toISOString(),
    overall: { level: snapshot.level, score: snapshot.score },
    dimensions: snapshot.dimensions.map(({ dimension: id, level, score }) => ({
      ...{ id, name: DIMENSIONS[id], level, score },
      target: targetOf(targets, id)?.level ?? null,
      criteria: [...rows.values()]
        .filter(({ dimension }) => dimension === id)
        .map((row) => ({
          ...{ id: row.id, state: row.state, n: row.n },
          value: decisive(row.held)?.value ?? null,
          threshold: prepareThreshold(row),
        })),
    })),
  });
}

import { append, entryActor } from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { restate } from "./evaluating";
import type { FigureInput } from "./input-schema";
import * as store from "./plan-store";
import { CRITERIA } from "./rubrics";

const FORBIDDEN = refuse("forbidden", "Only an executive or an administrator says what is aimed at and how much it weighs.");

type Target = {
  readonly subject: string;
  readonly scope: string;
  readonly level: number;
  readonly dueOn: string | null;
  readonly isSet: boolean;
};

/** Aims at a level of a dimension, or of the whole, by a day; or no longer does. */
export async function setTarget(actor: PersonActor, input: Target, now: Date = clock.now()): Promise<Result<null>> {
  if (!access.aim(actor)) return FORBIDDEN;
  const { isSet, subject, scope, level, dueOn } = input;
  return inTransaction(async (tx) => {
    if (isSet) await store.saveTarget(tx, { subject, scope, level, dueOn, setById: actor.id, setAt: now });
    else if (!(await store.removeTarget(tx, { subject, scope, level }))) return ok(null);
    await append(tx, {
      kind: isSet ? "maturity.target_set" : "maturity.target_removed",
      actor: entryActor(actor),
      subject: { type: "maturity_target", id: [subject, scope].filter((part) => part !== "").join(" ") },
      occurredAt: now,
      data: { level, dueOn },
    });
    return ok(null);
  });
}

/**
 * Puts a figure of the organisation's own in the place of the rubric's, or gives the rubric's back. A weight is brought into a
 * snapshot at once; a limit counts from the next evaluation on.
 */
export async function setFigure(
  actor: PersonActor,
  { subject, figure, value }: FigureInput,
  now: Date = clock.now(),
): Promise<Result<null>> {
  if (!access.aim(actor)) return FORBIDDEN;
  if (/-\d/.test(subject) && !CRITERIA.has(subject)) return refuse("not_found", "There is no such criterion.");
  return inTransaction(async (tx) => {
    if (value === null) await store.removeFigure(tx, { subject, figure });
    else await store.saveFigure(tx, { subject, figure, value, setById: actor.id, setAt: now });
    await append(tx, {
      kind: "maturity.figure_set",
      actor: entryActor(actor),
      subject: { type: "maturity_figure", id: subject },
      occurredAt: now,
      data: { figure, value },
    });
    if (figure === "weight") await restate(tx, actor, now);
    return ok(null);
  });
}

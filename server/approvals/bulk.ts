import { ok, type Refused, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import type { DecideManyInput, ManyAnswer, ManyUndone, OneOf, UndoManyInput } from "./bulk-schema";
import { decideAs, undo, voterOf } from "./decisions";

// Many in one go: each one is decided, checked, refused and recorded on its own, as if it were the only one.

/** One verdict and one reason for many requests, each in its own transaction. High risk is refused here. */
export async function decideMany(actor: PersonActor, { items, verdict, reason }: DecideManyInput): Promise<Result<ManyAnswer>> {
  if (!access.decide(actor)) return refuse("forbidden", "Only approvers decide.");
  const voter = await voterOf(actor);
  const answers = [];
  for (const { id, revision } of items) {
    answers.push({ id, ...oneOf(await decideAs(voter, { id, revision, verdict, reason }, "bulk")) });
  }
  return ok({ items: answers });
}

/** Takes back many votes of one's own; each of them that has taken effect meanwhile is refused. */
export async function undoMany(actor: PersonActor, { voteIds }: UndoManyInput): Promise<Result<ManyUndone>> {
  const answers = [];
  for (const voteId of voteIds) answers.push({ voteId, ...oneOf(await undo(actor, { voteId })) });
  return ok({ items: answers });
}

const oneOf = <T>(answer: Result<T>): OneOf<T> => (answer.ok ? answer : refusedOne(answer));
const refusedOne = ({ refusal: { code, message } }: Refused) => ({ ok: false, code, message }) as const;

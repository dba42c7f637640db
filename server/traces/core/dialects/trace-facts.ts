import type { Attributes } from "../otlp/model";
import type { StepRow } from "../row";
import { textOf } from "./aliases";

/** What the OpenAI Agents SDK tells of a trace once, apart from its spans: the facts that hold for all of its steps. */
export type TraceFacts = Pick<StepRow, "conversationId" | "taskClass" | "runId" | "team" | "initiatorType" | "initiatorId">;

/** The facts of a trace from what was told of it. */
export function factsOf(attributes: Attributes): TraceFacts {
  const initiatorId = textOf(attributes, "initiatorId") ?? textOf(attributes, "user");
  return {
    conversationId: textOf(attributes, "conversationId"),
    taskClass: textOf(attributes, "taskClass"),
    runId: textOf(attributes, "runId"),
    team: textOf(attributes, "team"),
    initiatorType: initiatorId === null ? null : (textOf(attributes, "initiatorType") ?? "user"),
    initiatorId,
  };
}

/** A step with the facts of its trace where it has none of its own. */
export const withFacts = (row: StepRow, facts: TraceFacts): StepRow => ({
  ...row,
  conversationId: row.conversationId ?? facts.conversationId,
  taskClass: row.taskClass ?? facts.taskClass,
  runId: row.runId ?? facts.runId,
  team: row.team ?? facts.team,
  ...(row.initiatorId === null ? { initiatorType: facts.initiatorType, initiatorId: facts.initiatorId } : {}),
});

import { z } from "zod";
import type { ProblemCode } from "@/server/kernel/problems";
import { VERDICTS } from "./core/verdict";
import { ApprovalIdSchema, type DecideAnswer, REASON_MAX_LENGTH, type UndoAnswer } from "./schema";
import { VoteInput } from "./step-up-schema";

/** How many are decided, or undone, in one go. */
export const BULK_MAX = 100;

export const DecideManyInput = z
  .object({
    /** Each at the revision that was on screen. */
    items: z
      .array(z.object({ id: ApprovalIdSchema, revision: z.number().int().positive() }))
      .min(1)
      .max(BULK_MAX),
    verdict: z.enum(VERDICTS),
    reason: z.string().trim().max(REASON_MAX_LENGTH).default(""),
  })
  .refine((input) => input.verdict !== "reject" || input.reason.length > 0, {
    path: ["reason"],
    message: "Say why: the agents are told the reason.",
  })
  .refine(({ items }) => new Set(items.map(({ id }) => id)).size === items.length, {
    path: ["items"],
    message: "A request is named twice.",
  });
export type DecideManyInput = z.infer<typeof DecideManyInput>;

export const UndoManyInput = z.object({ voteIds: z.array(VoteInput.shape.voteId).min(1).max(BULK_MAX) });
export type UndoManyInput = z.infer<typeof UndoManyInput>;

/** What became of one of many: an answer, or why not. */
export type OneOf<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ProblemCode; readonly message: string };
export type ManyAnswer = { readonly items: readonly ({ readonly id: string } & OneOf<DecideAnswer>)[] };
export type ManyUndone = { readonly items: readonly ({ readonly voteId: string } & OneOf<UndoAnswer>)[] };

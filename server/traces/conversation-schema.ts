import { z } from "zod";
import type { Abridged } from "./core/abridge";
import type { Message } from "./core/content";
import type { News } from "./core/conversation";
import { SpanId, TraceId } from "./schema";

/** As many calls of a model as are told at once. */
export const PAGE_OF_EXCHANGES = 20;

/** Calls of a model in the order in which they came: those to tell, and those that the reader has read before. */
export const ConversationInput = z.object({
  traceId: TraceId,
  before: z.array(SpanId).max(3 * PAGE_OF_EXCHANGES),
  spanIds: z.array(SpanId).min(1).max(PAGE_OF_EXCHANGES),
});
export type ConversationInput = z.infer<typeof ConversationInput>;

/** A part of a message. Of a very long one only the beginning, and how many characters were left out; the step has it whole. */
export type ToldPart = Abridged;
export type ToldMessage = Omit<Message, "parts"> & { readonly parts: readonly ToldPart[] };

/** One call of a model: what was said to it for the first time, and what it answered. */
export type ToldExchange = Omit<News, "instructions" | "fresh" | "output"> & {
  readonly instructions: readonly ToldPart[];
  readonly fresh: readonly ToldMessage[];
  readonly output: readonly ToldMessage[];
  /** Whether what was said is still kept; false once it is past its retention. */
  readonly isKept: boolean;
};
